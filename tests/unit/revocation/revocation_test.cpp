// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/revocation/response_certificates.hpp"
#include "gateway/revocation/revocation.hpp"
#include "tests/doubles/fake_clock.hpp"

#include <algorithm>

using namespace wetbode;
using namespace wetbode::trust;
using Catch::Matchers::Contains;

namespace {

constexpr auto now = FakeClock::monday;
constexpr auto hour = std::chrono::hours{1};
constexpr auto day = std::chrono::days{1};

struct Bench {
    explicit Bench(ResponderKind responder = ResponderKind::no_check, Instant from = now - 100 * day)
        : authority({from, "http://trust.invalid", KeyKind::p256, "Wetbode test", responder}) {}

    Authority authority;
    std::string certificate =
        authority.issue({"a seal", KeyKind::p256, now - 10 * day, now + 10 * day, Purpose::seal}).certificate;

    [[nodiscard]] RevocationAnswer by_ocsp(Instant made, Instant at) const {
        return answer({{authority.ocsp_for(certificate, made)}, {}, {}}, at);
    }
    [[nodiscard]] RevocationAnswer by_list(Instant made, Instant at) const {
        return answer({{}, {authority.crl(Issuer::issuing, made)}, {}}, at);
    }
    [[nodiscard]] RevocationAnswer answer(RevocationValues const& values, Instant at) const {
        return revocation_of(certificate, authority.issuing(), values, at, std::max(at, now));
    }
};

bool good(RevocationAnswer const& answer) { return answer.status == RevocationStatus::good; }
bool revoked(RevocationAnswer const& answer) { return answer.status == RevocationStatus::revoked; }
bool unknown(RevocationAnswer const& answer) { return answer.status == RevocationStatus::unknown; }

}  // namespace

TEST_CASE("responder and list say that a certificate is good, and when they said so", "[revocation]") {
    Bench const bench;

    auto const ocsp = bench.by_ocsp(now, now);
    auto const list = bench.by_list(now, now);

    CHECK(good(ocsp));
    CHECK(good(list));
    CHECK(ocsp.produced == now);
    CHECK(list.produced == now);
    CHECK_FALSE(ocsp.revoked_at);
    CHECK(ocsp.reason.empty());
}

TEST_CASE("a revoked certificate is told with its instant and its reason", "[revocation]") {
    Bench bench;
    bench.authority.revoke(bench.certificate, now - hour, Reason::key_compromise);

    for (auto const& answer : {bench.by_ocsp(now, now), bench.by_list(now, now)}) {
        CHECK(revoked(answer));
        CHECK(answer.revoked_at == now - hour);
        CHECK(answer.reason == "keyCompromise");
    }
}

TEST_CASE("what was signed before the revocation was signed with a good certificate", "[revocation]") {
    Bench bench;
    bench.authority.revoke(bench.certificate, now - hour, Reason::superseded);

    for (auto const& answer : {bench.by_ocsp(now, now - 2 * hour), bench.by_list(now, now - 2 * hour)}) {
        CHECK(good(answer));
        CHECK(answer.revoked_at == now - hour);
        CHECK(answer.reason == "superseded");
    }
    // A moment later, and at the very instant, it was not.
    CHECK(revoked(bench.by_ocsp(now, now - hour)));
}

TEST_CASE("of many values a revocation counts above all", "[revocation]") {
    Bench bench;
    auto const before = bench.authority.ocsp_for(bench.certificate, now - 2 * hour);
    bench.authority.revoke(bench.certificate, now - hour, Reason::unspecified);
    auto const after = bench.authority.ocsp_for(bench.certificate, now);

    CHECK(good(bench.answer({{before}, {}, {}}, now)));
    CHECK(revoked(bench.answer({{before, after}, {}, {}}, now)));
    CHECK(revoked(bench.answer({{after, before}, {}, {}}, now)));
    CHECK(revoked(bench.answer({{before}, {bench.authority.crl(Issuer::issuing, now)}, {}}, now)));
}

TEST_CASE("without any value, or with those of others, the status is unknown", "[revocation]") {
    Bench bench;
    auto const other = bench.authority.issue({"other", KeyKind::p256, now - day, now + day, Purpose::seal}).certificate;

    CHECK(unknown(bench.answer({}, now)));
    CHECK(unknown(bench.answer({{bench.authority.ocsp_for(other, now)}, {}, {}}, now)));
    CHECK(unknown(bench.answer({{}, {bench.authority.crl(Issuer::root, now)}, {}}, now)));
    CHECK(unknown(bench.answer({{"rubbish"}, {"rubbish"}, {"rubbish"}}, now)));
    CHECK(unknown(bench.answer({{bench.authority.ocsp_for(bench.certificate, now) + '\0'}, {}, {}}, now)));
    CHECK(unknown(bench.answer({{}, {bench.authority.crl(Issuer::issuing, now) + '\0'}, {}}, now)));
}

