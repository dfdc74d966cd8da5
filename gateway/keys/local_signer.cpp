// SPDX-License-Identifier: EUPL-1.2
#include "gateway/keys/local_signer.hpp"

#include "gateway/crypto/certificate.hpp"
#include "gateway/refusal.hpp"

#include <openssl/err.h>
#include <openssl/rsa.h>

#include <utility>

namespace wetbode {

namespace {

class LocalSigner final : public Signer {
public:
    LocalSigner(PrivateKey key, SealChain chain) : key_(std::move(key)), chain_(std::move(chain)) {}

    [[nodiscard]] SignatureAlgorithm algorithm() const override { return chain_.algorithm; }
    [[nodiscard]] std::vector<std::string> const& chain() const override { return chain_.certificates; }
    [[nodiscard]] Instant not_after() const override { return chain_.not_after; }
    [[nodiscard]] std::string sign(std::string_view digest) const override;

private:
    PrivateKey key_;
    SealChain chain_;
};

bool set_padding(EVP_PKEY_CTX* context, SignatureAlgorithm algorithm) {
    if (algorithm.scheme == SignatureScheme::ecdsa) return true;
    auto const* const digest = EVP_get_digestbyname(openssl_name_of(algorithm.hash));
    bool const pss = algorithm.scheme == SignatureScheme::rsa_pss;
    if (EVP_PKEY_CTX_set_rsa_padding(context, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) != 1) return false;
    if (EVP_PKEY_CTX_set_signature_md(context, digest) != 1) return false;
    if (!pss) return true;
    return EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

std::string LocalSigner::sign(std::string_view digest) const {
    ensure(digest.size() == octets_of(chain_.algorithm.hash), "a digest is as long as its algorithm makes it");
    Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free> const context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
    std::string value(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t length = value.size();
    if (context == nullptr || EVP_PKEY_sign_init(context.get()) != 1 || !set_padding(context.get(), chain_.algorithm) ||
        EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char*>(value.data()), &length,
                      reinterpret_cast<unsigned char const*>(digest.data()), digest.size()) != 1) {
        ERR_clear_error();
        throw Outage("keys", "the seal key did not sign with " + std::string(name_of(chain_.algorithm)));
    }
    value.resize(length);
    if (chain_.algorithm.scheme != SignatureScheme::ecdsa) return value;
    auto raw = ecdsa_der_to_raw(value, static_cast<std::size_t>(chain_.key_bits) / 8);
    if (raw.empty()) throw Outage("keys", "the seal key signed in a form that is not ECDSA on its curve");
    return raw;
}

}  // namespace

std::unique_ptr<Signer> local_signer(PrivateKey key, SealChain chain) {
    return std::make_unique<LocalSigner>(std::move(key), std::move(chain));
}

}  // namespace wetbode
