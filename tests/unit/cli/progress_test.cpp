// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/cli/progress.hpp"

#include <sstream>

using namespace std::chrono_literals;
using wetbode::cli::Progress;

TEST_CASE("a bar is drawn only after a second, and not at every step", "[cli]") {
    std::ostringstream screen;
    Progress::Moment const start{};
    Progress progress(screen, start);

    progress.show(1, 10, start + 900ms);
    CHECK(screen.str().empty());
    progress.show(5, 10, start + 1s);
    CHECK(screen.str() == "\r\033[K[###############...............] 5/10");
    progress.show(6, 10, start + 1050ms);
    CHECK(screen.str().find("6/10") == std::string::npos);
    progress.show(6, 10, start + 1100ms);
    CHECK(screen.str().find("6/10") != std::string::npos);
}

TEST_CASE("a bar that is hidden leaves the line clean and comes back", "[cli]") {
    std::ostringstream screen;
    Progress::Moment const start{};
    Progress progress(screen, start);
    progress.hide();
    CHECK(screen.str().empty());

    progress.show(1, 2, start + 2s);
    progress.hide();
    CHECK(screen.str().ends_with("\r\033[K"));
    progress.show(1, 2, start + 2001ms);
    CHECK(screen.str().ends_with("1/2"));
}
