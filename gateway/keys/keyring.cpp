// SPDX-License-Identifier: EUPL-1.2
#include "gateway/keys/keyring.hpp"

#include "gateway/clock.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/read_certificate.hpp"
#include "gateway/keys/local_signer.hpp"
#include "gateway/keys/secret.hpp"
#include "gateway/refusal.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <cstring>

namespace wetbode {

namespace {

using Bio = Handle<BIO, BIO_free_all>;

constexpr std::uint64_t key_file_bytes_max = 256U << 10U;
constexpr std::uint64_t chain_file_bytes_max = 1U << 20U;

[[noreturn]] void fail(std::string const& sentence) {
    ERR_clear_error();
    throw Outage("keys", sentence);
}

/// Key and certificates as they were found; the certificates are not yet checked.
struct Found {
    PrivateKey key;
    std::vector<std::string> certificates;
    std::string where;  ///< of the certificates
};

/// Never asks on the terminal: without a pass phrase an encrypted key is an error.
int give_passphrase(char* buffer, int size, int /*writing*/, void* secret) {
    auto const* passphrase = static_cast<std::string const*>(secret);
    if (size < 0 || passphrase->empty() || passphrase->size() > static_cast<std::size_t>(size)) return -1;
    std::memcpy(buffer, passphrase->data(), passphrase->size());
    return static_cast<int>(passphrase->size());
}

PrivateKey key_in_pem(std::string const& pem, Secret& passphrase, std::string const& where) {
    Bio const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    PrivateKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &passphrase.text()));
    if (key == nullptr)
        fail(where + " holds no private key in PEM form or PKCS#12 that can be read" +
             (passphrase.empty() ? " without a pass phrase: set sealing.passphrase_file if it has one"
                                 : " with the pass phrase in sealing.passphrase_file"));
    return key;
}

std::string der_of(X509* certificate) {
    auto const length = i2d_X509(certificate, nullptr);
    if (length <= 0) fail("a certificate cannot be written as DER");
    std::string der(static_cast<std::size_t>(length), '\0');
    auto* at = reinterpret_cast<unsigned char*>(der.data());
    i2d_X509(certificate, &at);
    return der;
}

void free_stack(STACK_OF(X509)* stack) { sk_X509_pop_free(stack, X509_free); }

Found key_in_pkcs12(std::string const& octets, Secret& passphrase, std::string const& where) {
    auto const* at = reinterpret_cast<unsigned char const*>(octets.data());
    Handle<PKCS12, PKCS12_free> const bag(d2i_PKCS12(nullptr, &at, static_cast<long>(octets.size())));
    if (bag == nullptr) fail(where + " holds neither a private key in PEM form nor PKCS#12");
    auto const* const phrase = passphrase.text().c_str();
    if (PKCS12_mac_present(bag.get()) == 1 && PKCS12_verify_mac(bag.get(), phrase, -1) != 1)
        fail(where + (passphrase.empty() ? " is locked: set sealing.passphrase_file"
                                         : " does not open with the pass phrase in sealing.passphrase_file"));
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    STACK_OF(X509)* others = nullptr;
    bool const read = PKCS12_parse(bag.get(), phrase, &key, &certificate, &others) == 1;
    Found found{PrivateKey(key), {}, where};
    Handle<X509, X509_free> const first(certificate);
    Handle<STACK_OF(X509), free_stack> const rest(others);
    if (!read)
        fail(where + " is encrypted in a way that is no longer safe (RC2, as old programs do), or is broken: write it "
             "anew with `openssl pkcs12 -legacy -in OLD -out key.pem` and `openssl pkcs12 "
             "-export -in key.pem -out NEW`");
    if (found.key == nullptr) fail(where + " holds no private key");
    if (first == nullptr) return found;
    std::vector<std::string> ders;
    for (int i = 0; i < sk_X509_num(rest.get()); ++i) ders.push_back(der_of(sk_X509_value(rest.get(), i)));
    found.certificates = chain_in_order(der_of(first.get()), std::move(ders));
    return found;
}

Found found_in(KeyFiles const& files) {
    Secret passphrase(read_phrase(files.passphrase));
    Secret content(read_key_material(files.key, key_file_bytes_max));
    // PKCS#12 is DER: it begins with a SEQUENCE. PEM is text.
    bool const is_der = content.text().starts_with('\x30') && content.text().find("-----BEGIN") == std::string::npos;
    auto found = is_der ? key_in_pkcs12(content.text(), passphrase, files.key.string())
                        : Found{key_in_pem(content.text(), passphrase, files.key.string()), {}, files.key.string()};
    if (!files.certificates.empty()) {
        found.where = files.certificates.string();
        found.certificates = certificates_in_pem(read_key_material(files.certificates, chain_file_bytes_max));
        if (found.certificates.empty()) fail(found.where + " holds no certificate in PEM form, or a broken one");
    }
    if (found.certificates.empty())
        fail(files.key.string() + " holds no certificate of its key: set sealing.certificate_file");
    return found;
}

void check_pair(EVP_PKEY const* key, std::string const& der, std::string const& where) {
    auto const certificate = read_certificate(der);
    if (certificate == nullptr || X509_check_private_key(certificate.get(), key) != 1)
        fail("the first certificate in " + where + " does not belong to the private key");
}

}  // namespace

std::unique_ptr<Signer> signer_from_files(KeyFiles const& files, Instant now) {
    auto found = found_in(files);
    auto chain = checked_chain(std::move(found.certificates), files.rsa, now, found.where);
    check_pair(found.key.get(), chain.certificates.front(), found.where);
    auto signer = local_signer(std::move(found.key), std::move(chain));
    prove(*signer, files.key.string());
    return signer;
}

std::unique_ptr<Signer> signer_from_files(std::filesystem::path const& key, std::filesystem::path const& certificates,
                                          std::filesystem::path const& passphrase_file) {
    return signer_from_files(key, certificates, passphrase_file, SystemClock{}.now());
}

std::unique_ptr<Signer> signer_from_files(std::filesystem::path const& key, std::filesystem::path const& certificates,
                                          std::filesystem::path const& passphrase_file, Instant now) {
    return signer_from_files(KeyFiles{.key = key, .certificates = certificates, .passphrase = passphrase_file}, now);
}

}  // namespace wetbode
