// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "gateway/revocation/services.hpp"
#include "tests/doubles/fake_clock.hpp"

using namespace wetbode;
using namespace wetbode::revocation;

namespace {

constexpr auto now = FakeClock::monday;
constexpr auto day = std::chrono::days{1};

struct Bench {
    trust::Authority authority{{now - 100 * day, "http://trust.invalid:81/x", trust::KeyKind::p256, "Test"}};
    std::string certificate =
        authority.issue({"a seal", trust::KeyKind::p256, now - day, now + day, trust::Purpose::seal}).certificate;
};

}  // namespace

TEST_CASE("a certificate says where its revocation is told", "[revocation]") {
    Bench const bench;

    auto const services = services_of(bench.certificate);
    auto const above = services_of(bench.authority.issuing());

    CHECK(services.responders == std::vector<std::string>{"http://trust.invalid:81/x/ocsp"});
    CHECK(services.lists == std::vector<std::string>{"http://trust.invalid:81/x/crl/issuing.crl"});
    CHECK(above.responders.empty());
    CHECK(above.lists == std::vector<std::string>{"http://trust.invalid:81/x/crl/root.crl"});
    CHECK(services_of(bench.authority.root()).lists.empty());
    CHECK(services_of("rubbish").lists.empty());
}

TEST_CASE("certificates that name other kinds of places, or very many, are read with care", "[revocation]") {
    trust::Authority const elsewhere({now, "ldap://trust.invalid", trust::KeyKind::p256, "Test"});

    CHECK(services_of(elsewhere.issuing()).lists.empty());
}

TEST_CASE("a request with a nonce gets it back", "[revocation]") {
    Bench const bench;

    auto const answered = [&](std::string const& nonce) {
        return bench.authority.ocsp(ocsp_request(bench.certificate, bench.authority.issuing(), nonce), now);
    };
    auto const with = answered("0123456789");
    auto const without = answered("");

    CHECK(nonce_in(with) == "0123456789");
    CHECK(nonce_in(without).empty());
    CHECK(nonce_in("rubbish").empty());
    CHECK(ocsp_request("rubbish", bench.authority.issuing(), "").empty());
}
