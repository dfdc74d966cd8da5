// SPDX-License-Identifier: EUPL-1.2
#include "gateway/crypto/hashing.hpp"

#include "gateway/refusal.hpp"
#include "gateway/crypto/handle.hpp"

#include <openssl/evp.h>

#include <array>

namespace wetbode {

struct Hasher::State {
    Handle<EVP_MD_CTX, EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
};

char const* openssl_name_of(HashAlgorithm algorithm) {
    switch (algorithm) {
        case HashAlgorithm::sha256: return "SHA256";
        case HashAlgorithm::sha384: return "SHA384";
        case HashAlgorithm::sha512: return "SHA512";
    }
    return "SHA256";
}

std::string_view uri_of(HashAlgorithm algorithm) {
    switch (algorithm) {
        case HashAlgorithm::sha256: return "http://www.w3.org/2001/04/xmlenc#sha256";
        case HashAlgorithm::sha384: return "http://www.w3.org/2001/04/xmldsig-more#sha384";
        case HashAlgorithm::sha512: return "http://www.w3.org/2001/04/xmlenc#sha512";
    }
    return "http://www.w3.org/2001/04/xmlenc#sha256";
}

std::size_t octets_of(HashAlgorithm algorithm) {
    switch (algorithm) {
        case HashAlgorithm::sha256: return 32;
        case HashAlgorithm::sha384: return 48;
        case HashAlgorithm::sha512: return 64;
    }
    return 32;
}

std::optional<HashAlgorithm> hash_algorithm_from(std::string_view uri) {
    for (auto const algorithm : {HashAlgorithm::sha256, HashAlgorithm::sha384, HashAlgorithm::sha512})
        if (uri_of(algorithm) == uri) return algorithm;
    return std::nullopt;
}

Hasher::Hasher(HashAlgorithm algorithm) : state_(std::make_unique<State>()) {
    auto const* const method = EVP_get_digestbyname(openssl_name_of(algorithm));
    ensure(state_->context != nullptr && EVP_DigestInit_ex(state_->context.get(), method, nullptr) == 1,
           "a digest can begin");
}

Hasher::Hasher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

void Hasher::update(std::string_view octets) {
    ensure(EVP_DigestUpdate(state_->context.get(), octets.data(), octets.size()) == 1, "a digest takes octets");
}

Hasher Hasher::fork() const {
    auto copy = std::make_unique<State>();
    ensure(copy->context != nullptr && EVP_MD_CTX_copy_ex(copy->context.get(), state_->context.get()) == 1,
           "a digest can be copied");
    return Hasher(std::move(copy));
}

std::string Hasher::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    ensure(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length) == 1, "a digest can end");
    return {reinterpret_cast<char const*>(digest.data()), length};
}

std::string hash_of(HashAlgorithm algorithm, std::string_view octets) {
    Hasher hasher(algorithm);
    hasher.update(octets);
    return hasher.finish();
}

std::string hex_of(std::string_view octets) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * octets.size());
    for (char const c : octets) {
        text += digits[static_cast<unsigned char>(c) >> 4U];
        text += digits[static_cast<unsigned char>(c) & 15U];
    }
    return text;
}

}  // namespace wetbode
