// SPDX-License-Identifier: EUPL-1.2
// Text of strangers on a terminal: nothing in it may move the cursor, change colours or turn the reading direction.
// Knows how wide characters are, so that a caret stands where it should. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wetbode::cli {

/// One line; control characters, directional marks and what is not UTF-8 become U+FFFD, white space a space.
[[nodiscard]] std::string printable(std::string_view text);

struct ShownLine {
    std::string text;       ///< printable, tabs widened to the next multiple of four
    std::size_t caret = 0;  ///< columns of the screen before the caret
};

/// `characters` of `line` stand before the caret; beyond the end it stands after the last one.
[[nodiscard]] ShownLine shown_line(std::string_view line, std::size_t characters);

}  // namespace wetbode::cli
