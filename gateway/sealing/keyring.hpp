// SPDX-License-Identifier: EUPL-1.2
// The seal's private key and certificate. Read once at start, then shared read-only between threads.
#pragma once

#include "gateway/time.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// Signs digests. The port behind which a key file, and later a hardware module, stand.
class Signer {
public:
    virtual ~Signer() = default;
    /// ECDSA P-256 over a SHA-256 digest; r and s, 32 octets each (RFC 9231 section 2.3.6). Thread safe.
    /// Throws Outage("keys").
    [[nodiscard]] virtual std::string sign_sha256(std::string_view digest32) const = 0;
    /// Signing certificate first, then its issuers; DER.
    [[nodiscard]] virtual std::vector<std::string> const& chain() const = 0;
    /// When the signing certificate ends.
    [[nodiscard]] virtual Instant not_after() const = 0;
};

/// Key (PEM, PKCS#8, unencrypted or with a pass phrase from `passphrase_file`) and certificate chain (PEM).
/// Throws Outage("keys") with a sentence if they do not fit together or the key is not ECDSA P-256.
[[nodiscard]] std::unique_ptr<Signer> signer_from_files(std::filesystem::path const& key,
                                                        std::filesystem::path const& certificates,
                                                        std::filesystem::path const& passphrase_file);
/// The same, judged at the instant `now`: a certificate that has ended by then is refused. The form above asks the
/// system's clock.
[[nodiscard]] std::unique_ptr<Signer> signer_from_files(std::filesystem::path const& key,
                                                        std::filesystem::path const& certificates,
                                                        std::filesystem::path const& passphrase_file, Instant now);

/// Makes a key, a small demo authority and a certificate in `folder` if they are not there yet: demo-ca.pem,
/// demo-seal.pem, demo-seal.key (readable by the owner only). For the embedded default, never for production.
void make_demo_keys(std::filesystem::path const& folder, Instant now);

}  // namespace wetbode
