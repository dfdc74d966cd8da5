// SPDX-License-Identifier: EUPL-1.2
// An evidence record taken apart (RFC 4998 section 3.1), for those who judge it and those who renew it. Views are into
// the record's octets. Pure.
#pragma once

#include "gateway/timestamp/evidence_record.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

struct ArchiveStamp {
    HashAlgorithm algorithm = HashAlgorithm::sha256;
    std::vector<std::vector<std::string>> lists;  ///< reducedHashtree
    std::string_view token;                       ///< timeStamp, whole
    ReadTimeToken read;
};

struct ArchiveChain {
    std::vector<ArchiveStamp> stamps;
    std::string_view whole;    ///< ArchiveTimeStampChain
    std::string_view content;
};

struct ArchiveRecord {
    std::set<HashAlgorithm> algorithms;
    std::vector<ArchiveChain> chains;
    std::string_view algorithms_content;  ///< of digestAlgorithms
    std::string_view crypto_infos;        ///< whole; empty without
};

inline constexpr std::size_t evidence_stamps_max = 32;
inline constexpr std::size_t evidence_bytes_most = 1U << 20U;

/// Its object identifier as DER: SHA-256, SHA-384 or SHA-512.
[[nodiscard]] std::string digest_oid(HashAlgorithm algorithm);

/// The record in its parts, each time stamp intact; what they are over is not looked at.
[[nodiscard]] tl::expected<ArchiveRecord, std::string> evidence_parts(std::string_view record_der);

/// ArchiveTimeStampSequence of the first `chains` chains, as DER (RFC 4998 section 5.2).
[[nodiscard]] std::string evidence_sequence(ArchiveRecord const& record, std::size_t chains);

}  // namespace wetbode
