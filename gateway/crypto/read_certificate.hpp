// SPDX-License-Identifier: EUPL-1.2
// Reads X.509 certificates with OpenSSL, the same one only once: for the .cpp files of rooms that look into them. Any
// thread.
#pragma once

#include "gateway/crypto/handle.hpp"

#include <openssl/x509.h>

#include <string_view>

namespace wetbode {

/// Null unless the octets are exactly one certificate, in DER (RFC 5280 section 4.1), of at most 64 KiB: octets behind
/// it would be covered by a digest but seen by nobody, and BER would give it a second digest. OpenSSL's list of errors
/// is empty afterwards.
///
/// OpenSSL 3.0 takes 0.2 ms to read one, most of it looking for a decoder of its key, and a check of a seal needs each
/// certificate of a path a dozen times. So the last 256 that were asked for, of at most 8 KiB each, are kept, and what
/// is handed out is shared: look at it, change nothing.
[[nodiscard]] Handle<X509, X509_free> read_certificate(std::string_view der);

/// Both are certificates, `issuer` is an authority, names itself as `certificate` names its issuer, and its key made
/// the signature of it. Says nothing of times, of algorithms or of trust. The last 1024 answers are kept.
[[nodiscard]] bool was_issued_by(std::string_view certificate_der, std::string_view issuer_der);

}  // namespace wetbode
