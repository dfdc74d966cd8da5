// SPDX-License-Identifier: EUPL-1.2
// A citizen's letter as PDF, A4, with the address where the window of a bpost envelope shows it. Any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/refusal.hpp"
#include "gateway/submission.hpp"

#include <filesystem>
#include <string>

namespace wetbode {

struct LetterPages {
    Content pdf;
    int pages = 0;
};

/// Sets the text of a citizen-letter document (schemas/citizen-letter) as a letter.
[[nodiscard]] Result<LetterPages> letter_from_xml(Letter const& letter, Content const& document,
                                                  std::filesystem::path const& spool);

/// Puts an address carrier before a letter that came as PDF; the pages of the PDF stay as they are.
[[nodiscard]] Result<LetterPages> letter_from_pdf(Letter const& letter, Content const& pdf,
                                                  std::filesystem::path const& spool);

}  // namespace wetbode
