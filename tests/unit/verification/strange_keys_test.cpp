// SPDX-License-Identifier: EUPL-1.2
// Certificates that no authority should give, and what they must not achieve.
#include <catch2/catch.hpp>

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/issuing.hpp"
#include "gateway/crypto/openssl_octets.hpp"
#include "gateway/verification/certificate_marks.hpp"
#include "tests/unit/verification/forge.hpp"

#include <openssl/core_names.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <functional>

using namespace wetbode;
using namespace wetbode::test;
using namespace wetbode::issuing;
using namespace std::chrono_literals;

namespace {

std::string const rsa_sha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

Key rsa_key(unsigned exponent) {
    Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free> const context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    Handle<BIGNUM, BN_free> const e(BN_new());
    BN_set_word(e.get(), exponent);
    REQUIRE(EVP_PKEY_keygen_init(context.get()) == 1);
    REQUIRE(EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), 2048) == 1);
    REQUIRE(EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context.get(), e.get()) == 1);
    EVP_PKEY* made = nullptr;
    REQUIRE(EVP_PKEY_generate(context.get(), &made) == 1);
    return Key(made);
}

/// The modulus of an honest key with another exponent; it cannot sign, and with an exponent of 1 it need not.
Key with_exponent(EVP_PKEY* key, unsigned exponent) {
    BIGNUM* found = nullptr;
    REQUIRE(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &found) == 1);
    Handle<BIGNUM, BN_free> const modulus(found);
    Handle<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> const builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_uint(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent);
    Handle<OSSL_PARAM, OSSL_PARAM_free> const parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free> const context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* made = nullptr;
    REQUIRE(EVP_PKEY_fromdata_init(context.get()) == 1);
    REQUIRE(EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1);
    return Key(made);
}

std::string signed_by_key(EVP_PKEY* key, std::string_view octets) {
    Handle<EVP_MD_CTX, EVP_MD_CTX_free> const context(EVP_MD_CTX_new());
    std::size_t length = 512;
    std::string value(length, '\0');
    REQUIRE(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1);
    REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(value.data()), &length, octets_of(octets),
                           octets.size()) == 1);
    value.resize(length);
    return EVP_PKEY_is_a(key, "EC") == 1 ? ecdsa_der_to_raw(value, 32) : value;
}

/// What PKCS #1 v1.5 raises to the power: with an exponent of 1 it is the signature.
std::string padded(std::string_view octets) {
    constexpr std::string_view algorithm("\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
                                         19);
    return std::string("\x00\x01", 2) + std::string(256 - 3 - 19 - 32, '\xFF') + std::string(1, '\0') +
           std::string(algorithm) + hash_of(HashAlgorithm::sha256, octets);
}

/// A root and an authority below it, with a word of its own.
struct Family {
    explicit Family(Extensions more = {}) {
        Extensions const base{{NID_basic_constraints, "critical,CA:TRUE"},
                              {NID_key_usage, "critical,keyCertSign,cRLSign"}};
        root = certify(root_key.get(), about("Root"), nullptr, base);
        Issuer const by{root.get(), root_key.get()};
        auto extensions = base;
        extensions.insert(extensions.end(), more.begin(), more.end());
        sub = certify(sub_key.get(), about("Sub"), &by, extensions);
    }
    static Subject about(std::string name) {
        return {"Wetbode test", std::move(name), noon() - 24h, noon() + 24h * 30};
    }

    std::string leaf(EVP_PKEY* key) const {
        Issuer const by{sub.get(), sub_key.get()};
        auto const made = certify(key, about("Zegel"), &by, {{NID_key_usage, "critical,digitalSignature"}});
        return der_of(made.get(), i2d_X509);
    }

    /// `sign` makes the value over SignedInfo.
    VerificationReport verify(std::string const& certificate, std::string const& method,
                              std::function<std::string(std::string_view)> const& sign) const {
        Forge const forge;
        auto const shown = [](std::string const& der) {
            return "<ds:X509Certificate>" + base64(der) + "</ds:X509Certificate>";
        };
        Recipe recipe;
        recipe.signature_method = method;
        recipe.named_certificate = certificate;
        recipe.shown_certificates = shown(certificate) + shown(der_of(sub.get(), i2d_X509));
        auto document = forge.make(recipe);
        auto const info = between(document, "<ds:SignedInfo", "</ds:SignedInfo>");
        auto const old = between(document, "<ds:SignatureValue>", "</ds:SignatureValue>");
        replace(document, old, "<ds:SignatureValue>" + base64(sign(info)) + "</ds:SignatureValue>");
        write(forge.folder / "family.pem", pem_of(root.get()));
        return verify_document(content_of(document), "act.xml", trusting({forge.folder / "family.pem"}));
    }
    VerificationReport verify_by(std::string const& certificate, EVP_PKEY* key) const {
        auto const method = EVP_PKEY_is_a(key, "EC") == 1 ? Recipe{}.signature_method : rsa_sha256;
        return verify(certificate, method, [key](std::string_view info) { return signed_by_key(key, info); });
    }

    Key root_key{EVP_EC_gen("P-256")};
    Key sub_key{EVP_EC_gen("P-256")};
    Certificate root;
    Certificate sub;
};

