// SPDX-License-Identifier: EUPL-1.2
#include "gateway/crypto/issuing.hpp"

#include "gateway/crypto/openssl_octets.hpp"
#include "gateway/refusal.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace wetbode::issuing {

namespace {

using Bio = Handle<BIO, BIO_free_all>;

void must(bool good, char const* what) {
    if (!good) throw Outage("keys", std::string("cannot make a certificate: ") + what + ": " + last_openssl_reason());
}

void set_random_serial(X509* certificate) {
    // 159 bits: positive, at most 20 octets (RFC 5280 section 4.1.2.2), not to be guessed.
    Handle<BIGNUM, BN_free> const number(BN_new());
    must(number != nullptr && BN_rand(number.get(), 159, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1, "serial number");
    must(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr, "serial number");
}

void set_name(X509_NAME* name, Subject const& subject) {
    auto const add = [name](char const* field, std::string const& value) {
        if (value.empty()) return;
        auto const length = static_cast<int>(value.size());
        must(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, octets_of(value), length, -1, 0) == 1, "name");
    };
    add("C", "BE");
    add("O", subject.organisation);
    add("CN", subject.common_name);
    add("GN", subject.given_name);
    add("SN", subject.surname);
    add("serialNumber", subject.serial_number);
}

void add_extension(X509* certificate, X509* issuer, int kind, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    Handle<X509_EXTENSION, X509_EXTENSION_free> const extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    must(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, value.c_str());
}

std::string text_in(BIO* bio) {
    char const* text = nullptr;
    auto const length = BIO_get_mem_data(bio, &text);
    return {text, static_cast<std::size_t>(length)};
}

}  // namespace

Certificate certify(EVP_PKEY* key, Subject const& subject, Issuer const* issuer, Extensions const& extensions) {
    Certificate certificate(X509_new());
    auto* const made = certificate.get();
    must(made != nullptr && X509_set_version(made, X509_VERSION_3) == 1, "certificate");
    set_random_serial(made);
    set_name(X509_get_subject_name(made), subject);
    must(X509_set_pubkey(made, key) == 1, "public key");
    must(ASN1_TIME_set(X509_getm_notBefore(made), seconds_of(subject.from)) != nullptr, "validity");
    must(ASN1_TIME_set(X509_getm_notAfter(made), seconds_of(subject.until)) != nullptr, "validity");
    auto* const above = issuer == nullptr ? made : issuer->certificate;
    must(X509_set_issuer_name(made, X509_get_subject_name(above)) == 1, "issuer");
    for (auto const& [kind, value] : extensions) add_extension(made, above, kind, value);
    must(X509_sign(made, issuer == nullptr ? key : issuer->key, EVP_sha256()) > 0, "signature");
    return certificate;
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

std::time_t seconds_of(Instant instant) {
    return static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch()).count());
}

}  // namespace wetbode::issuing
