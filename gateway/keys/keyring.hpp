// SPDX-License-Identifier: EUPL-1.2
// The seal's private key from files. Read once at start, then shared read-only between threads.
#pragma once

#include "gateway/keys/seal_chain.hpp"
#include "gateway/keys/signer.hpp"

#include <filesystem>
#include <memory>

namespace wetbode {

struct KeyFiles {
    std::filesystem::path key;           ///< PEM (PKCS#8), or PKCS#12 (.p12, .pfx) with key and certificates
    std::filesystem::path certificates;  ///< PEM chain, seal certificate first; may be empty for PKCS#12
    std::filesystem::path passphrase;    ///< file with the pass phrase; empty: none
    RsaPadding rsa = RsaPadding::pss;
};

/// Checks key and chain as they stand at the instant `now` (seal_chain.hpp says what is asked) and signs a text as
/// proof. A chain in `certificates` goes before the one inside PKCS#12. Throws Outage("keys") with a sentence that
/// tells what to do.
[[nodiscard]] std::unique_ptr<Signer> signer_from_files(KeyFiles const& files, Instant now);

/// The same for a key in PEM form. The form without `now` asks the system's clock.
[[nodiscard]] std::unique_ptr<Signer> signer_from_files(std::filesystem::path const& key,
                                                        std::filesystem::path const& certificates,
                                                        std::filesystem::path const& passphrase_file);
[[nodiscard]] std::unique_ptr<Signer> signer_from_files(std::filesystem::path const& key,
                                                        std::filesystem::path const& certificates,
                                                        std::filesystem::path const& passphrase_file, Instant now);

/// Makes a key, a small demo authority and a certificate in `folder` if they are not there yet: demo-ca.pem,
/// demo-seal.pem, demo-seal.key (readable by the owner only). For the embedded default, never for production.
void make_demo_keys(std::filesystem::path const& folder, Instant now);

}  // namespace wetbode