TEST_CASE("a responder that does not know, or has no time, tells nothing", "[revocation]") {
    Bench bench;

    bench.authority.fail(RevocationFault::unknown);
    CHECK_THAT(bench.by_ocsp(now, now).reason, Contains("does not know"));
    CHECK(unknown(bench.by_ocsp(now, now)));
    bench.authority.fail(RevocationFault::try_later);
    CHECK_THAT(bench.by_ocsp(now, now).reason, Contains("trylater"));
    CHECK(unknown(bench.by_ocsp(now, now)));
}

TEST_CASE("a responder needs the issuer's delegation for OCSP", "[revocation]") {
    Bench bench;

    bench.authority.fail(RevocationFault::responder_no_usage);
    CHECK(unknown(bench.by_ocsp(now, now)));
    CHECK_THAT(bench.by_ocsp(now, now).reason, Contains("not for OCSP signing"));

    bench.authority.fail(RevocationFault::stranger);
    CHECK(unknown(bench.by_ocsp(now, now)));
    CHECK_THAT(bench.by_ocsp(now, now).reason, Contains("not delegated"));
}

TEST_CASE("a responder that is not excused counts only with word of others about its own certificate", "[revocation]") {
    Bench bench(ResponderKind::to_check);
    auto const response = bench.authority.ocsp_for(bench.certificate, now);
    auto const list = bench.authority.crl(Issuer::issuing, now);
    auto const about_itself = bench.authority.ocsp_for(bench.authority.responder(), now);
    auto const alone = bench.answer({{response}, {}, {}}, now);
    auto const by_itself = bench.answer({{response, about_itself}, {}, {}}, now);
    auto const with_list = bench.answer({{response}, {list}, {}}, now);

    CHECK(unknown(alone));
    CHECK_THAT(alone.reason, Contains("the responder's certificate was not revoked"));
    CHECK(unknown(by_itself));  // nobody vouches for himself
    CHECK(good(with_list));
}

TEST_CASE("a responder that was revoked before it answered is not believed", "[revocation]") {
    Bench bench(ResponderKind::to_check);
    bench.authority.revoke(bench.authority.responder(), now - 9 * day, Reason::superseded);
    // The list has ended, so it says nothing good of the certificate; the revocation in it stands.
    auto const list = bench.authority.crl(Issuer::issuing, now - 8 * day);
    auto const response = bench.authority.ocsp_for(bench.certificate, now);

    auto const answer = bench.answer({{response}, {list}, {}}, now);

    CHECK(unknown(answer));
    CHECK(unknown(bench.answer({{}, {list}, {}}, now)));
    // Whichever reason is told first: the response alone would have been good.
    Bench const other;
    CHECK(good(other.by_ocsp(now, now)));
}

TEST_CASE("a responder that was revoked later is believed unless its key is in doubt", "[revocation]") {
    for (auto const reason : {Reason::key_compromise, Reason::unspecified, Reason::superseded}) {
        Bench bench(ResponderKind::to_check);
        bench.certificate =
            bench.authority.issue({"a seal", KeyKind::p256, now - 10 * day, now - day, Purpose::seal}).certificate;
        auto const response = bench.authority.ocsp_for(bench.certificate, now - 2 * day);
        bench.authority.revoke(bench.authority.responder(), now - hour, reason);
        // From after the certificate's end: it says nothing good of the certificate, but all of the responder.
        auto const list = bench.authority.crl(Issuer::issuing, now);

        auto const answer = bench.answer({{response}, {list}, {}}, now - 2 * day);

        CHECK(good(answer) == (reason == Reason::superseded));
    }
}

TEST_CASE("a responder that nobody vouches for may still say that a certificate was revoked", "[revocation]") {
    Bench bench(ResponderKind::to_check);
    bench.authority.revoke(bench.certificate, now - hour, Reason::key_compromise);
    auto const response = bench.authority.ocsp_for(bench.certificate, now);

    CHECK(revoked(bench.answer({{response}, {}, {}}, now)));
    CHECK(unknown(bench.answer({{response}, {}, {}}, now - 2 * hour)));  // "not yet" would be a good word
}

TEST_CASE("a responder that lives a day needs no word about itself", "[revocation]") {
    Bench bench(ResponderKind::short_lived, now - 20 * hour);
    bench.certificate = bench.authority.issue({"a seal", KeyKind::p256, now - 10 * hour, now + day}).certificate;

    CHECK(good(bench.by_ocsp(now, now)));
}

TEST_CASE("an issuer may answer for itself", "[revocation]") {
    Bench const bench;

    auto const response = bench.authority.ocsp_for(bench.authority.issuing(), now);

    CHECK(good(revocation_of(bench.authority.issuing(), bench.authority.root(), {{response}, {}, {}}, now, now)));
}

TEST_CASE("values from before the certificate began count for nothing", "[revocation]") {
    Bench const bench;
    auto const begins = now - 10 * day;

    CHECK(unknown(bench.by_ocsp(begins - hour, begins)));
    CHECK(unknown(bench.by_list(begins - hour, begins)));
    CHECK(good(bench.by_ocsp(begins, begins)));
    CHECK(good(bench.by_list(begins, begins)));
}

