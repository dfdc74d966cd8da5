// SPDX-License-Identifier: EUPL-1.2
// The signature algorithms that this house makes and accepts. Values only.
#pragma once

#include "gateway/crypto/hashing.hpp"

namespace wetbode {

enum class SignatureScheme { ecdsa, rsa_pkcs1, rsa_pss };

/// RSA-PSS: MGF1 with the same hash, salt as long as its digest (RFC 9231 section 2.3.10).
struct SignatureAlgorithm {
    SignatureScheme scheme = SignatureScheme::ecdsa;
    HashAlgorithm hash = HashAlgorithm::sha256;

    bool operator==(SignatureAlgorithm const&) const = default;
};

}  // namespace wetbode
