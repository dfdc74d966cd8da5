// SPDX-License-Identifier: EUPL-1.2
// A small public key infrastructure for tests, demonstrations and partners: root, issuing authority, time authority
// (RFC 3161), OCSP responder (RFC 6960) and revocation lists (RFC 5280). It has no clock, no socket and no file: each
// call is told the instant. Never linked into the gateway. Thread safe.
#pragma once

#include "gateway/time.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::trust {

enum class KeyKind { p256, p384, rsa3072 };

/// What a certificate is for. The last ones, from time_not_critical on, are wrong on purpose.
enum class Purpose {
    seal,                  ///< digitalSignature and nonRepudiation
    person,                ///< nonRepudiation alone, as the signature certificates of identity cards
    client,                ///< clientAuth, as some seals have it
    documents,             ///< id-kp-documentSigning (RFC 9336) and timeStamping
    time_stamping,         ///< extended key usage timeStamping, critical (RFC 3161 section 2.3)
    ocsp_signing,          ///< id-kp-OCSPSigning and id-pkix-ocsp-nocheck
    ocsp_to_check,         ///< id-kp-OCSPSigning, and places that tell of its own revocation
    time_not_critical,     ///< timeStamping, but not marked critical
    time_and_more,         ///< timeStamping and emailProtection
    no_usage,              ///< signs, without any extended key usage: no responder, no time authority
    key_agreement,         ///< may not sign at all
    web_server,            ///< serverAuth and clientAuth
    code_signing,          ///< codeSigning
};

/// How the responder's own certificate is kept good (RFC 6960 section 4.2.2.2.1).
enum class ResponderKind {
    no_check,    ///< id-pkix-ocsp-nocheck
    to_check,    ///< its places tell
    short_lived  ///< for a day from the authorities' beginning; neither of the two
};

struct AuthorityWish {
    Instant from;                                  ///< the authorities begin here and last ten years
    std::string base_url = "http://trust.invalid"; ///< of OCSP, lists and issuers; no slash at the end
    KeyKind kind = KeyKind::p256;                  ///< of all authorities
    std::string name = "Wetbode test";             ///< organisation in every name
    ResponderKind responder = ResponderKind::no_check;
};

struct IssueWish {
    std::string common_name;
    KeyKind kind = KeyKind::p256;
    Instant from;
    Instant until;
    Purpose purpose = Purpose::seal;
    std::string given_name = {};     ///< of Purpose::person, as the next two
    std::string surname = {};
    std::string serial_number = {};  ///< ETSI EN 319 412-1 clause 5.1.3: "PNOBE-" and the national number
};

struct Issued {
    std::string certificate;  ///< DER
    std::string key_pem;      ///< PKCS #8, not encrypted
};

/// What the time authority does wrong, until it is told otherwise.
enum class TimeFault {
    none,
    wrong_nonce,
    no_nonce,
    wrong_imprint,
    rejected,             ///< PKIStatus rejection, systemFailure
    expired_certificate,  ///< its certificate ended an hour before genTime
    not_critical,         ///< the extended key usage is there, but not critical
    other_usage,          ///< a certificate of Purpose::no_usage
    stranger,             ///< signed under a root that nobody knows
    clock_ahead,          ///< genTime an hour late
    broken_signature,
    garbage,              ///< octets that are no response
};

/// What OCSP and the lists do wrong, until told otherwise.
enum class RevocationFault {
    none,
    unknown,              ///< OCSP does not know any certificate
    try_later,            ///< OCSP answers tryLater
    stale,                ///< thisUpdate 30 days and nextUpdate 23 days ago
    stranger,             ///< signed by a key of another authority
    responder_no_usage,   ///< the responder's certificate lacks id-kp-OCSPSigning
    indirect_list,        ///< IssuingDistributionPoint with indirectCRL
    critical_extension,   ///< the list holds a critical extension that nobody knows
    garbage,
};

/// CRLReason of RFC 5280 section 5.3.1; the values are those of the standard.
enum class Reason { unspecified = 0, key_compromise = 1, ca_compromise = 2, superseded = 4, cessation = 5 };

enum class Issuer { root, issuing };

class Authority {
public:
    explicit Authority(AuthorityWish wish);
    /// As kept() wrote it. Throws Outage("trust") if the text is not whole.
    [[nodiscard]] static Authority restored(std::string_view kept);
    Authority(Authority&&) noexcept;
    Authority& operator=(Authority&&) noexcept;
    ~Authority();

    /// Keys, certificates and revocations as text. It holds private keys.
    [[nodiscard]] std::string kept() const;

    [[nodiscard]] std::string root() const;               ///< DER, self-signed: the anchor
    [[nodiscard]] std::string issuing() const;            ///< DER, signed by the root
    [[nodiscard]] std::string time_certificate() const;   ///< DER, signed by the issuing authority
    [[nodiscard]] std::string responder() const;          ///< DER, signed by the issuing authority
    [[nodiscard]] std::string root_pem() const;

    /// A certificate of the issuing authority, with AIA (OCSP and caIssuers) and CRL distribution point.
    [[nodiscard]] Issued issue(IssueWish const& wish);
    /// DER of this certificate and its issuers, the root last.
    [[nodiscard]] std::vector<std::string> chain_of(std::string_view certificate) const;
    /// Throws Outage("trust") for a certificate that neither authority issued.
    void revoke(std::string_view certificate, Instant at, Reason reason);

    /// CertificateList, DER, good for seven days.
    [[nodiscard]] std::string crl(Issuer issuer, Instant now) const;
    /// OCSPResponse, DER, good for a day, to an OCSPRequest; its nonce is echoed. Malformed: status malformedRequest.
    [[nodiscard]] std::string ocsp(std::string_view request, Instant now) const;
    [[nodiscard]] std::string ocsp_for(std::string_view certificate, Instant now) const;
    /// TimeStampResp, DER, to a TimeStampReq. A request that RFC 3161 does not allow gets its PKIFailureInfo.
    [[nodiscard]] std::string time_stamp(std::string_view request, Instant now);

    void fail(TimeFault fault);
    void fail(RevocationFault fault);

    /// Policy of the tokens, below the arc for documentation and tests.
    static constexpr std::string_view policy = "1.3.6.1.4.1.32473.1.3161";

private:
    struct Inside;
    explicit Authority(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::trust
