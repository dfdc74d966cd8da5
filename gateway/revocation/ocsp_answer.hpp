// SPDX-License-Identifier: EUPL-1.2
// What an OCSP response (RFC 6960) says of one certificate. Pure.
#pragma once

#include "gateway/revocation/certificate_pair.hpp"

namespace wetbode::revocation {

/// Signed by the issuer, or by a responder whose certificate the issuer signed with id-kp-OCSPSigning; it stands in the
/// response or among `others`. Whether that certificate was revoked in its turn is not judged here: Finding::responder
/// tells whom to ask about. At most 1 MiB.
[[nodiscard]] Finding ocsp_finding(Pair const& pair, std::string_view response_der,
                                   std::vector<std::string> const& others);

/// Finding::responder of this response about this certificate; empty if it says nothing of it, too.
[[nodiscard]] std::string responder_to_ask_about(std::string_view certificate_der, std::string_view issuer_der,
                                                 std::string_view response_der);

}  // namespace wetbode::revocation
