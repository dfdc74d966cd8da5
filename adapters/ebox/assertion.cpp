// SPDX-License-Identifier: EUPL-1.2
#include "adapters/ebox/assertion.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/refusal.hpp"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace wetbode::ebox {

namespace {

using json = nlohmann::json;

constexpr std::chrono::seconds life{300};

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(BIO* bio) const { BIO_free(bio); }
};

std::int64_t seconds(Instant instant) { return to_count(instant) / 1000; }

}  // namespace

struct AssertionSigner::Key {
    std::unique_ptr<EVP_PKEY, Free> handle;
};

AssertionSigner::AssertionSigner(AssertionSettings settings) : settings_(std::move(settings)) {
    auto const pem = read_file(settings_.key_file, 64 * 1024);
    std::unique_ptr<BIO, Free> const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    key_ = std::make_unique<Key>();
    // No password is asked for on a terminal that a service does not have.
    auto const no_password = [](char*, int, int, void*) { return -1; };
    key_->handle.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
    auto* key = key_->handle.get();
    if (key == nullptr || EVP_PKEY_base_id(key) != EVP_PKEY_RSA || EVP_PKEY_bits(key) < 2048)
        throw std::invalid_argument(settings_.key_file.string() + " holds no RSA key of at least 2048 bits");
}

AssertionSigner::~AssertionSigner() = default;

std::string AssertionSigner::sign(Instant now) const {
    json header{{"alg", "RS256"}, {"typ", "JWT"}};
    if (!settings_.key_id.empty()) header["kid"] = settings_.key_id;
    json const claims{{"iss", settings_.client_id}, {"sub", settings_.client_id}, {"aud", settings_.audience},
                      {"jti", uuid_v7(now)}, {"iat", seconds(now)}, {"exp", seconds(now + life)}};
    auto const signed_text = base64url(header.dump()) + '.' + base64url(claims.dump());

    std::unique_ptr<EVP_MD_CTX, Free> const context(EVP_MD_CTX_new());
    auto const* bytes = reinterpret_cast<unsigned char const*>(signed_text.data());
    std::size_t length = 0;
    bool good = EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_->handle.get()) == 1 &&
                EVP_DigestSign(context.get(), nullptr, &length, bytes, signed_text.size()) == 1;
    std::string signature(length, '\0');
    good = good && EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytes,
                                  signed_text.size()) == 1;
    if (!good) throw Outage("keys", "the token request to the e-Box cannot be signed");
    signature.resize(length);
    return signed_text + '.' + base64url(signature);
}

}  // namespace wetbode::ebox
