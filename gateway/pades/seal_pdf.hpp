// SPDX-License-Identifier: EUPL-1.2
// Seals PDF documents (PAdES baseline, ETSI EN 319 142-1) and raises the level of sealed ones. What is there stays, octet
// for octet: all is added in incremental updates behind it, so earlier signatures keep holding. Any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/keys/signer.hpp"
#include "gateway/refusal.hpp"
#include "gateway/revocation/revocation.hpp"
#include "gateway/timestamp/time_authority.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace wetbode {

/// Baseline levels, each with all of the one before it.
enum class PdfSealLevel {
    b,   ///< B-B: the signature
    t,   ///< B-T: and a time stamp: over the signature value, or a document time stamp if it is added later
    lt,  ///< B-LT: and all certificates and revocation values, in the Document Security Store
    lta  ///< B-LTA: and a document time stamp over all of that
};

/// Whom to ask above B-B. Not owned; they outlive the call.
struct PdfSealPorts {
    TimeAuthority* time = nullptr;           ///< needed from B-T
    RevocationSource* revocation = nullptr;  ///< needed from B-LT
    /// DER: issuers and anchors of the seal's and of the time authorities' certificates. Chains are completed from it.
    std::vector<std::string> authorities;
};

struct PdfSealOptions {
    PdfSealLevel level = PdfSealLevel::b;
    std::string reason;    ///< shown by readers; empty: none
    std::string location;  ///< likewise
    std::string field;     ///< name of the signature field; empty: "Seal1" or the next one free
    Instant now;           ///< claimed time of sealing (/M)
};

/// The sealed document: the octets of `pdf`, then the increments. Up to 64 KiB it comes back in memory; a larger one is
/// a file in `spool`, fsynced and hashed, which the caller removes or moves. Memory: the index of the objects of `pdf`
/// (at most 500 000) and the increment, whatever the size of its pages; the octets are copied and hashed as a stream.
/// Refusals: PDF_BROKEN (also where qpdf would have to repair), PDF_ENCRYPTED, PDF_TOO_INTRICATE, PDF_FIELD_TAKEN,
/// PDF_LOCKED (a certification signature allows no more signatures). Throws Outage("keys"), also after the certificate
/// has ended, Outage("time"), Outage("revocation") and Outage("content").
[[nodiscard]] Result<Content> seal_pdf(Content const& pdf, PdfSealOptions const& options, Signer const& signer,
                                       PdfSealPorts const& ports, std::filesystem::path const& spool);

/// Adds to a signed PDF what is missing up to `level` (not B-B): a document time stamp, the values for all signatures
/// and time stamps in it, and for B-LTA a further document time stamp over them, each time it is called. A document
/// that has the level already comes back as it is. Refusals as above, and PDF_UNSIGNED. Throws as above, and
/// Outage("keys") if the chain of a signer does not lead to one of `ports.authorities`.
[[nodiscard]] Result<Content> raise_pdf(Content const& pdf, PdfSealLevel level, PdfSealPorts const& ports,
                                        std::filesystem::path const& spool);

}  // namespace wetbode
