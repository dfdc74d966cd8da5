// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/ops/metrics.hpp"

using namespace wetbode;

TEST_CASE("metrics show every counterpart and state of the ledger", "[ops]") {
    Census census;
    census.transfers[{"parliament", "quarantined"}] = 3;
    census.oldest_waiting["ebox"] = from_count(10'000);
    ops::Metrics metrics;
    metrics.answered("POST", "/v1/submissions", 201, Milliseconds{7});

    auto const text = metrics.text(census, {2, 1}, from_count(70'000));

    CHECK_THAT(text, Catch::Contains(R"(wetbode_transfers{counterpart="parliament",state="quarantined"} 3)"));
    CHECK_THAT(text, Catch::Contains(R"(wetbode_transfer_oldest_waiting_seconds{counterpart="ebox"} 60)"));
    CHECK_THAT(text, Catch::Contains("wetbode_http_seconds_count"));
    CHECK_THAT(text, Catch::Contains("wetbode_http_turned_away 1"));
}
