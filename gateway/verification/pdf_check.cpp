// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/verification.hpp"

#include "gateway/crypto/hashing.hpp"
#include "gateway/pades/pdf_signatures.hpp"
#include "gateway/verification/findings.hpp"
#include "gateway/verification/judgement.hpp"

#include <algorithm>
#include <array>

namespace wetbode {

namespace {

struct ChangeWords {
    PdfChangeKind kind;
    char const* nl;
    char const* en;
};

constexpr std::array<ChangeWords, 8> change_words{{
    {PdfChangeKind::security_store, "gegevens voor het nazicht", "values for checking"},
    {PdfChangeKind::time_stamp, "een tijdstempel", "a time stamp"},
    {PdfChangeKind::signature, "een handtekening", "a signature"},
    {PdfChangeKind::form_fill_in, "een ingevuld veld", "a filled-in field"},
    {PdfChangeKind::locked_field, "een vergrendeld veld", "a locked field"},
    {PdfChangeKind::metadata, "gegevens over het document", "document information"},
    {PdfChangeKind::annotation, "een aantekening", "an annotation"},
    {PdfChangeKind::other, "de inhoud", "the content"},
}};

ChangeWords const& words_of(PdfChangeKind kind) {
    return *std::ranges::find(change_words, kind, &ChangeWords::kind);
}

/// ISO 32000-1 table 254; ISO 32000-2 lets evidence follow even where nothing else may. An annotation does not pass
/// even where a certification allows it (P 3): anybody can lay one over what was signed.
bool is_permitted(PdfChangeKind kind, std::optional<int> permits) {
    switch (kind) {
        case PdfChangeKind::security_store:
        case PdfChangeKind::time_stamp:
            return true;
        case PdfChangeKind::signature:
        case PdfChangeKind::metadata:
            return permits != 1;
        case PdfChangeKind::form_fill_in:
            return permits.value_or(1) >= 2;
        case PdfChangeKind::locked_field:
        case PdfChangeKind::annotation:
        case PdfChangeKind::other:
            return false;
    }
    return false;
}

bool is_evidence(PdfChangeKind kind) {
    return kind == PdfChangeKind::security_store || kind == PdfChangeKind::time_stamp;
}

bool is_signature(ReadPdfSignature const& one) {
    return one.kind == ReadPdfSignature::Kind::signature;
}

class PdfVerification {
public:
    PdfVerification(ReadPdf const& pdf, VerificationOptions const& options) : pdf_(pdf), options_(options) {}

    void run(VerificationReport& report) {
        for (auto const& one : pdf_.signatures)
            if (is_signature(one)) report.signatures.push_back(judged(one));
        for (auto const& one : report.signatures) {
            findings_.add(one.findings);
            warnings_.add(one.warnings);
        }
        if (pdf_.signatures.empty())
            findings_.add("FORMAT_FAILURE", "Het document bevat geen handtekening.",
                          "The document holds no signature.");
        else if (report.signatures.empty())
            findings_.add("FORMAT_FAILURE", "Het document heeft een tijdstempel, maar geen handtekening.",
                          "The document has a time stamp, but no signature.");
        tell_broken_stamps();
        report.verdict = verdict_of(findings_.list);
        report.findings = std::move(findings_.list);
        report.warnings = std::move(warnings_.list);
    }

private:
    SignatureReport judged(ReadPdfSignature const& one) {
        SignatureReport report;
        Findings findings;
        Findings warnings;
        report.name = one.field;
        bool const baseline = one.sub_filter == "ETSI.CAdES.detached";
        report.format = baseline ? "PAdES" : "PDF";
        report.signed_at = one.claimed_at;
        for (auto const& flaw : one.flaws) findings.add(flaw.code, flaw.message.nl, flaw.message.en);
        if (one.cms) judge_signer(one, *one.cms, baseline, report, findings, warnings);
        tell_changes(one, report, findings, warnings);
        report.verdict = verdict_of(findings.list);
        report.findings = std::move(findings.list);
        report.warnings = std::move(warnings.list);
        return report;
    }

    void judge_signer(ReadPdfSignature const& one, ReadCms const& cms, bool baseline, SignatureReport& report,
                      Findings& findings, Findings& warnings) {
        auto judgement = judge(evidence_of(one, cms), options_.anchors, options_.policy, options_.now);
        findings.add(judgement.findings);
        warnings.add(judgement.warnings);
        if (!cms.names_certificate && !baseline)
            warnings.add("SIG_CONSTRAINTS_FAILURE",
                         "De handtekening zegt niet welk certificaat erbij hoort, zoals PAdES het vraagt.",
                         "The signature does not say which certificate belongs to it, as PAdES asks.");
        if (baseline && cms.signing_time)
            warnings.add("FORMAT_FAILURE", "De handtekening noemt een tijdstip op een plaats die PAdES verbiedt.",
                         "The signature tells a time in a place that PAdES forbids.");
        // "PAdES-B-LT", "PKCS7-B-LT": an older kind is told as such.
        report.level = (baseline ? "PAdES-" : "PKCS7-") + judgement.level;
        report.algorithm = std::move(judgement.algorithm);
        report.trusted_by = std::move(judgement.trusted_by);
        report.proven_at = judgement.proven_at;
        report.time_stamps = std::move(judgement.time_stamps);
        report.certificate = hex_of(hash_of(HashAlgorithm::sha256, cms.certificate));
        report.certificate_der = cms.certificate;
        if (!judgement.signer) return;
        report.signer = judgement.signer->subject;
        report.issuer = judgement.signer->issuer;
    }

