// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/dispatch/retry.hpp"

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{Milliseconds{1'000'000}};
RetrySchedule const schedule{{1s, 5s, 2min}, 0};

}  // namespace

TEST_CASE("each failed try waits longer, as the schedule says", "[dispatch]") {
    CHECK(next_retry({1, start, start}, schedule, {}, 0) == start + 1s);
    CHECK(next_retry({2, start, start + 1s}, schedule, {}, 0) == start + 6s);
    CHECK(next_retry({3, start, start + 6s}, schedule, {}, 0) == start + 126s);
}

TEST_CASE("after the last wait comes one last try and then no more", "[dispatch]") {
    CHECK(next_retry({4, start, start + 126s}, schedule, {}, 0) == std::nullopt);
    CHECK(next_retry({1, start, start}, {{}, 0}, {}, 0) == std::nullopt);
}

TEST_CASE("tries lost to our own outages do not eat the time of the counterpart", "[dispatch]") {
    CHECK(next_retry({9, start, start + 20s}, schedule, {}, 0) == start + 20s + 2min);
    CHECK(next_retry({9, start, start + 126s}, schedule, {}, 0) == std::nullopt);
}

TEST_CASE("a counterpart that says not before is not asked before", "[dispatch]") {
    CHECK(next_retry({1, start, start}, schedule, start + 1h, 0) == start + 1h);
    CHECK(next_retry({3, start, start}, schedule, start + 1s, 0) == start + 2min);
}

TEST_CASE("nobody can park a transfer for years", "[dispatch]") {
    CHECK(next_retry({1, start, start}, schedule, start + 24h * 3650, 0) == start + not_before_max);
}

TEST_CASE("jitter only lengthens a wait, by at most its share", "[dispatch]") {
    CHECK(with_jitter(10s, 20, 0.0) == 10s);
    CHECK(with_jitter(10s, 20, 0.5) == 11s);
    CHECK(with_jitter(10s, 20, 0.999) < 12s);
    CHECK(with_jitter(10s, 0, 0.9) == 10s);
}

TEST_CASE("a schedule is read from the settings", "[dispatch]") {
    auto const parsed = waits_from(" 250ms, 1s,5s , 2m, 1h, 1d");

    CHECK(parsed.error.empty());
    CHECK(parsed.waits == std::vector<Milliseconds>{250ms, 1s, 5s, 2min, 1h, 24h});
}

TEST_CASE("a wait of a schedule may be repeated", "[dispatch]") {
    CHECK(waits_from("1s, 2s*3,1h").waits == std::vector<Milliseconds>{1s, 2s, 2s, 2s, 1h});
}

TEST_CASE("a schedule that cannot be read is refused with a sentence", "[dispatch]") {
    auto const text = GENERATE(as<std::string>{}, "", "  ", "1", "1x", "s", "-1s", "1s,", "1s,,2s", "1 s", "31d",
                               "99999999999999999999s", "1.5s", "9223372036854775807d", "1h*", "1h*0", "*3", "1h*-1",
                               "1h*2x", "1s*1001", "1s, 1h*1000");
    auto const parsed = waits_from(text);

    CHECK_FALSE(parsed.error.empty());
    CHECK(parsed.waits.empty());
}

TEST_CASE("a schedule has a bounded number of waits", "[dispatch]") {
    std::string text = "1s";
    for (int i = 0; i < 1000; ++i) text += ",1s";
    CHECK_FALSE(waits_from(text).error.empty());
}
