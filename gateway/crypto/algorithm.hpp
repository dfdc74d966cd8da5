// SPDX-License-Identifier: EUPL-1.2
// The signature algorithms that this house makes and accepts. Values only; any thread.
#pragma once

#include "gateway/crypto/hashing.hpp"

#include <optional>
#include <string_view>

namespace wetbode {

enum class SignatureScheme { ecdsa, rsa_pkcs1, rsa_pss };

/// RSA-PSS: MGF1 with the same hash, salt as long as its digest (RFC 9231 section 2.3.10).
struct SignatureAlgorithm {
    SignatureScheme scheme = SignatureScheme::ecdsa;
    HashAlgorithm hash = HashAlgorithm::sha256;

    bool operator==(SignatureAlgorithm const&) const = default;
};

/// The URI of ds:SignatureMethod (RFC 9231 sections 2.3.2, 2.3.6 and 2.3.10).
[[nodiscard]] std::string_view uri_of(SignatureAlgorithm algorithm);
/// By that URI; empty for every other algorithm, those with MD5 and SHA-1 among them.
[[nodiscard]] std::optional<SignatureAlgorithm> signature_algorithm_from(std::string_view uri);
/// As people say it: "ECDSA with SHA-256".
[[nodiscard]] std::string_view name_of(SignatureAlgorithm algorithm);

}  // namespace wetbode
