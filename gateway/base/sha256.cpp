// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/sha256.hpp"

#include "gateway/refusal.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace wetbode {

namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// EVP_sha256() is looked up in the provider at each use; fetching once saves a lock per digest.
EVP_MD const* algorithm() {
    static EVP_MD const* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    ensure(fetched != nullptr, "OpenSSL offers SHA-256");
    return fetched;
}

}  // namespace

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};

    State() { begin(); }
    void begin() {
        ensure(context != nullptr, "a digest context can be allocated");
        ensure(EVP_DigestInit_ex(context.get(), algorithm(), nullptr) == 1, "a digest can begin");
    }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::update(std::string_view bytes) {
    ensure(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1, "a digest takes bytes");
}

Digest Sha256::finish() {
    Digest digest;
    unsigned int length = 0;
    ensure(EVP_DigestFinal_ex(state_->context.get(), digest.octets.data(), &length) == 1, "a digest can end");
    ensure(length == digest.octets.size(), "SHA-256 has 32 octets");
    state_->begin();
    return digest;
}

Sha256 Sha256::fork() const {
    Sha256 other;
    ensure(EVP_MD_CTX_copy_ex(other.state_->context.get(), state_->context.get()) == 1, "a digest can be copied");
    return other;
}

// A context of its own for each thread: making one anew costs more than a short digest.
Digest sha256(std::string_view bytes) {
    thread_local Sha256 hash;
    hash.update(bytes);
    return hash.finish();
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace wetbode
