// SPDX-License-Identifier: EUPL-1.2
#include "adapters/trust/making.hpp"

#include "gateway/refusal.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <array>

namespace wetbode::trust {

namespace {

using Bio = Handle<BIO, BIO_free_all>;

std::string text_in(BIO* bio) {
    char const* text = nullptr;
    auto const length = BIO_get_mem_data(bio, &text);
    return {text, static_cast<std::size_t>(length)};
}

void set_random_serial(X509* certificate) {
    // 159 bits: positive, at most 20 octets (RFC 5280 section 4.1.2.2).
    Handle<BIGNUM, BN_free> const number(BN_new());
    must(number != nullptr && BN_rand(number.get(), 159, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1, "serial number");
    must(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr, "serial number");
}

void set_name(X509_NAME* name, Subject const& subject) {
    auto const add = [name](char const* field, std::string const& value) {
        auto const length = static_cast<int>(value.size());
        must(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, octets_of(value), length, -1, 0) == 1, "name");
    };
    add("C", "BE");
    add("O", subject.organisation);
    add("CN", subject.common_name);
}

}  // namespace

void must(bool good, char const* what) {
    if (good) return;
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
    ERR_clear_error();
    throw Outage("trust", std::string(what) + ": " + reason.data());
}

std::string der_of(X509* certificate) {
    return der_of<X509>(certificate, i2d_X509);
}

Certificate certificate_of(std::string_view der) {
    auto const* at = octets_of(der);
    Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    must(certificate != nullptr, "certificate");
    return certificate;
}

std::time_t seconds_of(Instant instant) {
    return static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch()).count());
}

Key new_key(KeyKind kind) {
    Key key;
    switch (kind) {
        case KeyKind::p256: key.reset(EVP_EC_gen("P-256")); break;
        case KeyKind::p384: key.reset(EVP_EC_gen("P-384")); break;
        case KeyKind::rsa3072: key.reset(EVP_RSA_gen(3072)); break;
    }
    must(key != nullptr, "key");
    return key;
}

std::string pem_of(X509* certificate) {
    Bio const bio(BIO_new(BIO_s_mem()));
    must(bio != nullptr && PEM_write_bio_X509(bio.get(), certificate) == 1, "PEM");
    return text_in(bio.get());
}

std::string pem_of(EVP_PKEY* key) {
    Bio const bio(BIO_new(BIO_s_secmem()));
    must(bio != nullptr && PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
         "PEM");
    return text_in(bio.get());
}

Certificate certify(EVP_PKEY* key, Subject const& subject, Identity const* issuer, Extensions const& extensions) {
    Certificate certificate(X509_new());
    auto* const made = certificate.get();
    must(made != nullptr && X509_set_version(made, X509_VERSION_3) == 1, "certificate");
    set_random_serial(made);
    set_name(X509_get_subject_name(made), subject);
    must(X509_set_pubkey(made, key) == 1, "public key");
    must(ASN1_TIME_set(X509_getm_notBefore(made), seconds_of(subject.from)) != nullptr, "validity");
    must(ASN1_TIME_set(X509_getm_notAfter(made), seconds_of(subject.until)) != nullptr, "validity");
    auto* const above = issuer == nullptr ? made : issuer->certificate.get();
    must(X509_set_issuer_name(made, X509_get_subject_name(above)) == 1, "issuer");
    for (auto const& [kind, value] : extensions) {
        X509V3_CTX context;
        X509V3_set_ctx_nodb(&context);
        X509V3_set_ctx(&context, above, made, nullptr, nullptr, 0);
        Handle<X509_EXTENSION, X509_EXTENSION_free> const extension(
            X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
        must(extension != nullptr && X509_add_ext(made, extension.get(), -1) == 1, value.c_str());
    }
    must(X509_sign(made, issuer == nullptr ? key : issuer->key.get(), EVP_sha256()) > 0, "signature");
    return certificate;
}

Extensions extensions_for(Purpose purpose) {
    Extensions all{{NID_basic_constraints, "critical,CA:FALSE"},
                   {NID_subject_key_identifier, "hash"},
                   {NID_authority_key_identifier, "keyid:always"}};
    auto const usage = [&](char const* words) { all.emplace_back(NID_key_usage, words); };
    auto const extended = [&](char const* words) { all.emplace_back(NID_ext_key_usage, words); };
    switch (purpose) {
        case Purpose::seal: usage("critical,digitalSignature,nonRepudiation"); break;
        case Purpose::time_stamping: usage("critical,digitalSignature"), extended("critical,timeStamping"); break;
        case Purpose::time_not_critical: usage("critical,digitalSignature"), extended("timeStamping"); break;
        case Purpose::time_and_more:
            usage("critical,digitalSignature"), extended("critical,timeStamping,emailProtection");
            break;
        case Purpose::ocsp_signing:
            usage("critical,digitalSignature"), extended("OCSPSigning");
            all.emplace_back(NID_id_pkix_OCSP_noCheck, "");
            break;
        case Purpose::ocsp_to_check: usage("critical,digitalSignature"), extended("OCSPSigning"); break;
        case Purpose::no_usage: usage("critical,digitalSignature"); break;
        case Purpose::key_agreement: usage("critical,keyAgreement"); break;
    }
    return all;
}

}  // namespace wetbode::trust
