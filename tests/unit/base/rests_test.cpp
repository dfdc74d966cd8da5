// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "gateway/base/rests.hpp"

using namespace wetbode;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

constexpr auto now = FakeClock::monday;

}  // namespace

TEST_CASE("a service that failed is left alone, longer after each failure", "[base][rests]") {
    Rests rests(5s, 15s);
    CHECK(rests.at_rest("a", now, 1s).empty());

    rests.failed("a", now, now, "it was down");
    CHECK_THAT(rests.at_rest("a", now + 4s, 1s), Contains("2026-01-05T08:00:05.000Z") && Contains("it was down"));
    CHECK(rests.at_rest("b", now, 1s).empty());
    CHECK(rests.at_rest("a", now + 5s, 1s).empty());
    rests.failed("a", now + 5s, now + 5s, "again");
    CHECK_FALSE(rests.at_rest("a", now + 14s, 1s).empty());
    CHECK(rests.at_rest("a", now + 15s, 1s).empty());
    rests.failed("a", now + 15s, now + 15s, "again");
    CHECK_FALSE(rests.at_rest("a", now + 29s, 1s).empty());
    CHECK(rests.at_rest("a", now + 30s, 1s).empty());

    rests.succeeded("a");
    CHECK(rests.at_rest("a", now + 30s, 1s).empty());
    rests.failed("a", now + 30s, now + 30s, "the first one again");
    CHECK(rests.at_rest("a", now + 35s, 1s).empty());
}

TEST_CASE("after a rest one caller tries and the others pass by", "[base][rests]") {
    Rests rests(5s, 15s);
    rests.failed("a", now, now, "down");

    CHECK(rests.at_rest("a", now + 5s, 2s).empty());
    CHECK_FALSE(rests.at_rest("a", now + 5s, 2s).empty());
    CHECK_FALSE(rests.at_rest("a", now + 6s, 2s).empty());
    // He never came back.
    CHECK(rests.at_rest("a", now + 7s, 2s).empty());
}

TEST_CASE("calls that were under way together are one failure", "[base][rests]") {
    Rests rests(5s, 15s);

    rests.failed("a", now, now + 1s, "down");
    rests.failed("a", now, now + 1s, "down");
    rests.failed("a", now + 1s, now + 2s, "down");

    CHECK(rests.at_rest("a", now + 6s, 1s).empty());
}
