// SPDX-License-Identifier: EUPL-1.2
// The digests that a signature may use: SHA-256, SHA-384 and SHA-512, nothing older. An object belongs to one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

enum class HashAlgorithm { sha256, sha384, sha512 };

[[nodiscard]] char const* openssl_name_of(HashAlgorithm algorithm);
/// The URI of XML Signature and XML Encryption (RFC 9231).
[[nodiscard]] std::string_view uri_of(HashAlgorithm algorithm);
/// Length of its digest.
[[nodiscard]] std::size_t octets_of(HashAlgorithm algorithm);
/// By the URI of XML Signature; empty for every other algorithm, MD5 and SHA-1 among them.
[[nodiscard]] std::optional<HashAlgorithm> hash_algorithm_from(std::string_view uri);

class Hasher {
public:
    explicit Hasher(HashAlgorithm algorithm);
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;
    ~Hasher();

    void update(std::string_view octets);
    /// Another hasher that has taken the same octets so far.
    [[nodiscard]] Hasher fork() const;
    /// The digest as octets; nothing may follow.
    [[nodiscard]] std::string finish();

private:
    struct State;
    explicit Hasher(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

[[nodiscard]] std::string hash_of(HashAlgorithm algorithm, std::string_view octets);
[[nodiscard]] std::string hex_of(std::string_view octets);

}  // namespace wetbode
