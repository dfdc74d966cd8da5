// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/ops/units.hpp"

using namespace wetbode;
using namespace wetbode::ops;

TEST_CASE("spans are read with their unit", "[ops]") {
    CHECK(span_from("250ms") == Milliseconds{250});
    CHECK(span_from("2h") == std::chrono::hours{2});
    CHECK(span_from("1d") == std::chrono::hours{24});
    CHECK(span_from("10958d") == std::chrono::hours{24} * 10'958);  // thirty years: what is kept may be kept that long
    auto const bad = GENERATE("", "5", "5 s", "-5s", "5w", "1.5s", "10959d", "99999999999d");
    CHECK_FALSE(span_from(bad));
}

TEST_CASE("sizes are read with their unit", "[ops]") {
    CHECK(size_from("64KiB") == 65'536);
    CHECK(size_from("250MB") == 250'000'000);
    CHECK(size_from("0B") == 0);
    auto const bad = GENERATE("", "64", "64 KiB", "64kib", "-1B", "99999999999GiB");
    CHECK_FALSE(size_from(bad));
}
