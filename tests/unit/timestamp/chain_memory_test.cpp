// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "gateway/timestamp/chain_memory.hpp"
#include "tests/doubles/fake_clock.hpp"

using namespace wetbode;

namespace {

constexpr auto now = FakeClock::monday;
constexpr auto day = std::chrono::days{1};

struct Bench {
    trust::Authority authority{{now - 100 * day, "http://trust.invalid", trust::KeyKind::p384, "Wetbode test"}};
    trust::IssueWish wish{"time", trust::KeyKind::p256, now - day, now + day, trust::Purpose::time_stamping};
    std::string certificate = authority.issue(wish).certificate;
    ChainMemory memory{{authority.root()}};

    [[nodiscard]] ChainAnswer chain(Instant at) { return memory.chain_of(certificate, {authority.issuing()}, at); }
};

}  // namespace

TEST_CASE("a good chain is built once", "[timestamp]") {
    Bench bench;

    CHECK(bench.chain(now).trusted);
    CHECK(bench.chain(now).trusted);
    CHECK(bench.chain(now + day).trusted);

    CHECK(bench.memory.built() == 1);
}

TEST_CASE("what is remembered ends with the certificate, and does not reach back", "[timestamp]") {
    Bench bench;

    CHECK(bench.chain(now).trusted);
    CHECK_FALSE(bench.chain(now + day + std::chrono::seconds{1}).trusted);
    CHECK_FALSE(bench.chain(now - 2 * day).trusted);
    CHECK(bench.chain(now - std::chrono::hours{1}).trusted);

    CHECK(bench.memory.built() == 4);
}

TEST_CASE("a bad chain is never remembered, and a good one only for its own certificate", "[timestamp]") {
    Bench bench;
    Bench other;

    CHECK(bench.chain(now).trusted);
    CHECK_FALSE(bench.memory.chain_of(other.certificate, {other.authority.issuing()}, now).trusted);
    CHECK_FALSE(bench.memory.chain_of(other.certificate, {other.authority.issuing()}, now).trusted);

    CHECK(bench.memory.built() == 3);
}
