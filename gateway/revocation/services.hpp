// SPDX-License-Identifier: EUPL-1.2
// Where a certificate says that its revocation is told, and the OCSP request for it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::revocation {

struct Services {
    std::vector<std::string> responders;  ///< AuthorityInfoAccess, id-ad-ocsp (RFC 5280 section 4.2.2.1)
    std::vector<std::string> lists;       ///< CRLDistributionPoints, full names
};

/// http and https only, at most four of each. Empty for octets that are no certificate.
[[nodiscard]] Services services_of(std::string_view certificate_der);

/// DER of OCSPRequest for one certificate, named by SHA-1 as every responder knows it; `nonce` may be empty.
/// Empty if the two are not certificates.
[[nodiscard]] std::string ocsp_request(std::string_view certificate_der, std::string_view issuer_der,
                                       std::string_view nonce);
/// The nonce of an OCSPResponse; empty if there is none.
[[nodiscard]] std::string nonce_in(std::string_view response_der);

}  // namespace wetbode::revocation