TEST_CASE("values speak until their next update, and no longer", "[revocation]") {
    Bench const bench;

    CHECK(good(bench.by_ocsp(now, now + day)));
    CHECK(unknown(bench.by_ocsp(now, now + day + std::chrono::seconds{1})));
    CHECK(good(bench.by_list(now, now + 7 * day)));
    CHECK(unknown(bench.by_list(now, now + 7 * day + std::chrono::seconds{1})));
    CHECK_THAT(bench.by_list(now, now + 8 * day).reason, Contains("nextUpdate"));
}

TEST_CASE("an old revocation stays one", "[revocation]") {
    Bench bench;
    bench.authority.revoke(bench.certificate, now - hour, Reason::unspecified);

    CHECK(revoked(bench.by_list(now, now + 9 * day)));
    CHECK(revoked(bench.by_ocsp(now, now + 9 * day)));
}

TEST_CASE("values from after the certificate's end may have forgotten it", "[revocation]") {
    Bench bench;
    auto const ends = now + 10 * day;

    CHECK(unknown(bench.by_list(ends + hour, ends - hour)));
    CHECK(unknown(bench.by_ocsp(ends + hour, ends - hour)));
    bench.authority.revoke(bench.certificate, now, Reason::unspecified);
    CHECK(revoked(bench.by_list(ends + hour, ends - hour)));
}

TEST_CASE("lists that are not the issuer's own and whole are not read", "[revocation]") {
    Bench bench;

    bench.authority.fail(RevocationFault::indirect_list);
    CHECK(unknown(bench.by_list(now, now)));
    CHECK_THAT(bench.by_list(now, now).reason, Contains("indirect"));
    bench.authority.fail(RevocationFault::critical_extension);
    CHECK(unknown(bench.by_list(now, now)));
    CHECK_THAT(bench.by_list(now, now).reason, Contains("critical extension"));
    bench.authority.fail(RevocationFault::stranger);
    CHECK(unknown(bench.by_list(now, now)));
    CHECK_THAT(bench.by_list(now, now).reason, Contains("signature"));
}

TEST_CASE("values of the same names under another key prove nothing", "[revocation]") {
    Bench const bench;
    Bench const other;

    auto const list = other.authority.crl(Issuer::issuing, now);

    CHECK(unknown(bench.answer({{}, {list}, {}}, now)));
    CHECK(unknown(revocation_of(bench.certificate, other.authority.issuing(), {{}, {list}, {}}, now, now)));
}

TEST_CASE("no octet of a value can be changed and the value still speak", "[revocation]") {
    Bench const bench;

    auto const changed_everywhere = [&](std::string const& value, bool list) {
        for (std::size_t i = 0; i < value.size(); i += 5) {
            auto changed = value;
            changed[i] = static_cast<char>(changed[i] ^ 0x20);
            RevocationValues values;
            (list ? values.crls : values.ocsps).push_back(changed);
            auto const answer = bench.answer(values, now);
            INFO("octet " << i);
            // Certificates that come with a response are outside of its signature; the responder's own is checked.
            CHECK((unknown(answer) || (!list && good(answer) && answer.produced == now)));
        }
    };
    changed_everywhere(bench.authority.crl(Issuer::issuing, now), true);
    changed_everywhere(bench.authority.ocsp_for(bench.certificate, now), false);
}

TEST_CASE("nobody knows what will be: a value from a time to come says good of nothing", "[revocation]") {
    Bench bench;
    auto const asked_now = [&](RevocationValues const& values) {
        return revocation_of(bench.certificate, bench.authority.issuing(), values, now, now);
    };
    auto const response = bench.authority.ocsp_for(bench.certificate, now + 10 * std::chrono::minutes{1});
    auto const list = bench.authority.crl(Issuer::issuing, now + 10 * std::chrono::minutes{1});

    CHECK(unknown(asked_now({{response}, {}, {}})));
    CHECK(unknown(asked_now({{}, {list}, {}})));
    CHECK_THAT(asked_now({{}, {list}, {}}).reason, Contains("time to come"));
    // Clocks differ by minutes, and what was made lately speaks of an earlier instant as well.
    CHECK(good(asked_now({{bench.authority.ocsp_for(bench.certificate, now + std::chrono::minutes{4})}, {}, {}})));
    CHECK(good(bench.by_list(now, now - hour)));
}

TEST_CASE("a revocation counts even in a value from a time to come", "[revocation]") {
    Bench bench;
    bench.authority.revoke(bench.certificate, now - hour, Reason::key_compromise);
    auto const list = bench.authority.crl(Issuer::issuing, now + day);

    CHECK(revoked(revocation_of(bench.certificate, bench.authority.issuing(), {{}, {list}, {}}, now, now)));
}

TEST_CASE("a response hands out the certificates that it carries", "[revocation]") {
    Bench const bench;
    auto const found = certificates_of_response(bench.authority.ocsp_for(bench.certificate, now));

    CHECK(std::ranges::find(found, bench.authority.responder()) != found.end());
    CHECK(certificates_of_response("rubbish").empty());
    CHECK(certificates_of_response({}).empty());
}
