// SPDX-License-Identifier: EUPL-1.2
// Makes certificates (X.509, RFC 5280) and writes them and their keys as PEM: for the demo key of the embedded default
// and for the authorities of tests and demonstrations. Pure but for random numbers; any thread. For .cpp files only.
#pragma once

#include "gateway/crypto/handle.hpp"
#include "gateway/time.hpp"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <ctime>
#include <string>
#include <utility>
#include <vector>

namespace wetbode::issuing {

using Key = Handle<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Handle<X509, X509_free>;
using Extensions = std::vector<std::pair<int, std::string>>;  ///< NID and OpenSSL's words for the value

/// Attributes of the name (X.520) in the order in which they are written, behind the country BE; an empty one is left
/// out. OpenSSL bounds their lengths: most to 64 characters.
struct Subject {
    std::string organisation;
    std::string common_name;
    Instant from;   ///< notBefore and notAfter, cut to whole seconds
    Instant until;
    std::string given_name = {};     ///< of a natural person (ETSI EN 319 412-2 clause 4.2.4), as the next two
    std::string surname = {};
    std::string serial_number = {};  ///< "PNOBE-" and the national number (ETSI EN 319 412-1 clause 5.1.3)
};

/// Who signs a certificate. Not owned.
struct Issuer {
    X509* certificate;
    EVP_PKEY* key;
};

/// A certificate for this key, with a random serial number of 159 bits, signed with SHA-256 by the issuer; by the key
/// itself if there is none. Throws Outage("keys") with OpenSSL's reason.
[[nodiscard]] Certificate certify(EVP_PKEY* key, Subject const& subject, Issuer const* issuer,
                                  Extensions const& extensions);

/// Throws Outage("keys"). A key is written as PKCS #8, not encrypted.
[[nodiscard]] std::string pem_of(X509* certificate);
[[nodiscard]] std::string pem_of(EVP_PKEY* key);

/// As OpenSSL counts.
[[nodiscard]] std::time_t seconds_of(Instant instant);

}  // namespace wetbode::issuing
