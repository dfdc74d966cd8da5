// SPDX-License-Identifier: EUPL-1.2
// Judges who signed and when (ETSI EN 319 102-1 sections 5.3 to 5.6), whatever the format of the signature: certificate
// path, revocation, time stamps as proofs of existence. Whether the signed octets are intact is asked elsewhere, by
// whoever reads the format. Pure but for `policy.source`; any thread.
#pragma once

#include "gateway/crypto/algorithm.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/revocation/revocation.hpp"
#include "gateway/timestamp/aged_token.hpp"
#include "gateway/timestamp/time_token.hpp"
#include "gateway/verification/findings.hpp"
#include "gateway/verification/trust.hpp"

#include <optional>
#include <string>
#include <vector>

namespace wetbode {

/// A time stamp as the format carries it. Whoever reads the format recomputes what it is over.
struct StampEvidence {
    enum class Kind {
        signature,  ///< over the signature value; proves nothing about other stamps
        archive,    ///< over the signature and everything that was added to it before
        document    ///< of a PDF: over the whole document up to it
    };
    Kind kind = Kind::signature;
    /// Empty: it cannot be read, so the signature never passes, or is `aged`.
    std::optional<ReadTimeToken> token;
    bool imprint_holds = false;          ///< the token is over exactly what it must be over
    /// It also covers all revocation values of the document: they are proven to be as old as it.
    bool covers_revocation = false;
    std::optional<AgedTimeToken> aged{};  ///< instead of the token: it proves nothing, and takes nothing away
};

struct SignatureEvidence {
    std::string certificate;                 ///< DER of the signer, the one that the signed attributes name
    std::vector<std::string> certificates;   ///< all others in the document, DER, of the time stamps' too; any order
    RevocationValues revocation;             ///< all in the document
    std::vector<StampEvidence> time_stamps;  ///< in the order in which they were added: later ones cover earlier ones
    std::optional<SignatureAlgorithm> algorithm;  ///< of the signature value; empty: not told
    std::optional<Instant> signed_at;        ///< claimed; held against the signer, never for him
};

/// When a certificate may pass without a word about its revocation.
enum class RevocationRule {
    needed,  ///< never (TRY_LATER), but: the certificate itself says so (RFC 9608, ETSI EN 319 412-1 section 5.2.2
             ///< validity assured), or it names no service and its anchor is configured so
    none     ///< always. What the document says about a revocation still counts
};

struct JudgementPolicy {
    RevocationRule revocation = RevocationRule::needed;
    /// Asked for each certificate of a trusted path that names a service and about which the document says nothing. The
    /// answer never makes a level: it is not in the document. May be null: nobody is called.
    RevocationSource* source = nullptr;
    /// Something beside the file proves that all of it existed then: an evidence record over it.
    std::optional<Instant> existed_at{};
};

struct Judgement {
    std::vector<SealFinding> findings;  ///< why it is not passed
    std::vector<SealFinding> warnings;
    std::optional<CertificateFacts> signer;  ///< empty with a finding if `certificate` is none
    std::string algorithm;                   ///< "P-256, ECDSA with SHA-256"; empty if it was not told
    std::string trusted_by;                  ///< name of the anchor; empty if there is no path
    std::optional<Instant> proven_at;        ///< oldest valid time stamp over the signature, or JudgementPolicy's
    std::vector<TimeStampReport> time_stamps;
    /// "B-B", "B-T", "B-LT", "B-LTA": what the document itself proves, by stamps that are intact and of an authority
    /// that is trusted. A PDF whose only stamp is a document time stamp has B-T by it.
    std::string level;
};

/// The signer's certificate path is judged at the best signature time: the oldest valid time stamp, else `now`.
/// Codes: NO_SIGNING_CERTIFICATE_FOUND, NO_CERTIFICATE_CHAIN_FOUND, CHAIN_CONSTRAINTS_FAILURE,
/// CERTIFICATE_CHAIN_GENERAL_FAILURE, OUT_OF_BOUNDS_NO_POE, REVOKED_NO_POE, REVOKED_CA_NO_POE, REVOKED, TRY_LATER,
/// EXPIRED, NOT_YET_VALID, SIG_CONSTRAINTS_FAILURE, CRYPTO_CONSTRAINTS_FAILURE, CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
/// TIMESTAMP_ORDER_FAILURE; for stamps that were tampered with HASH_FAILURE, SIG_CRYPTO_FAILURE. A
/// stamp that is whole but not trusted proves nothing and is told as a warning.
[[nodiscard]] Judgement judge(SignatureEvidence const& evidence, TrustAnchors const& anchors,
                              JudgementPolicy const& policy, Instant now);

}  // namespace wetbode
