// SPDX-License-Identifier: EUPL-1.2
// A bar that tells how far a long command is: only on a terminal, only after a second, and gone before anything else is
// written there. One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>

namespace wetbode::cli {

class Progress {
public:
    using Moment = std::chrono::steady_clock::time_point;

    Progress(std::ostream& screen, Moment start) : screen_(screen), start_(start) {}

    /// `done` of `all`, as it is `now`. Draws at most ten times a second.
    void show(std::size_t done, std::size_t all, Moment now);
    /// Clears the line. The next show() draws again.
    void hide();

private:
    std::ostream& screen_;
    Moment start_;
    Moment drawn_{};
    bool visible_ = false;
};

}  // namespace wetbode::cli
