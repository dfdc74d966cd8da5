// SPDX-License-Identifier: EUPL-1.2
// The certificates that an OCSP response carries: of the responder, and at times of those above it. Nothing is believed
// here. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// DER, sixteen at most. Empty if the octets are no OCSPResponse, or it carries none.
[[nodiscard]] std::vector<std::string> certificates_of_response(std::string_view response_der);

}  // namespace wetbode
