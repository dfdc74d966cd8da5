// SPDX-License-Identifier: EUPL-1.2
// A certificate with its issuer, as OpenSSL holds them, and what an answer about it can be. For the .cpp files of this
// folder.
#pragma once

#include "gateway/crypto/handle.hpp"
#include "gateway/crypto/openssl_octets.hpp"
#include "gateway/time.hpp"

#include <openssl/x509.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::revocation {

using Certificate = Handle<X509, X509_free>;

struct Pair {
    Certificate certificate;
    Certificate issuer;
    Instant begins;  ///< of the certificate
    Instant ends;
    std::string fingerprint;  ///< SHA-256 of the one and of the other
};

/// Empty unless both are certificates and the one was signed by the other, a certificate authority.
[[nodiscard]] std::optional<Pair> pair_of(std::string_view certificate_der, std::string_view issuer_der);

[[nodiscard]] std::optional<Instant> instant_of(ASN1_TIME const* time);
/// SHA-256, SHA-384 or SHA-512, also as part of a signature algorithm; RSASSA-PSS by its parameters.
[[nodiscard]] bool allowed_signature(X509_ALGOR const* algorithm);
/// CRLReason in the words of RFC 5280 section 5.3.1; "unspecified" for one that it does not name.
[[nodiscard]] std::string reason_words(long reason);

/// What one response or list says of the certificate.
struct Finding {
    bool fits = false;       ///< genuine, about this certificate, and made within its life
    bool elsewhere = false;  ///< it is about other certificates, so its reason matters least
    std::string reason;      ///< why it does not fit, or why the certificate was revoked
    Instant produced{};      ///< thisUpdate
    Instant valid_until{};   ///< nextUpdate
    std::optional<Instant> revoked_at;
    std::string responder{};  ///< DER: who answered, if his word needs that of others (responder.hpp); else empty
    Instant answered{};       ///< when he did (producedAt)
    bool only_against = false;  ///< counts if it says revoked, not if it says good
};

[[nodiscard]] inline Finding unfit(std::string why) {
    Finding finding;
    finding.reason = std::move(why);
    return finding;
}

[[nodiscard]] inline Finding elsewhere(std::string why) {
    auto finding = unfit(std::move(why));
    finding.elsewhere = true;
    return finding;
}

}  // namespace wetbode::revocation