/// The outer length in one octet more than DER allows.
std::string in_ber(std::string const& der) {
    REQUIRE(der.substr(0, 2) == "\x30\x82");
    return std::string("\x30\x83\x00", 3) + der.substr(2);
}

}  // namespace

TEST_CASE("with an RSA exponent of one anybody signs, so nobody has", "[verification]") {
    Family const family;
    auto const honest = rsa_key(65537);
    auto const strange = with_exponent(honest.get(), 1);

    auto const report = family.verify(family.leaf(strange.get()), rsa_sha256, padded);

    INFO(told(report));
    CHECK(report.verdict == SealVerdict::failed);
    CHECK(has(report, "CRYPTO_CONSTRAINTS_FAILURE"));
    CHECK_FALSE(has(report, "SIG_CRYPTO_FAILURE"));  // OpenSSL lets it pass
}

TEST_CASE("an RSA exponent below 2^16 is refused, one above it is not", "[verification]") {
    Family const family;
    auto const small = rsa_key(3);
    auto const usual = rsa_key(65537);

    auto const refused = family.verify_by(family.leaf(small.get()), small.get());
    auto const taken = family.verify_by(family.leaf(usual.get()), usual.get());

    INFO(told(refused) << told(taken));
    CHECK(has(refused, "CRYPTO_CONSTRAINTS_FAILURE"));
    CHECK(taken.verdict == SealVerdict::passed);
}

TEST_CASE("an authority whose key signs for anybody vouches for nobody", "[crypto]") {
    Family const family;
    auto const honest = rsa_key(65537);
    auto const strange = with_exponent(honest.get(), 1);
    Issuer const by{family.root.get(), family.root_key.get()};
    auto const weak = certify(strange.get(), Family::about("Weak"), &by, {{NID_basic_constraints, "critical,CA:TRUE"}});
    // Signed by the honest half; then its value is exchanged for what everybody can write.
    Issuer const below{weak.get(), honest.get()};
    Key const key(EVP_EC_gen("P-256"));
    auto leaf = der_of(certify(key.get(), Family::about("Zegel"), &below, {}).get(), i2d_X509);
    auto const* at = octets_of(leaf);
    Certificate const read(d2i_X509(nullptr, &at, static_cast<long>(leaf.size())));
    unsigned char* body = nullptr;
    auto const length = i2d_re_X509_tbs(read.get(), &body);
    REQUIRE(length > 0);
    auto const value = padded({reinterpret_cast<char*>(body), static_cast<std::size_t>(length)});
    OPENSSL_free(body);
    leaf.replace(leaf.size() - value.size(), value.size(), value);

    auto const chain =
        chain_of(leaf, {der_of(weak.get(), i2d_X509)}, {der_of(family.root.get(), i2d_X509)}, noon());

    CHECK_FALSE(chain.trusted);
    CHECK(chain.code == "CRYPTO_CONSTRAINTS_FAILURE_NO_POE");
}

TEST_CASE("a certificate that is not in DER is none", "[verification]") {
    Family const family;
    Key const key(EVP_EC_gen("P-256"));
    auto const certificate = family.leaf(key.get());

    auto const report = family.verify_by(in_ber(certificate), key.get());
    auto const honest = family.verify_by(certificate, key.get());

    INFO(told(report) << told(honest));
    CHECK(has(report, "NO_SIGNING_CERTIFICATE_FOUND"));
    CHECK(honest.verdict == SealVerdict::passed);
    CHECK_FALSE(facts_of_certificate(in_ber(certificate)));
}

TEST_CASE("an authority for web servers or code makes no signers", "[verification]") {
    auto const [usage, verdict] = GENERATE(table<char const*, SealVerdict>({
        {"serverAuth", SealVerdict::indeterminate},
        {"codeSigning", SealVerdict::indeterminate},
        {"serverAuth,clientAuth", SealVerdict::indeterminate},
        {"emailProtection,clientAuth", SealVerdict::passed},
        {"anyExtendedKeyUsage", SealVerdict::passed},
    }));
    Family const family({{NID_ext_key_usage, usage}});
    Key const key(EVP_EC_gen("P-256"));

    auto const report = family.verify_by(family.leaf(key.get()), key.get());

    INFO(usage << "\n" << told(report));
    CHECK(report.verdict == verdict);
    CHECK(has(report, "CHAIN_CONSTRAINTS_FAILURE") == (verdict != SealVerdict::passed));
}

TEST_CASE("an authority is not excused from revocation, nor is who names a service", "[verification]") {
    OBJ_create("2.5.29.56", "noRevAvail", "no revocation available");
    auto const never = OBJ_txt2nid("2.5.29.56");
    Family const family({{never, "DER:0500"}});
    Issuer const by{family.sub.get(), family.sub_key.get()};
    Key const key(EVP_EC_gen("P-256"));
    auto const marks = [&](Extensions const& extensions) {
        return marks_of_certificate(
            der_of(certify(key.get(), Family::about("Zegel"), &by, extensions).get(), i2d_X509));
    };

    CHECK(marks({{never, "DER:0500"}}).needs_no_revocation);
    CHECK_FALSE(marks({{never, "DER:0500"}, {NID_info_access, "OCSP;URI:http://x.invalid"}}).needs_no_revocation);
    CHECK_FALSE(marks_of_certificate(der_of(family.sub.get(), i2d_X509)).needs_no_revocation);
}
