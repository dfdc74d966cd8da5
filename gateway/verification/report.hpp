// SPDX-License-Identifier: EUPL-1.2
// What a verification found, in the words of ETSI EN 319 102-1: one verdict for the whole, one per signature, and why.
// Containers, enveloped signatures, PDF documents and evidence records are all told in this form. Values only.
#pragma once

#include "gateway/refusal.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wetbode {

enum class SealVerdict { passed, indeterminate, failed };

struct SealFinding {
    std::string code;  ///< ETSI EN 319 102-1 sub-indication: "HASH_FAILURE", "SIG_CRYPTO_FAILURE", ...
    Text message;

    bool operator==(SealFinding const&) const = default;
};

/// A time stamp within a signature, a document time stamp, or the token of an evidence record.
struct TimeStampReport {
    std::string kind;  ///< "signature", "archive", "document", "evidence"
    Instant at;
    std::string authority;  ///< subject of its certificate (RFC 2253)
    SealVerdict verdict = SealVerdict::failed;
    std::vector<SealFinding> findings;
};

enum class Coverage {
    whole,     ///< everything in the document or container
    revision,  ///< of a PDF: everything up to this signature; what was added later is told in findings or warnings
    part       ///< less: never passes
};

struct SignatureReport {
    std::string name;    ///< Id of ds:Signature, or name of the signature field
    std::string format;  ///< "XAdES", "PAdES"
    std::string level;   ///< "XAdES-B-B", "XAdES-B-T", "XAdES-B-LT", "XAdES-B-LTA", the same for PAdES
    SealVerdict verdict = SealVerdict::failed;
    std::vector<SealFinding> findings;  ///< why it is not passed; empty if passed
    std::vector<SealFinding> warnings;  ///< what does not change the verdict, e.g. an algorithm that ends soon
    std::string algorithm;              ///< "ECDSA P-256 with SHA-256"
    std::string signer;                 ///< subject of the signing certificate (RFC 2253)
    std::string issuer;
    std::string certificate;            ///< SHA-256 of its DER, hexadecimal
    std::string certificate_der;        ///< the certificate itself; in no JSON
    std::string trusted_by;             ///< the anchor: file name, or trust list and service
    std::optional<Instant> signed_at;   ///< claimed by the signer
    std::optional<Instant> proven_at;   ///< best signature time: the oldest valid time stamp over it
    Coverage coverage = Coverage::part;
    bool added_to = false;  ///< of a PDF: more came after it than evidence (time stamps, values for checking)
    std::vector<TimeStampReport> time_stamps;
};

/// Somebody of whom it was asked whether he signed (expected_signers.hpp).
struct ExpectedSigner {
    enum class State {
        has_signed,  ///< with a signature that passes
        not_passed,  ///< his signature is there, but does not pass
        missing
    };
    std::string expected;  ///< as it was asked
    State state = State::missing;
    std::string signature;  ///< name of his signature; empty if it is missing
    SealVerdict verdict = SealVerdict::failed;  ///< of that signature; of several that do not pass, the best
};

/// A file of a container; of a document that is signed within itself, the document.
struct VerifiedFile {
    std::string name;         ///< in the container; of a document its file name
    std::uint64_t bytes = 0;  ///< as hashed: of an enveloped signature the canonical octets
    std::string digest;       ///< SHA-256, hexadecimal, of what was hashed in this check
    bool covered = false;
    bool intact = false;
};

/// The report on one file.
struct VerificationReport {
    SealVerdict verdict = SealVerdict::failed;
    std::string format;                     ///< "ASiC-E", "XAdES", "PAdES"; empty if the file is none of them
    std::vector<SealFinding> findings;      ///< why it is not passed, those of the signatures included
    std::vector<SealFinding> warnings;      ///< of the file and of its signatures
    std::vector<SignatureReport> signatures;
    std::vector<VerifiedFile> files;
    std::vector<TimeStampReport> evidence;  ///< evidence records that were given with the file
    std::vector<ExpectedSigner> expected;   ///< who was asked for; empty if nobody was
};

}  // namespace wetbode