    [[nodiscard]] SignatureEvidence evidence_of(ReadPdfSignature const& one, ReadCms const& cms) const {
        SignatureEvidence evidence;
        evidence.certificate = cms.certificate;
        evidence.certificates = cms.certificates;
        evidence.certificates.insert(evidence.certificates.end(), pdf_.store.certificates.begin(),
                                     pdf_.store.certificates.end());
        evidence.revocation = pdf_.store;
        auto const& own = cms.revocation;
        evidence.revocation.crls.insert(evidence.revocation.crls.end(), own.crls.begin(), own.crls.end());
        evidence.revocation.ocsps.insert(evidence.revocation.ocsps.end(), own.ocsps.begin(), own.ocsps.end());
        evidence.algorithm = cms.algorithm;
        evidence.signed_at = one.claimed_at;
        if (cms.has_time_token)
            evidence.time_stamps.push_back(
                {StampEvidence::Kind::signature, cms.time_token, cms.time_imprint_holds, false, cms.aged_time_token});
        for (auto const& stamp : pdf_.signatures) {
            if (is_signature(stamp) || stamp.covered_to <= one.covered_to) continue;
            bool const whole = stamp.token_imprint_holds && stamp.flaws.empty();
            bool const covers = pdf_.store_known_to > 0 && stamp.covered_to > pdf_.store_known_to;
            evidence.time_stamps.push_back(
                {StampEvidence::Kind::document, stamp.token, whole, covers, stamp.aged_token});
        }
        return evidence;
    }

    static void tell_changes(ReadPdfSignature const& one, SignatureReport& report, Findings& findings,
                             Findings& warnings) {
        bool const usable = one.covered_to > 0;
        report.coverage = !usable ? Coverage::part : one.whole ? Coverage::whole : Coverage::revision;
        for (auto const& change : one.changes) {
            report.added_to = report.added_to || !is_evidence(change.kind);
            auto const& words = words_of(change.kind);
            auto const place_nl = place_of(change, change.how.nl);
            auto const place_en = place_of(change, change.how.en);
            if (is_permitted(change.kind, one.permits))
                warnings.add("ADDED_LATER", std::string("Na de handtekening kwam erbij: ") + words.nl + place_nl,
                             std::string("Added after the signature: ") + words.en + place_en);
            else if (change.kind == PdfChangeKind::annotation && one.permits == 3)
                findings.add("SIG_CONSTRAINTS_FAILURE",
                             std::string("Na de handtekening kwam erbij wat ze toelaat, maar wat kan bedekken wat "
                                         "ondertekend is: ") +
                                 words.nl + place_nl,
                             std::string("Added after the signature, which allows it, but it can cover what was "
                                         "signed: ") +
                                 words.en + place_en);
            else
                // What certifies a document or locks a field forbids other changes; a plain signature says nothing.
                findings.add(
                    forbids(one, change.kind) ? "FORMAT_FAILURE" : "SIG_CONSTRAINTS_FAILURE",
                    std::string("Na de handtekening is gewijzigd wat ze niet toelaat: ") + words.nl + place_nl,
                    std::string("Changed after the signature, which does not allow it: ") + words.en + place_en);
        }
    }

    static bool forbids(ReadPdfSignature const& one, PdfChangeKind kind) {
        return one.permits || kind == PdfChangeKind::locked_field;
    }

    /// " (object 7: was changed)."
    static std::string place_of(PdfChange const& change, std::string const& how) {
        auto inside = change.place;
        if (!inside.empty() && !how.empty()) inside += ": ";
        inside += how;
        return inside.empty() ? "." : " (" + inside + ").";
    }

    /// A stamp that covers a signature is told with it; one that is broken is told in any case.
    void tell_broken_stamps() {
        for (auto const& one : pdf_.signatures) {
            if (is_signature(one)) continue;
            for (auto const& flaw : one.flaws)
                findings_.add(flaw.code, one.field + ": " + flaw.message.nl, one.field + ": " + flaw.message.en);
        }
    }

    ReadPdf const& pdf_;
    VerificationOptions const& options_;
    Findings findings_;
    Findings warnings_;
};

}  // namespace

VerificationReport verify_pdf(Content const& pdf, std::string const& name, VerificationOptions const& options) {
    VerificationReport report;
    report.format = "PAdES";
    auto const read = read_pdf_signatures(pdf);
    if (!read) {
        report.format.clear();
        report.findings.push_back({"FORMAT_FAILURE", read.error().detail});
        return report;
    }
    PdfVerification(*read, options).run(report);
    auto const& all = report.signatures;
    VerifiedFile file{name, pdf.bytes, pdf.digest.hex(), false, false};
    file.covered = std::ranges::any_of(all, [](auto const& one) { return one.coverage == Coverage::whole; });
    auto const is_intact = [](auto const& one) { return one.flaws.empty(); };
    file.intact = !all.empty() && std::ranges::all_of(read->signatures, is_intact);
    if (all.empty()) report.format.clear();
    report.files.push_back(std::move(file));
    return report;
}

}  // namespace wetbode
