// SPDX-License-Identifier: EUPL-1.2
// What sealing and verifying must know about certificates (X.509, DER): their facts, whether a signature value was
// made with their key, and whether their chain ends in an anchor. Pure functions of their arguments; any thread.
#pragma once

#include "gateway/crypto/algorithm.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

struct CertificateFacts {
    std::string subject;  ///< RFC 2253
    std::string issuer;
    Instant not_before;
    Instant not_after;
    /// Key usage digitalSignature or nonRepudiation, or no key usage at all; and an extended one that does not keep it
    /// from documents (document_use.hpp). Says nothing of time authorities and responders.
    bool may_sign = false;
    int key_bits = 0;  ///< of the modulus (RSA) or of the order of the curve
    /// ECDSA on P-256, P-384 or P-521, or RSA of at least 2048 bits with an odd exponent above 2^16.
    bool key_allowed = false;
};

/// Empty if the octets are not exactly one certificate, in DER.
[[nodiscard]] std::optional<CertificateFacts> facts_of_certificate(std::string_view der);

/// Both are certificates over one public key.
[[nodiscard]] bool have_one_key(std::string_view one, std::string_view other);

/// DER of IssuerSerial (RFC 5035): issuer and serial number, as SigningCertificateV2 names its certificate.
[[nodiscard]] std::string issuer_serial_of(std::string_view der);

/// Certificates in PEM text, as DER, in their order. Empty if there is none or one of them is broken.
[[nodiscard]] std::vector<std::string> certificates_in_pem(std::string_view pem);

/// `value` as XML Signature carries it: for ECDSA r and s side by side, each as long as the order of the curve
/// (RFC 9231 section 2.3.6). False for any mismatch of key, scheme, length or value.
[[nodiscard]] bool signature_holds(std::string_view certificate_der, SignatureAlgorithm algorithm,
                                   std::string_view octets, std::string_view value);

/// ECDSA as XML Signature carries it (r and s side by side) to the ASN.1 that CMS carries, and back. Empty if `value`
/// is not of that form, or not of the length of the key's curve.
[[nodiscard]] std::string ecdsa_raw_to_der(std::string_view raw);
[[nodiscard]] std::string ecdsa_der_to_raw(std::string_view der, std::size_t order_octets);

struct ChainAnswer {
    bool trusted = false;
    std::string code;    ///< sub-indication of ETSI EN 319 102-1 if it is not trusted
    std::string detail;  ///< OpenSSL's reason
    std::vector<std::string> chain;  ///< DER, the certificate first, the anchor last; empty if it is not trusted
};

/// Builds a path from the certificate over `others` to one of the anchors, valid at the instant `at`. An anchor is
/// trusted by itself, root or not. Revocation is not asked: baseline B-B carries no revocation data.
[[nodiscard]] ChainAnswer chain_of(std::string_view certificate_der, std::vector<std::string> const& others,
                                   std::vector<std::string> const& anchors, Instant at);

/// Reads the anchors of some PEM files. Throws Outage("keys") for a file that is missing or holds no certificate.
[[nodiscard]] std::vector<std::string> anchors_from(std::vector<std::filesystem::path> const& files);

}  // namespace wetbode
