// SPDX-License-Identifier: EUPL-1.2
// Checks a sealed container. Stricter than the known validators: every file must be covered, the signing certificate
// must be the one named in the signed properties and end in a trust anchor (eight rules: gateway/sealing/README.md).
#pragma once

#include "gateway/verification/report.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wetbode {

struct SealedFileReport {
    std::string name;
    std::uint64_t bytes = 0;
    std::string digest;  ///< SHA-256, hexadecimal, of what is in the container now
    bool covered = false;
    bool intact = false;
};

struct SealReport {
    SealVerdict verdict = SealVerdict::failed;
    std::vector<SealFinding> findings;  ///< why it is not passed; empty if passed
    std::string level;                  ///< "XAdES-B-B"
    std::string signer;                 ///< subject of the signing certificate (RFC 2253)
    std::string issuer;
    std::string certificate;            ///< SHA-256, hexadecimal
    std::optional<Instant> signed_at;   ///< claimed by the signer
    std::vector<SealedFileReport> files;
};

/// `anchors`: PEM files of trusted authorities; empty = cryptographic check only, at best indeterminate
/// (NO_CERTIFICATE_CHAIN_FOUND). Never throws for what is in the file.
[[nodiscard]] SealReport verify_container(std::filesystem::path const& file,
                                          std::vector<std::filesystem::path> const& anchors, Instant now);

}  // namespace wetbode
