// SPDX-License-Identifier: EUPL-1.2
// The seal's private key and certificate. Read once at start, then shared read-only between threads.
#pragma once

#include "gateway/keys/signer.hpp"

#include <filesystem>
#include <memory>

namespace wetbode {

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
