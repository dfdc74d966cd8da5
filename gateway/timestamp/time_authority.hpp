// SPDX-License-Identifier: EUPL-1.2
// Port: whoever says when a digest existed (RFC 3161 time stamp).
#pragma once

#include "gateway/crypto/hashing.hpp"
#include "gateway/time.hpp"

#include <string>
#include <string_view>

namespace wetbode {

struct TimeToken {
    std::string der;        ///< TimeStampToken: CMS SignedData around TSTInfo
    Instant at;             ///< genTime
    std::string authority;  ///< whom we asked: its name in the settings
};

class TimeAuthority {
public:
    virtual ~TimeAuthority() = default;
    /// A token over this digest, verified before it is returned (status, imprint, nonce, signature, chain).
    /// Blocks up to the sum of the time-outs of the authorities. Thread safe. Throws Outage("time").
    [[nodiscard]] virtual TimeToken stamp(HashAlgorithm algorithm, std::string_view digest) = 0;
};

}  // namespace wetbode
