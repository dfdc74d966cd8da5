// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/dispatch/poll_pace.hpp"

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

/// 2026-01-05, a Monday.
constexpr Instant midnight{Milliseconds{1'767'571'200'000}};

}  // namespace

TEST_CASE("a counterpart is asked often after a delivery and seldomer the longer nothing happens", "[dispatch]") {
    PollPace pace({1min, 10min, 30min});
    pace.delivered(midnight + 8h);
    CHECK(pace.pause(midnight + 8h) == 1min);
    CHECK(pace.pause(midnight + 9h - 1ms) == 1min);
    CHECK(pace.pause(midnight + 9h + 50min) == 5min);
    CHECK(pace.pause(midnight + 20h) == 10min);
    pace.delivered(midnight + 20h);
    CHECK(pace.pause(midnight + 20h) == 1min);
}

TEST_CASE("at night nobody is in a hurry, unless something was just delivered", "[dispatch]") {
    PollPace pace({1min, 10min, 30min});
    pace.delivered(midnight + 8h);
    CHECK(pace.pause(midnight + 21h) == 30min);
    CHECK(pace.pause(midnight + 28h) == 30min);
    CHECK(pace.pause(midnight + 29h) == 10min);
    pace.delivered(midnight + 26h);
    CHECK(pace.pause(midnight + 26h) == 1min);
}

TEST_CASE("without slower times the pace is always the same", "[dispatch]") {
    PollPace pace({1min, 0ms, 0ms});
    CHECK(pace.pause(midnight + 23h) == 1min);
    CHECK_FALSE(pace.last_polled().has_value());
    pace.polled(midnight);
    CHECK(pace.last_polled() == midnight);
}
