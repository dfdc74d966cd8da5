// SPDX-License-Identifier: EUPL-1.2
// Which lines of a letter stand on which page. Pure functions; any thread.
#pragma once

#include <optional>
#include <vector>

namespace wetbode::letter {

/// A piece of text that flows over pages, in millimetres.
struct Block {
    int lines = 1;
    double line_height = 5;
    double gap = 0;          ///< free space above it, dropped at the top of a page
    bool together = false;   ///< never broken
    bool with_next = false;  ///< some of the next block must stand on the page of its last line
};

/// Lines [first, last) of a block, from `top` down.
struct Placed {
    int block = 0;
    int first = 0;
    int last = 0;
    int page = 0;  ///< from 0
    double top = 0;
};

struct Room {
    double first_top = 0;  ///< of the first page
    double next_top = 0;   ///< of every other page
    double bottom = 0;
};

/// At least two lines of a paragraph stay together at the foot and at the head of a page (no widows, no orphans), as
/// far as the paragraph has them. Empty if more than `pages_max` pages would be needed.
[[nodiscard]] std::optional<std::vector<Placed>> paginate(std::vector<Block> const& blocks, Room const& room,
                                                          int pages_max);

}  // namespace wetbode::letter
