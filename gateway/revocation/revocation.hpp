// SPDX-License-Identifier: EUPL-1.2
// Whether a certificate was revoked: what OCSP responders (RFC 6960) and revocation lists (RFC 5280) say, read
// strictly. The values are DER octets, as XAdES and PAdES carry them.
#pragma once

#include "gateway/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// What is embedded for level B-LT.
struct RevocationValues {
    std::vector<std::string> ocsps;         ///< BasicOCSPResponse's whole OCSPResponse, DER
    std::vector<std::string> crls;          ///< CertificateList, DER
    std::vector<std::string> certificates;  ///< of responders and list issuers that no other place holds
};

/// Port: fetches, or has in its cache, what is needed for every certificate of the chain but the anchor.
class RevocationSource {
public:
    virtual ~RevocationSource() = default;
    /// `chain`: DER, signing certificate first, anchor last. Every value was made at or after `not_before` where its
    /// service allows (sealing: the instant of the signature's time stamp), and always after the certificate began.
    /// Blocks, bounded by the settings. Thread safe. Throws Outage("revocation") if one certificate has no answer.
    [[nodiscard]] virtual RevocationValues values_for(std::vector<std::string> const& chain, Instant not_before) = 0;
};

enum class RevocationStatus { good, revoked, unknown };

struct RevocationAnswer {
    RevocationStatus status = RevocationStatus::unknown;
    std::optional<Instant> produced;    ///< thisUpdate of what the answer rests on
    std::optional<Instant> revoked_at;  ///< also told if that was after the instant asked for, with status good
    std::string reason;                 ///< CRLReason in words of RFC 5280, or why the status is unknown
};

/// Clocks of two houses never agree: a value may tell a time that is later than ours by as much.
inline constexpr auto clock_tolerance = std::chrono::minutes{5};

/// What the values say of one certificate at the instant `at`, asked at `now`. Every signature is checked: a response
/// by its issuer or by a responder that the issuer delegated (id-kp-OCSPSigning), a list by the issuer (indirect lists
/// are not read).
/// Values from before the certificate began count for nothing; one that is older than `at` by more than its own
/// nextUpdate is told as unknown. A responder's own certificate must be short-lived, need no check (id-pkix-ocsp-
/// nocheck) or be good by another of the values, when it answered; else its "good" counts for nothing. So does the
/// "good" of a value that says that it was made after `now`: nobody can know what will be. Pure.
[[nodiscard]] RevocationAnswer revocation_of(std::string_view certificate_der, std::string_view issuer_der,
                                             RevocationValues const& values, Instant at, Instant now);

}  // namespace wetbode
