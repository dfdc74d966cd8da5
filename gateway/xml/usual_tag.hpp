// SPDX-License-Identifier: EUPL-1.2
// Nearly every tag is of one form. The gate takes such a tag in one step instead of octet by octet, which is most of
// what it costs. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wetbode::xml {

/// Lengths in octets. What is compared with limits is the most that there is in the tag.
struct UsualTag {
    std::size_t end = 0;  ///< offset behind the '>'; 0: the tag is not of the usual form, or not wholly in the piece
    bool closes = false;  ///< </name>
    bool empty = false;   ///< <name/>
    int attributes = 0;
    std::uint64_t longest_name = 0;
    std::uint64_t values = 0;      ///< of all values together
    std::uint64_t references = 0;  ///< '&' in values
};

/// What begins at the '<' at `at`: `</name>` or `<name a="v" b='v'>` with white space before attributes and the end, no
/// declaration of a namespace, and no control character that XML does not know.
[[nodiscard]] UsualTag usual_tag(std::string_view piece, std::size_t at);

/// Octets that go on with a name. What cannot stand in one is for the parser; here only the length counts.
[[nodiscard]] std::size_t name_run(std::string_view piece, std::size_t at);

}  // namespace wetbode::xml
