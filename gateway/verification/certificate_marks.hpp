// SPDX-License-Identifier: EUPL-1.2
// What a certificate says about its key and about the services around it. Pure.
#pragma once

#include <string>
#include <string_view>

namespace wetbode {

struct CertificateMarks {
    /// Distribution point of lists, or OCSP responder (RFC 5280 sections 4.2.1.13 and 4.2.2.1).
    bool names_revocation_service = false;
    /// Its issuer says that nothing will ever be said about its revocation: noRevAvail (RFC 9608), but not of an
    /// authority nor beside a service that says something; or validity assured for the short term (ETSI EN 319 412-1
    /// section 5.2.2).
    bool needs_no_revocation = false;
    std::string key;   ///< "P-256", "RSA 3072"; empty for other kinds
    int key_bits = 0;  ///< of the modulus, or of the order of the curve
};

/// All false if the octets are not a certificate.
[[nodiscard]] CertificateMarks marks_of_certificate(std::string_view der);

}  // namespace wetbode
