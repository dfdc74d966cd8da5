// SPDX-License-Identifier: EUPL-1.2
// The words that a letter's form adds, in the language of its reader, and the washing of text that came from outside.
// Pure functions; any thread.
#pragma once

#include "gateway/refusal.hpp"
#include "gateway/submission.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace wetbode::letter {

struct Words {
    std::string_view our_reference;
    std::string_view your_reference;
    std::string_view enclosures;
    std::string_view date;
    std::string_view subject;
    std::string_view page;      ///< "page" in "page 2 of 3"
    std::string_view of;
    std::string_view box;       ///< within an address
    std::string_view enclosed;  ///< on the carrier of a PDF
};

/// Dutch, French, German or English by ISO 639-1 code; Dutch for every other.
[[nodiscard]] Words const& words_in(std::string_view language);

/// "23 november 2026" from "2026-11-23"; empty if that is no date.
[[nodiscard]] std::string date_in(std::string_view language, std::string_view iso_date);

/// Valid UTF-8 in one line: white space becomes one space; control characters, and those that turn the reading
/// direction of what follows, vanish. A letter shows what it says.
[[nodiscard]] std::string washed(std::string_view text);

/// Name of a country in English, as the Universal Postal Union understands it everywhere; empty if there is none.
[[nodiscard]] std::string_view country_name(std::string_view iso_code);

/// The lines of the address block, as bpost wants them. Refusal LETTER_ADDRESS if they do not lead anywhere.
[[nodiscard]] Result<std::vector<std::string>> address_lines(Recipient const& recipient, std::string_view language);
/// The return address in one line.
[[nodiscard]] std::string return_line(Address const& address, std::string_view language);

}  // namespace wetbode::letter
