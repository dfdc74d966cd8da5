// SPDX-License-Identifier: EUPL-1.2
#include "gateway/keys/keyring.hpp"

#include "gateway/base/files.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/clock.hpp"
#include "gateway/refusal.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/handle.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace wetbode {

namespace {

using Key = Handle<EVP_PKEY, EVP_PKEY_free>;
using Bio = Handle<BIO, BIO_free_all>;

constexpr std::uint64_t key_file_bytes_max = 64U << 10U;
constexpr std::uint64_t chain_file_bytes_max = 1U << 20U;

[[noreturn]] void fail(std::string const& sentence) {
    ERR_clear_error();
    throw Outage("keys", sentence);
}

std::string read(std::filesystem::path const& file, std::uint64_t bytes_max) {
    try {
        return read_file(file, bytes_max);
    } catch (Outage const& outage) {
        throw Outage("keys", outage.what());
    }
}

/// A secret that does not stay behind in freed memory.
class Secret {
public:
    explicit Secret(std::string text) : text_(std::move(text)) {}
    Secret(Secret const&) = delete;
    Secret& operator=(Secret const&) = delete;
    ~Secret() { OPENSSL_cleanse(text_.data(), text_.size()); }

    [[nodiscard]] std::string& text() { return text_; }

private:
    std::string text_;
};

/// Never asks on the terminal: without a pass phrase an encrypted key is an error.
int give_passphrase(char* buffer, int size, int /*writing*/, void* secret) {
    auto const* passphrase = static_cast<std::string const*>(secret);
    if (size < 0 || passphrase->empty() || passphrase->size() > static_cast<std::size_t>(size)) return -1;
    std::memcpy(buffer, passphrase->data(), passphrase->size());
    return static_cast<int>(passphrase->size());
}

Key read_key(std::filesystem::path const& file, std::filesystem::path const& passphrase_file) {
    Secret pem(read(file, key_file_bytes_max));
    Secret passphrase(passphrase_file.empty() ? std::string{} : read(passphrase_file, 4096));
    while (!passphrase.text().empty() && (passphrase.text().back() == '\n' || passphrase.text().back() == '\r'))
        passphrase.text().pop_back();
    Bio const bio(BIO_new_mem_buf(pem.text().data(), static_cast<int>(pem.text().size())));
    Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &passphrase.text()));
    if (key == nullptr)
        fail(file.string() + " holds no private key in PEM form that can be read" +
             (passphrase.text().empty() ? " without a pass phrase" : " with the pass phrase given"));
    std::array<char, 64> curve{};
    bool const named = EVP_PKEY_get_group_name(key.get(), curve.data(), curve.size(), nullptr) == 1;
    if (!named || std::string_view(curve.data()) != "prime256v1")
        fail("the key in " + file.string() + " is not ECDSA on the curve P-256");
    return key;
}

void check_pair(EVP_PKEY const* key, std::string const& der, std::filesystem::path const& file) {
    auto const* at = reinterpret_cast<unsigned char const*>(der.data());
    Handle<X509, X509_free> const certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (certificate == nullptr || X509_check_private_key(certificate.get(), key) != 1)
        fail("the first certificate in " + file.string() + " does not belong to the private key");
}

class FileSigner final : public Signer {
public:
    FileSigner(Key key, std::vector<std::string> chain, Instant not_after)
        : key_(std::move(key)), chain_(std::move(chain)), not_after_(not_after) {}

    [[nodiscard]] SignatureAlgorithm algorithm() const override {
        return {SignatureScheme::ecdsa, HashAlgorithm::sha256};
    }
    [[nodiscard]] std::string sign(std::string_view digest32) const override {
        ensure(digest32.size() == 32, "a SHA-256 digest has 32 octets");
        Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free> const context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
        std::array<unsigned char, 80> der{};  // at most 72 octets for P-256
        std::size_t length = der.size();
        if (context == nullptr || EVP_PKEY_sign_init(context.get()) != 1 ||
            EVP_PKEY_sign(context.get(), der.data(), &length, reinterpret_cast<unsigned char const*>(digest32.data()),
                          digest32.size()) != 1)
            fail("the seal key did not sign");
        unsigned char const* at = der.data();
        Handle<ECDSA_SIG, ECDSA_SIG_free> const signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(length)));
        std::array<unsigned char, 64> raw{};
        if (signature == nullptr || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), 32) != 32 ||
            BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + 32, 32) != 32)
            fail("the seal key signed in a form that is not ECDSA P-256");
        return {reinterpret_cast<char const*>(raw.data()), raw.size()};
    }
    [[nodiscard]] std::vector<std::string> const& chain() const override { return chain_; }
    [[nodiscard]] Instant not_after() const override { return not_after_; }

private:
    Key key_;
    std::vector<std::string> chain_;
    Instant not_after_;
};

}  // namespace

std::unique_ptr<Signer> signer_from_files(std::filesystem::path const& key, std::filesystem::path const& certificates,
                                          std::filesystem::path const& passphrase_file) {
    return signer_from_files(key, certificates, passphrase_file, SystemClock{}.now());
}

std::unique_ptr<Signer> signer_from_files(std::filesystem::path const& key, std::filesystem::path const& certificates,
                                          std::filesystem::path const& passphrase_file, Instant now) {
    auto private_key = read_key(key, passphrase_file);
    auto chain = certificates_in_pem(read(certificates, chain_file_bytes_max));
    if (chain.empty()) fail(certificates.string() + " holds no certificate in PEM form, or a broken one");
    if (chain.size() > 8) fail(certificates.string() + " holds more than 8 certificates");
    check_pair(private_key.get(), chain.front(), certificates);
    auto const facts = facts_of_certificate(chain.front());
    if (!facts) fail("the first certificate in " + certificates.string() + " cannot be read");
    if (now > facts->not_after)
        fail("the certificate in " + certificates.string() + " ended at " + rfc3339(facts->not_after));
    if (!facts->may_sign)
        fail("the certificate in " + certificates.string() + " is not for signing (key usage digitalSignature or "
             "nonRepudiation)");
    return std::make_unique<FileSigner>(std::move(private_key), std::move(chain), facts->not_after);
}

}  // namespace wetbode
