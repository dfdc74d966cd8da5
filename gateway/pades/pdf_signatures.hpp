// SPDX-License-Identifier: EUPL-1.2
// Reads the signatures and document time stamps of a PDF that somebody hands us, with all that can be said of them
// without trust: are they whole, over what, and what was added since. Judging is gateway/verification's. Pure but for
// the reading of the file; any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/crypto/algorithm.hpp"
#include "gateway/refusal.hpp"
#include "gateway/revocation/revocation.hpp"
#include "gateway/timestamp/aged_token.hpp"
#include "gateway/timestamp/time_token.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wetbode {

/// Something that is not as it must be. `code`: sub-indication of ETSI EN 319 102-1.
struct PdfFlaw {
    std::string code;
    Text message;
};

/// The SignerInfo of a signature (RFC 5652, ETSI EN 319 122-1).
struct ReadCms {
    std::string certificate;                      ///< DER of the signer's; empty if the message does not hold it
    std::vector<std::string> certificates;        ///< all in the message, DER
    RevocationValues revocation;                  ///< in the message, and in Adobe's attribute for them
    std::optional<SignatureAlgorithm> algorithm;  ///< empty: one that is not accepted, told in `algorithm_name`
    std::string algorithm_name;                   ///< dotted identifiers if it is not accepted
    bool digest_holds = false;                    ///< message-digest is the digest of the signed ranges
    bool signature_holds = false;                 ///< over the signed attributes, with the certificate's key
    bool names_certificate = false;               ///< ESS signing-certificate(-v2) names that certificate
    std::optional<ReadTimeToken> time_token;      ///< id-aa-signatureTimeStampToken
    bool has_time_token = false;
    std::optional<AgedTimeToken> aged_time_token;  ///< instead of the token, if its algorithms are too old
    bool time_imprint_holds = false;               ///< the token is over the signature value
    std::optional<Instant> signing_time;           ///< attribute that PAdES baseline forbids
};

enum class PdfChangeKind {
    security_store,  ///< DSS: values for checking
    time_stamp,      ///< a document time stamp
    signature,       ///< a further signature
    form_fill_in,    ///< the value of a form field that was there
    locked_field,    ///< the same, of a field that the signature locks (FieldMDP)
    metadata,        ///< document information, XMP
    annotation,      ///< comments, links and the like on a page
    other            ///< page content, resources, page tree, fields, or what could not be told
};

/// Something that was added or changed behind the last octet that a signature covers.
struct PdfChange {
    PdfChangeKind kind = PdfChangeKind::other;
    std::string place;  ///< "object 7", "/Root /Names", name of a field: alike in every language
    Text how;           ///< "was changed"; may be empty
};

struct ReadPdfSignature {
    enum class Kind { signature, time_stamp };
    std::string field;  ///< full name of the signature field
    Kind kind = Kind::signature;
    std::string sub_filter;  ///< "ETSI.CAdES.detached", "adbe.pkcs7.detached", "ETSI.RFC3161", ...
    std::string reason;
    std::string location;
    std::optional<Instant> claimed_at;  ///< /M
    std::vector<PdfFlaw> flaws;         ///< of the byte range, the dictionary and the message: each fails it
    std::uint64_t covered_to = 0;       ///< octets: end of the second range
    bool whole = false;                 ///< nothing but white space lies behind
    std::vector<PdfChange> changes;     ///< if not whole
    /// What its own certification allows afterwards (DocMDP, ISO 32000-1 table 254): 1 nothing, 2 forms and signatures,
    /// 3 annotations too. Empty: it certifies nothing.
    std::optional<int> permits;
    std::optional<ReadCms> cms;          ///< of a signature, if its message can be read
    std::optional<ReadTimeToken> token;  ///< of a document time stamp
    bool token_imprint_holds = false;
    std::optional<AgedTimeToken> aged_token;  ///< instead of the token, if its algorithms are too old; no flaw
};

struct ReadPdf {
    std::vector<ReadPdfSignature> signatures;  ///< by the octets that they cover, fewest first
    RevocationValues store;                    ///< Document Security Store of the newest revision
    /// Octets up to which the values of the store existed: 0 if there are none. A document time stamp that covers more
    /// proves them.
    std::uint64_t store_known_to = 0;
};

/// Refusals PDF_BROKEN, PDF_ENCRYPTED, PDF_TOO_INTRICATE (the codes of seal_pdf.hpp). A document without any signature
/// gives an empty list. Throws Outage("content").
[[nodiscard]] Result<ReadPdf> read_pdf_signatures(Content const& pdf);

}  // namespace wetbode
