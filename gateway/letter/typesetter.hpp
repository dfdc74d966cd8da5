// SPDX-License-Identifier: EUPL-1.2
// Sets a letter on A4 sheets as PDF (cairo and Pango). Equal input gives equal bytes. Any thread.
#pragma once

#include "gateway/letter/letter_pdf.hpp"
#include "gateway/letter/letter_text.hpp"

#include <string>
#include <vector>

namespace wetbode::letter {

inline constexpr int pages_max = 100;

/// All that stands on a letter, in words.
struct Sheet {
    std::string language;
    std::string sender_name;
    std::string return_address;
    std::vector<std::string> address;
    std::string reference;
    std::string your_reference;
    std::string date;      ///< as it is printed; may be empty
    std::string iso_date;  ///< becomes the PDF's date; may be empty
    std::string subject;
    std::string salutation;
    std::vector<Paragraph> paragraphs;
    std::string closing;
    std::vector<std::string> signatory;
    std::vector<std::string> enclosures;
};

/// Refusals LETTER_TOO_LONG, LETTER_ADDRESS_TOO_LONG (it does not fit the window in the smallest type that machines
/// read) and LETTER_GLYPHS (a character that the typeface does not have). Throws Outage("letters") if the fonts are not
/// installed, Outage("content") if the disk fails.
[[nodiscard]] Result<LetterPages> set_letter(Sheet const& sheet, std::filesystem::path const& spool);

}  // namespace wetbode::letter
