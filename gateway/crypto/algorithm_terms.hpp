// SPDX-License-Identifier: EUPL-1.2
// Until when a signature algorithm is acceptable: the catalogue of ETSI as data, so that a new edition is a new table.
// Pure; any thread.
#pragma once

#include "gateway/crypto/algorithm.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

namespace wetbode {

/// Where the table comes from: edition and month. Digests of SHA-2 from 256 bits on have no end in it.
inline constexpr std::string_view algorithm_terms_source = "ETSI TS 119 312 V1.5.1 (2024-12)";

struct AlgorithmTerm {
    SignatureScheme scheme;
    int key_bits_min;                          ///< of the modulus, or of the order of the curve
    std::optional<std::chrono::sys_days> end;  ///< the first day on which it is not acceptable any more (UTC)
};

/// Of the rows that fit an algorithm the one with the longest key counts.
inline constexpr std::array<AlgorithmTerm, 4> algorithm_terms{{
    {SignatureScheme::rsa_pkcs1, 1900, std::chrono::sys_days{std::chrono::year{2029} / 1 / 1}},
    {SignatureScheme::rsa_pss, 1900, std::chrono::sys_days{std::chrono::year{2029} / 1 / 1}},
    {SignatureScheme::rsa_pss, 3000, std::nullopt},
    {SignatureScheme::ecdsa, 256, std::nullopt},
}};

struct DigestTerm {
    std::string_view name;
    std::chrono::sys_days end;  ///< as above
};

/// Of digests with an end.
inline constexpr std::array<DigestTerm, 2> digest_terms{{
    {"SHA-1", std::chrono::sys_days{std::chrono::year{2012} / 8 / 1}},
    {"SHA-224", std::chrono::sys_days{std::chrono::year{2029} / 1 / 1}},
}};

/// The end of what is not in the catalogue at all: before every signature, and far from the ends of every clock.
inline constexpr std::chrono::sys_days never_acceptable{};

/// The first day on which signatures of this algorithm with a key of this many bits (RSA: of the modulus; ECDSA: of the
/// order of the curve) are not acceptable any more. Empty: no end has been set. never_acceptable: the key is
/// shorter than anything in the catalogue.
[[nodiscard]] std::optional<std::chrono::sys_days> end_of(SignatureAlgorithm algorithm, int key_bits);

}  // namespace wetbode
