// SPDX-License-Identifier: EUPL-1.2
// What qpdf does for letters: document properties, and a page before a PDF that came from outside. Any thread.
#pragma once

#include "gateway/letter/letter_pdf.hpp"

namespace wetbode::letter {

/// Document properties. Nothing personal: they show in places where nobody expects a name.
struct Properties {
    std::string title;     ///< the letter's reference; of a receipt its kind and its submission
    std::string language;  ///< for readers that speak
    std::string iso_date;  ///< the letter's own date, so that the same letter is always the same file; may be empty,
                           ///< and may go on with a time: "2026-11-23T12:00:00"
};

/// `pdf` as cairo made it, with its properties, as PDF/A-2b; nothing on its pages is transparent. (cairo 1.16 writes
/// dates without the "D:" of ISO 32000.)
[[nodiscard]] Content with_properties(std::string const& pdf, Properties const& properties,
                                      std::filesystem::path const& spool);

/// Number of pages of `pdf`. Refusal LETTER_PDF if it is broken or encrypted, LETTER_TOO_LONG beyond the limits.
[[nodiscard]] Result<int> pages_of(Content const& pdf);

/// The one page of `carrier`, then all pages of `pdf` as they are.
[[nodiscard]] Result<LetterPages> put_before(Content const& carrier, Content const& pdf,
                                             std::filesystem::path const& spool);

}  // namespace wetbode::letter
