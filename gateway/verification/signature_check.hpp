// SPDX-License-Identifier: EUPL-1.2
// Judges one signature of a container against the files that lie beside it: the eight rules of README.md. Pure.
#pragma once

#include "gateway/crypto/certificate.hpp"
#include "gateway/verification/findings.hpp"
#include "gateway/verification/signature_reader.hpp"
#include "gateway/verification/verifier.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wetbode {

/// A file of the container as it is now.
struct FileDigests {
    std::uint64_t bytes = 0;
    std::map<HashAlgorithm, std::string> digests;  ///< every algorithm that some reference asks for, and SHA-256
};

struct SignatureAnswer {
    Findings findings;
    std::map<std::string, bool> covered;  ///< file name -> the digest agrees
    std::string certificate_der;
    std::optional<CertificateFacts> signer;
    std::optional<Instant> signed_at;
};

/// What the references of a signature need hashed. Algorithms that are not allowed are left out.
[[nodiscard]] std::vector<HashAlgorithm> digests_needed(ReadSignature const& signature);

[[nodiscard]] SignatureAnswer check_signature(ReadSignature const& signature,
                                              std::map<std::string, FileDigests> const& files,
                                              std::vector<std::string> const& anchors, Instant now);

}  // namespace wetbode
