// SPDX-License-Identifier: EUPL-1.2
// Port: whoever holds the private key of the seal and signs digests with it: a key file, a hardware module.
// Made once at start, then shared read-only between threads.
#pragma once

#include "gateway/crypto/algorithm.hpp"
#include "gateway/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

class Signer {
public:
    virtual ~Signer() = default;
    /// What every signature of this key is made with; fixed for its life.
    [[nodiscard]] virtual SignatureAlgorithm algorithm() const = 0;
    /// Signs a digest made with algorithm().hash. The value is as XML Signature carries it: for ECDSA r and s side by
    /// side, each as long as the order of the curve (RFC 9231 section 2.3.6; CMS wants ecdsa_raw_to_der()), for RSA the
    /// octets of the signature. Thread safe. Throws Outage("keys").
    [[nodiscard]] virtual std::string sign(std::string_view digest) const = 0;
    /// Signing certificate first, then its issuers; DER. Never empty.
    [[nodiscard]] virtual std::vector<std::string> const& chain() const = 0;
    /// When the signing certificate ends.
    [[nodiscard]] virtual Instant not_after() const = 0;
    /// Why the last signature failed, as long as none has succeeded since; for /health. Thread safe.
    [[nodiscard]] virtual std::optional<std::string> trouble() const { return std::nullopt; }
};

}  // namespace wetbode
