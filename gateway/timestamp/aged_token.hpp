// SPDX-License-Identifier: EUPL-1.2
// What is left to say of a time stamp token whose algorithms are too old to prove anything: which, and when it claims
// to be made. Pure.
#pragma once

#include "gateway/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

struct AgedTimeToken {
    Instant at;             ///< genTime, to the second, as it claims: nothing of it was verified
    std::string algorithm;  ///< the digest that is not accepted: "SHA-1", "MD5", or a dotted object identifier
};

/// Empty if the octets are no TimeStampToken, or one whose digests are all accepted: of the imprint, of the signed
/// attributes and of the signature. SHA-1 in ESSCertID only names the certificate. At most 64 KiB.
[[nodiscard]] std::optional<AgedTimeToken> aged_time_token(std::string_view der);

}  // namespace wetbode
