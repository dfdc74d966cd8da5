// SPDX-License-Identifier: EUPL-1.2
// What is kept of certificates and of answers must never answer another question.
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "gateway/base/remembered.hpp"
#include "gateway/crypto/openssl_octets.hpp"
#include "gateway/crypto/read_certificate.hpp"
#include "gateway/revocation/response_certificates.hpp"
#include "gateway/revocation/revocation.hpp"
#include "tests/doubles/fake_clock.hpp"

#include <openssl/ocsp.h>

#include <thread>

using namespace wetbode;
using namespace wetbode::trust;

namespace {

constexpr auto now = FakeClock::monday;
constexpr auto day = std::chrono::days{1};

struct Bench {
    Authority authority{
        {now - 100 * day, "http://trust.invalid", KeyKind::p256, "Wetbode test", ResponderKind::no_check}};
    std::string certificate = issue("a seal");

    std::string issue(std::string const& name) {
        return authority.issue({name, KeyKind::p256, now - 10 * day, now + 10 * day, Purpose::seal}).certificate;
    }
    [[nodiscard]] RevocationAnswer answer(std::string const& about, RevocationValues const& values) const {
        return revocation_of(about, authority.issuing(), values, now, now);
    }
};

std::string without_certificates(std::string_view response_der) {
    auto const* at = octets_of(response_der);
    Handle<OCSP_RESPONSE, OCSP_RESPONSE_free> const response(
        d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(response_der.size())));
    Handle<OCSP_BASICRESP, OCSP_BASICRESP_free> const basic(OCSP_response_get1_basic(response.get()));
    auto* const all = const_cast<STACK_OF(X509)*>(OCSP_resp_get0_certs(basic.get()));
    while (sk_X509_num(all) > 0) X509_free(sk_X509_pop(all));
    Handle<OCSP_RESPONSE, OCSP_RESPONSE_free> const bare(
        OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get()));
    return der_of<OCSP_RESPONSE>(bare.get(), i2d_OCSP_RESPONSE);
}

}  // namespace

TEST_CASE("the answer that was not asked for longest is forgotten first", "[known]") {
    Remembered<int> answers(2);
    answers.keep("one", 1);
    answers.keep("two", 2);
    CHECK(answers.find("one") == 1);

    answers.keep("three", 3);

    CHECK(answers.find("one") == 1);
    CHECK(answers.find("three") == 3);
    CHECK_FALSE(answers.find("two"));
}

TEST_CASE("the first answer to a question stays, and no room means no memory", "[known]") {
    Remembered<int> answers(1);
    answers.keep("one", 1);
    answers.keep("one", 2);
    CHECK(answers.find("one") == 1);

    Remembered<int> none(0);
    none.keep("one", 1);
    CHECK_FALSE(none.find("one"));
}

TEST_CASE("a certificate is read once, and nothing may stand behind it", "[known]") {
    Bench bench;
    auto const first = read_certificate(bench.certificate);
    REQUIRE(first != nullptr);

    CHECK(read_certificate(bench.certificate).get() == first.get());
    CHECK(read_certificate(bench.certificate + '\0') == nullptr);
    CHECK(read_certificate(bench.certificate.substr(1)) == nullptr);
    CHECK(read_certificate({}) == nullptr);
    CHECK(read_certificate(std::string(65537, '\x30')) == nullptr);
    CHECK(read_certificate(bench.issue("another")).get() != first.get());
}

TEST_CASE("a certificate that was handed out stays, however many others are read", "[known]") {
    Bench bench;
    auto const first = read_certificate(bench.certificate);
    auto const octets = der_of<X509>(first.get(), i2d_X509);

    for (int i = 0; i < 300; ++i) CHECK(read_certificate(bench.issue("other " + std::to_string(i))) != nullptr);

    CHECK(der_of<X509>(first.get(), i2d_X509) == octets);
    CHECK(octets == bench.certificate);
}

TEST_CASE("who issued a certificate is not taken for the issuer of another, in whatever order they are asked about",
          "[known]") {
    Bench bench;
    Bench stranger;

    for (int round = 0; round < 2; ++round) {
        CHECK(was_issued_by(bench.certificate, bench.authority.issuing()));
        CHECK_FALSE(was_issued_by(bench.certificate, stranger.authority.issuing()));
        CHECK_FALSE(was_issued_by(stranger.certificate, bench.authority.issuing()));
        CHECK_FALSE(was_issued_by(bench.authority.issuing(), bench.certificate));
        CHECK_FALSE(was_issued_by(bench.certificate, "rubbish"));
    }
}

TEST_CASE("an answer without its responder's certificate counts as soon as somebody has it", "[known]") {
    Bench const bench;
    auto const whole = bench.authority.ocsp_for(bench.certificate, now);
    auto const bare = without_certificates(whole);
    auto const responders = certificates_of_response(whole);
    REQUIRE_FALSE(responders.empty());

    for (int round = 0; round < 2; ++round) {
        CHECK(bench.answer(bench.certificate, {{bare}, {}, {}}).status == RevocationStatus::unknown);
        CHECK(bench.answer(bench.certificate, {{bare}, {}, responders}).status == RevocationStatus::good);
    }
}

TEST_CASE("what a list says of one certificate is not said of another", "[known]") {
    Bench bench;
    auto const other = bench.issue("another");
    bench.authority.revoke(other, now - day, Reason::key_compromise);
    RevocationValues const lists{{}, {bench.authority.crl(Issuer::issuing, now)}, {}};

    for (int round = 0; round < 2; ++round) {
        CHECK(bench.answer(bench.certificate, lists).status == RevocationStatus::good);
        CHECK(bench.answer(other, lists).status == RevocationStatus::revoked);
    }
}

TEST_CASE("four threads that ask at once get the same answers", "[known]") {
    Bench bench;
    std::vector<std::string> many;
    for (int i = 0; i < 20; ++i) many.push_back(bench.issue("seal " + std::to_string(i)));
    RevocationValues const lists{{}, {bench.authority.crl(Issuer::issuing, now)}, {}};
    std::array<int, 4> good{};

    std::vector<std::thread> threads;
    for (auto& count : good)
        threads.emplace_back([&] {
            for (auto const& one : many) count += bench.answer(one, lists).status == RevocationStatus::good ? 1 : 0;
        });
    for (auto& thread : threads) thread.join();

    CHECK(good == std::array{20, 20, 20, 20});
}
