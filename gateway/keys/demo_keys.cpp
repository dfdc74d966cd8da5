// SPDX-License-Identifier: EUPL-1.2
// The keys of the embedded default: a demo authority whose private key is forgotten at once, and one seal certificate.
#include "gateway/base/files.hpp"
#include "gateway/refusal.hpp"
#include "gateway/crypto/handle.hpp"
#include "gateway/keys/keyring.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace wetbode {

namespace {

using Key = Handle<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Handle<X509, X509_free>;
using Bio = Handle<BIO, BIO_free_all>;

void must(bool good, char const* what) {
    if (good) return;
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
    ERR_clear_error();
    throw Outage("keys", std::string("cannot make the demo keys: ") + what + ": " + reason.data());
}

Key new_key() {
    Key key(EVP_EC_gen("P-256"));
    must(key != nullptr, "key");
    return key;
}

void set_random_serial(X509* certificate) {
    // 159 bits: positive, at most 20 octets (RFC 5280 section 4.1.2.2), not to be guessed.
    Handle<BIGNUM, BN_free> const number(BN_new());
    must(number != nullptr && BN_rand(number.get(), 159, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1, "serial number");
    must(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr, "serial number");
}

void set_name(X509_NAME* name, char const* common_name) {
    constexpr std::array<std::pair<char const*, char const*>, 2> fixed{{{"C", "BE"}, {"O", "Wetbode demo"}}};
    auto const add = [name](char const* field, char const* value) {
        must(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<unsigned char const*>(value), -1,
                                        -1, 0) == 1,
             "name");
    };
    for (auto const& [field, value] : fixed) add(field, value);
    add("CN", common_name);
}

void add_extension(X509* certificate, X509* issuer, int kind, char const* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    Handle<X509_EXTENSION, X509_EXTENSION_free> const extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    must(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, value);
}

Certificate blank(EVP_PKEY* key, char const* common_name, Instant from, Instant until) {
    Certificate certificate(X509_new());
    auto const seconds = [](Instant instant) {
        return static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch()).count());
    };
    must(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1, "certificate");
    set_random_serial(certificate.get());
    set_name(X509_get_subject_name(certificate.get()), common_name);
    must(X509_set_pubkey(certificate.get(), key) == 1, "public key");
    must(ASN1_TIME_set(X509_getm_notBefore(certificate.get()), seconds(from)) != nullptr, "validity");
    must(ASN1_TIME_set(X509_getm_notAfter(certificate.get()), seconds(until)) != nullptr, "validity");
    return certificate;
}

void issue(X509* certificate, X509* issuer, EVP_PKEY* issuer_key,
           std::initializer_list<std::pair<int, char const*>> extensions) {
    must(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1, "issuer");
    for (auto const& [kind, value] : extensions) add_extension(certificate, issuer, kind, value);
    must(X509_sign(certificate, issuer_key, EVP_sha256()) > 0, "signature");
}

std::string text_in(BIO* bio) {
    char const* text = nullptr;
    auto const length = BIO_get_mem_data(bio, &text);
    return {text, static_cast<std::size_t>(length)};
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

/// write_durably leaves a file that only its owner can read: right for the key, too strict for what is public.
void publish(std::filesystem::path const& file, std::string_view text) {
    write_durably(file, text);
    if (::chmod(file.c_str(), S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH) != 0)
        throw Outage("keys", "cannot make " + file.string() + " readable: " + std::strerror(errno));
}

}  // namespace

void make_demo_keys(std::filesystem::path const& folder, Instant now) {
    auto const authority_file = folder / "demo-ca.pem";
    auto const chain_file = folder / "demo-seal.pem";
    auto const key_file = folder / "demo-seal.key";
    // The chain is written last: where it is, the other two are.
    if (std::filesystem::exists(authority_file) && std::filesystem::exists(key_file) &&
        std::filesystem::exists(chain_file))
        return;

    auto const from = now - std::chrono::hours{1};  // clocks of counterparts may be behind
    auto const authority_key = new_key();
    auto const authority = blank(authority_key.get(), "Wetbode demo authority", from, from + std::chrono::days{3652});
    issue(authority.get(), authority.get(), authority_key.get(),
          {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
           {NID_key_usage, "critical,keyCertSign,cRLSign"},
           {NID_subject_key_identifier, "hash"}});
    auto const key = new_key();
    auto const certificate = blank(key.get(), "Wetbode demo seal", from, from + std::chrono::days{730});
    issue(certificate.get(), authority.get(), authority_key.get(),
          {{NID_basic_constraints, "critical,CA:FALSE"},
           {NID_key_usage, "critical,digitalSignature,nonRepudiation"},
           {NID_subject_key_identifier, "hash"},
           {NID_authority_key_identifier, "keyid:always"}});

    std::filesystem::create_directories(folder);
    std::filesystem::remove(chain_file);
    publish(authority_file, pem_of(authority.get()));
    write_durably(key_file, pem_of(key.get()));
    publish(chain_file, pem_of(certificate.get()) + pem_of(authority.get()));
}

}  // namespace wetbode
