// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "adapters/trust/in_process.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/refusal.hpp"
#include "tests/doubles/fake_clock.hpp"

using namespace wetbode;
using namespace wetbode::trust;

namespace {

constexpr auto now = FakeClock::monday;

Authority authority(KeyKind kind = KeyKind::p256) {
    return Authority({now - std::chrono::days{100}, "http://trust.invalid", kind, "Wetbode test"});
}

IssueWish seal_wish(KeyKind kind = KeyKind::p256) {
    return {"a seal", kind, now - std::chrono::days{1}, now + std::chrono::days{365}, Purpose::seal};
}

}  // namespace

TEST_CASE("a certificate of the test authorities chains to their root and to no other", "[trust]") {
    auto ours = authority();
    auto const other = authority();
    auto const issued = ours.issue(seal_wish());

    auto const chain = ours.chain_of(issued.certificate);

    REQUIRE(chain.size() == 3);
    CHECK(wetbode::chain_of(chain[0], {chain[1]}, {chain[2]}, now).trusted);
    CHECK_FALSE(wetbode::chain_of(chain[0], {chain[1]}, {other.root()}, now).trusted);
    CHECK_FALSE(wetbode::chain_of(chain[0], {chain[1]}, {chain[2]}, now + std::chrono::days{400}).trusted);
    CHECK(facts_of_certificate(issued.certificate)->may_sign);
    CHECK_THROWS_AS(other.chain_of(issued.certificate), Outage);
}

TEST_CASE("certificates may hold keys of each kind", "[trust]") {
    auto ours = authority();

    for (auto const kind : {KeyKind::p256, KeyKind::p384, KeyKind::rsa3072}) {
        auto const issued = ours.issue(seal_wish(kind));
        CHECK(wetbode::chain_of(issued.certificate, {ours.issuing()}, {ours.root()}, now).trusted);
        CHECK(facts_of_certificate(issued.certificate)->key_allowed);
        CHECK(issued.key_pem.starts_with("-----BEGIN PRIVATE KEY-----"));
    }
}

TEST_CASE("authorities that were kept go on where they were", "[trust]") {
    auto ours = authority();
    auto const issued = ours.issue(seal_wish());
    ours.revoke(issued.certificate, now - std::chrono::hours{1}, Reason::superseded);

    auto const again = Authority::restored(ours.kept());

    CHECK(again.root() == ours.root());
    CHECK(again.time_certificate() == ours.time_certificate());
    CHECK(again.kept() == ours.kept());
    CHECK_NOTHROW(again.chain_of(issued.certificate));
    CHECK_THROWS_AS(Authority::restored("from 1\nkind 0\n"), Outage);
    CHECK_THROWS_AS(Authority::restored(ours.kept().substr(0, 3000)), Outage);
}

TEST_CASE("in process the authorities stamp, and stand for revocation", "[trust]") {
    auto ours = authority();
    FakeClock const clock;
    auto const time = time_authority_of(ours, clock);
    auto const source = revocation_source_of(ours, clock);
    auto const issued = ours.issue(seal_wish());

    auto const token = time->stamp(HashAlgorithm::sha256, hash_of(HashAlgorithm::sha256, "abc"));
    auto const values = source->values_for(ours.chain_of(issued.certificate), now);

    CHECK(token.at == now);
    CHECK(token.der.size() > 1000);
    CHECK(values.ocsps.size() == 1);
    CHECK(values.crls.size() == 1);
    ours.fail(TimeFault::rejected);
    CHECK_THROWS_AS(time->stamp(HashAlgorithm::sha256, hash_of(HashAlgorithm::sha256, "abc")), Outage);
}
