// SPDX-License-Identifier: EUPL-1.2
// Whoever answers for an authority must have a key that nobody can guess, and a certificate that nobody can forge.
#include <catch2/catch.hpp>

#include "gateway/crypto/issuing.hpp"
#include "gateway/crypto/openssl_octets.hpp"
#include "gateway/revocation/revocation.hpp"
#include "tests/doubles/fake_clock.hpp"

#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

using namespace wetbode;
using namespace wetbode::issuing;

namespace {

constexpr auto now = FakeClock::monday;
constexpr auto day = std::chrono::days{1};

Subject about(std::string name) { return {"Wetbode test", std::move(name), now - 30 * day, now + 30 * day}; }

struct House {
    Key key{EVP_EC_gen("P-256")};
    Certificate authority =
        certify(key.get(), about("Authority"), nullptr,
                {{NID_basic_constraints, "critical,CA:TRUE"}, {NID_key_usage, "critical,keyCertSign,cRLSign"}});
    Issuer by{authority.get(), key.get()};
    Key seal_key{EVP_EC_gen("P-256")};
    Certificate seal = certify(seal_key.get(), about("Seal"), &by, {{NID_key_usage, "critical,digitalSignature"}});

    [[nodiscard]] Certificate responder(EVP_PKEY* of, Extensions more = {}) const {
        Extensions extensions{{NID_key_usage, "critical,digitalSignature"},
                              {NID_ext_key_usage, "OCSPSigning"},
                              {NID_id_pkix_OCSP_noCheck, "ignored"}};
        extensions.insert(extensions.end(), more.begin(), more.end());
        return certify(of, about("Responder"), &by, extensions);
    }

    /// What his "good" is worth.
    [[nodiscard]] RevocationAnswer answer_by(X509* responder, EVP_PKEY* of) const {
        Handle<OCSP_BASICRESP, OCSP_BASICRESP_free> const basic(OCSP_BASICRESP_new());
        Handle<OCSP_CERTID, OCSP_CERTID_free> const id(OCSP_cert_to_id(EVP_sha1(), seal.get(), authority.get()));
        Handle<ASN1_TIME, ASN1_TIME_free> const from(ASN1_GENERALIZEDTIME_set(nullptr, seconds_of(now)));
        Handle<ASN1_TIME, ASN1_TIME_free> const until(ASN1_GENERALIZEDTIME_set(nullptr, seconds_of(now + day)));
        OCSP_basic_add1_status(basic.get(), id.get(), V_OCSP_CERTSTATUS_GOOD, 0, nullptr, from.get(), until.get());
        // There is no other way to say when it was produced.
        ASN1_GENERALIZEDTIME_set(const_cast<ASN1_GENERALIZEDTIME*>(OCSP_resp_get0_produced_at(basic.get())),
                                 seconds_of(now));
        REQUIRE(OCSP_basic_sign(basic.get(), responder, of, EVP_sha256(), nullptr, OCSP_NOTIME) == 1);
        Handle<OCSP_RESPONSE, OCSP_RESPONSE_free> const response(
            OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get()));
        RevocationValues values;
        values.ocsps.push_back(der_of<OCSP_RESPONSE>(response.get(), i2d_OCSP_RESPONSE));
        return revocation_of(der_of<X509>(seal.get(), i2d_X509), der_of<X509>(authority.get(), i2d_X509), values, now,
                             now);
    }
};

}  // namespace

TEST_CASE("the word of a strong responder counts", "[revocation]") {
    House const house;
    Key const key(EVP_EC_gen("P-256"));

    CHECK(house.answer_by(house.responder(key.get()).get(), key.get()).status == RevocationStatus::good);
}

TEST_CASE("a responder with a key that can be guessed says nothing", "[revocation]") {
    House const house;
    Key const key(GENERATE(0, 1) == 0 ? EVP_RSA_gen(1024) : EVP_EC_gen("P-192"));

    auto const answer = house.answer_by(house.responder(key.get()).get(), key.get());

    CHECK(answer.status == RevocationStatus::unknown);
    CHECK(answer.reason == "the responder's certificate is signed, or has a key, of an algorithm not allowed");
}

TEST_CASE("a responder whose certificate was signed with SHA-1 says nothing", "[revocation]") {
    House const house;
    Key const key(EVP_EC_gen("P-256"));
    auto const responder = house.responder(key.get());
    REQUIRE(X509_sign(responder.get(), house.key.get(), EVP_sha1()) > 0);

    CHECK(house.answer_by(responder.get(), key.get()).status == RevocationStatus::unknown);
}

TEST_CASE("a responder whose certificate holds a critical extension that nobody knows says nothing", "[revocation]") {
    House const house;
    Key const key(EVP_EC_gen("P-256"));
    auto const unknown = OBJ_create("1.3.6.1.4.1.32473.9", "nobodyKnows", "nobody knows");

    auto const answer =
        house.answer_by(house.responder(key.get(), {{unknown, "critical,DER:0500"}}).get(), key.get());

    CHECK(answer.status == RevocationStatus::unknown);
    CHECK(answer.reason == "the responder's certificate has a critical extension that is not known");
}
