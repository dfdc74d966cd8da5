// SPDX-License-Identifier: EUPL-1.2
// A line of a stranger's document on a terminal, as harmless as screen_text() makes texts (gateway/base). Knows how
// wide characters are, so that a caret stands where it should. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wetbode::cli {

struct ShownLine {
    std::string text;       ///< printable, tabs widened to the next multiple of four
    std::size_t caret = 0;  ///< columns of the screen before the caret
};

/// `characters` of `line` stand before the caret; beyond the end it stands after the last one.
[[nodiscard]] ShownLine shown_line(std::string_view line, std::size_t characters);

}  // namespace wetbode::cli
