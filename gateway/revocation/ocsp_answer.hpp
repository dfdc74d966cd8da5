// SPDX-License-Identifier: EUPL-1.2
// What an OCSP response (RFC 6960) says of one certificate. Pure.
#pragma once

#include "gateway/revocation/certificate_pair.hpp"

namespace wetbode::revocation {

/// Signed by the issuer, or by a responder whose certificate the issuer signed with id-kp-OCSPSigning; it stands in the
/// response or among `others`. Whether that certificate was revoked in its turn is not asked: authorities give their
/// responders short-lived certificates with id-pkix-ocsp-nocheck (RFC 6960 section 4.2.2.2.1). At most 1 MiB.
[[nodiscard]] Finding ocsp_finding(Pair const& pair, std::string_view response_der,
                                   std::vector<std::string> const& others);

}  // namespace wetbode::revocation
