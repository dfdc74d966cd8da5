// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/progress.hpp"

#include <ostream>
#include <string>

namespace wetbode::cli {

namespace {

constexpr std::chrono::seconds patience{1};
constexpr std::chrono::milliseconds between_frames{100};
constexpr std::size_t width = 30;

}  // namespace

void Progress::show(std::size_t done, std::size_t all, Moment now) {
    if (all == 0 || now - start_ < patience || (visible_ && now - drawn_ < between_frames)) return;
    auto const filled = width * done / all;
    screen_ << "\r\033[K[" << std::string(filled, '#') << std::string(width - filled, '.') << "] " << done << "/" << all
            << std::flush;
    visible_ = true;
    drawn_ = now;
}

void Progress::hide() {
    if (!visible_) return;
    screen_ << "\r\033[K" << std::flush;
    visible_ = false;
}

}  // namespace wetbode::cli
