// SPDX-License-Identifier: EUPL-1.2
// Reads a time stamp token (RFC 3161, RFC 5816) that somebody hands us, and checks everything about it that needs no
// trust: whether it is whole, and over what. Whether its authority is trusted is judged by the chain. Pure.
#pragma once

#include "gateway/crypto/algorithm.hpp"
#include "gateway/crypto/hashing.hpp"
#include "gateway/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

struct ReadTimeToken {
    Instant at;               ///< genTime, to the millisecond
    HashAlgorithm algorithm = HashAlgorithm::sha256;  ///< of the imprint
    std::string imprint;      ///< the digest that is stamped
    std::string policy;       ///< dotted object identifier
    std::string serial;       ///< hexadecimal
    std::string nonce;        ///< hexadecimal, empty if there is none
    std::optional<SignatureScheme> scheme;  ///< of the signature value; empty if the catalogue has no such scheme
    std::string certificate;  ///< DER of the authority's certificate, named by ESSCertIDv2 (or ESSCertID)
    std::vector<std::string> certificates;  ///< all in the token, DER
    std::vector<std::string> crls;          ///< all in the token and in its unsigned attributes, DER
    std::vector<std::string> ocsps;
    bool intact = false;  ///< signed attributes, message digest, signature and ESS certificate identifier hold
    bool may_stamp = false;  ///< its only extended key usage is timeStamping, critical (RFC 3161 section 2.3)
};

/// Empty if the octets are not exactly one TimeStampToken with one signer, its certificate and an allowed digest.
/// At most 64 KiB.
[[nodiscard]] std::optional<ReadTimeToken> read_time_token(std::string_view der);

}  // namespace wetbode
