// SPDX-License-Identifier: EUPL-1.2
// Names as they are compared: two spellings of one name become the same octets, two names never do. Pure.
#pragma once

#include <string>
#include <string_view>

namespace wetbode {

/// NFKC_Casefold of Unicode (UAX 31, annex 5: case, width, composed or not, invisible characters), typographic
/// apostrophes and hyphens as on a keyboard, white space as one space and none at the ends. Letters keep their accents.
/// Empty if the octets are not UTF-8, longer than 4 KiB, or nothing is left.
[[nodiscard]] std::string folded_name(std::string_view text);

}  // namespace wetbode
