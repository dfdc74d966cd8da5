// SPDX-License-Identifier: EUPL-1.2
// The entry to this folder: checks a file with signatures, whatever its format: ASiC-E container, XML document with
// enveloped XAdES, PDF document. Any thread; memory does not grow with the payload.
#pragma once

#include "gateway/content.hpp"
#include "gateway/verification/counted_source.hpp"
#include "gateway/verification/judgement.hpp"
#include "gateway/verification/report.hpp"
#include "gateway/verification/trust.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

struct VerificationOptions {
    SharedAnchors anchors;  ///< none: cryptographic check only, at best indeterminate (NO_CERTIFICATE_CHAIN_FOUND)
    JudgementPolicy policy;
    Instant now;
    std::uint64_t document_bytes_max = 512ULL << 20U;  ///< of an XML document
    AskLimits asking = {};  ///< of `policy.source`, for one file; only the entries that take any format keep to them
    /// Of a trust list only: the certificates (DER) of those who may sign it, each for himself, never for whom he
    /// vouches for. With them the forms in which such lists are signed are taken, too (SignedData::ListForm).
    std::optional<std::vector<std::string>> list_signers{};
};

/// Never throws for what is in the file. Throws Outage("content") if it is not there or the disk fails.
[[nodiscard]] VerificationReport verify_file(std::filesystem::path const& file, VerificationOptions const& options);

/// The same of a content in hand. A container in memory is laid in the folder `spool` meanwhile.
[[nodiscard]] VerificationReport verify_content(Content const& content, std::string const& name,
                                                VerificationOptions const& options,
                                                std::filesystem::path const& spool);

// One per format; whoever does not know the format calls verify_file. `name`: what the report calls the document.
[[nodiscard]] VerificationReport verify_asic(std::filesystem::path const& file, VerificationOptions const& options);
[[nodiscard]] VerificationReport verify_document(Content const& document, std::string const& name,
                                                 VerificationOptions const& options);
[[nodiscard]] VerificationReport verify_document(std::filesystem::path const& file, std::string const& name,
                                                 VerificationOptions const& options);
/// A signature covers the whole PDF only if nothing lies behind it. What was added later is told: as a warning if it is
/// evidence, a further signature, document information, or allowed by the signature's own certification (DocMDP); else
/// as a finding, because what a reader sees is not what was signed: SIG_CONSTRAINTS_FAILURE, or FORMAT_FAILURE if the
/// certification forbids it. A document time stamp is told with every signature that it covers.
[[nodiscard]] VerificationReport verify_pdf(Content const& document, std::string const& name,
                                            VerificationOptions const& options);

inline constexpr std::uint64_t evidence_bytes_max = 1ULL << 20U;

/// verify_file, and what an evidence record (RFC 4998, DER) proves of the same file. Each of its time stamps must have
/// been good when the next one was made, the last one now (section 5.3). A signature in the file is then as old as the
/// record proves: its certificate may have ended since. A file that carries no signature has the format "ERS" and
/// passes if the record does: it proves when it existed, not who made it.
[[nodiscard]] VerificationReport verify_with_evidence(std::filesystem::path const& file, std::string_view record,
                                                      VerificationOptions const& options);

}  // namespace wetbode
