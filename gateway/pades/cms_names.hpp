// SPDX-License-Identifier: EUPL-1.2
// Object identifiers of CMS as PAdES uses it (RFC 5652, 5035, 3161, 5754, 4055). Constants; private to this folder.
#pragma once

#include "gateway/crypto/hashing.hpp"

#include <string_view>

namespace wetbode::pades {

namespace oid {

inline constexpr std::string_view data = "1.2.840.113549.1.7.1";
inline constexpr std::string_view signed_data = "1.2.840.113549.1.7.2";
inline constexpr std::string_view content_type = "1.2.840.113549.1.9.3";
inline constexpr std::string_view message_digest = "1.2.840.113549.1.9.4";
inline constexpr std::string_view signing_time = "1.2.840.113549.1.9.5";
inline constexpr std::string_view signing_certificate = "1.2.840.113549.1.9.16.2.12";
inline constexpr std::string_view signing_certificate_v2 = "1.2.840.113549.1.9.16.2.47";
inline constexpr std::string_view signature_time_stamp = "1.2.840.113549.1.9.16.2.14";
inline constexpr std::string_view adobe_revocation = "1.2.840.113583.1.1.8";
inline constexpr std::string_view rsa = "1.2.840.113549.1.1.1";
inline constexpr std::string_view rsa_pss = "1.2.840.113549.1.1.10";
inline constexpr std::string_view mgf1 = "1.2.840.113549.1.1.8";
inline constexpr std::string_view ec_public_key = "1.2.840.10045.2.1";

}  // namespace oid

[[nodiscard]] constexpr std::string_view digest_oid(HashAlgorithm algorithm) {
    switch (algorithm) {
        case HashAlgorithm::sha256: return "2.16.840.1.101.3.4.2.1";
        case HashAlgorithm::sha384: return "2.16.840.1.101.3.4.2.2";
        case HashAlgorithm::sha512: return "2.16.840.1.101.3.4.2.3";
    }
    return {};
}

[[nodiscard]] constexpr std::string_view ecdsa_oid(HashAlgorithm algorithm) {
    switch (algorithm) {
        case HashAlgorithm::sha256: return "1.2.840.10045.4.3.2";
        case HashAlgorithm::sha384: return "1.2.840.10045.4.3.3";
        case HashAlgorithm::sha512: return "1.2.840.10045.4.3.4";
    }
    return {};
}

/// With PKCS #1 v1.5 padding.
[[nodiscard]] constexpr std::string_view rsa_oid(HashAlgorithm algorithm) {
    switch (algorithm) {
        case HashAlgorithm::sha256: return "1.2.840.113549.1.1.11";
        case HashAlgorithm::sha384: return "1.2.840.113549.1.1.12";
        case HashAlgorithm::sha512: return "1.2.840.113549.1.1.13";
    }
    return {};
}

}  // namespace wetbode::pades
