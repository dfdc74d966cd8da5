// SPDX-License-Identifier: EUPL-1.2
// PDF documents (ETSI EN 319 142-1): gateway/pades tells what is in the file, judged here.
#include "gateway/base/content.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/pades/pdf_signatures.hpp"
#include "gateway/verification/verification.hpp"

#include <algorithm>
#include <utility>

namespace wetbode {

namespace {

enum class Weight { nothing, told, doubted, refused };

/// What a later change does to a signature. Without a certification (DocMDP) a signature allows what PAdES itself adds;
/// one that certifies allows what it says (ISO 32000-1 table 254).
Weight weight_of(PdfChangeKind kind, std::optional<int> permits) {
    switch (kind) {
        case PdfChangeKind::security_store:
        case PdfChangeKind::time_stamp: return Weight::nothing;
        case PdfChangeKind::signature: return permits == 1 ? Weight::refused : Weight::told;
        case PdfChangeKind::metadata: return permits == 1 ? Weight::doubted : Weight::told;
        case PdfChangeKind::form_fill_in:
            if (!permits) return Weight::doubted;
            return *permits >= 2 ? Weight::told : Weight::refused;
        case PdfChangeKind::annotation:
            if (!permits) return Weight::doubted;
            return *permits >= 3 ? Weight::told : Weight::refused;
        case PdfChangeKind::other: return Weight::refused;
    }
    return Weight::refused;
}

class PdfVerification {
public:
    PdfVerification(Content const& document, std::string const& name, VerificationOptions const& options)
        : document_(document), name_(name), options_(options) {}

    VerificationReport run() {
        report_.format = "PAdES";
        auto const read = read_pdf_signatures(document_);
        if (!read) {
            findings_.add("FORMAT_FAILURE", read.error().detail.nl, read.error().detail.en);
            return finish();
        }
        for (auto const& signature : read->signatures)
            if (signature.kind == ReadPdfSignature::Kind::signature) judge_one(*read, signature);
        if (report_.signatures.empty()) {
            findings_.add("FORMAT_FAILURE", "Het document bevat geen handtekening.",
                          "The document holds no signature.");
            report_.format.clear();
        }
        tell_document(*read);
        return finish();
    }

private:
    void judge_one(ReadPdf const& pdf, ReadPdfSignature const& read) {
        SignatureReport report;
        Findings findings;
        Findings warnings;
        report.name = read.field;
        report.format = "PAdES";
        report.signed_at = read.claimed_at;
        report.coverage = read.whole ? Coverage::whole : Coverage::revision;
        for (auto const& flaw : read.flaws) findings.add(flaw.code, flaw.message.nl, flaw.message.en);
        check_changes(read, findings, warnings);
        if (read.cms) check_message(pdf, read, report, findings, warnings);
        else if (read.flaws.empty())
            findings.add("FORMAT_FAILURE", "De handtekening is onleesbaar.", "The signature cannot be read.");
        report.verdict = verdict_of(findings.list);
        findings_.add(findings.list);
        warnings_.add(warnings.list);
        report.findings = std::move(findings.list);
        report.warnings = std::move(warnings.list);
        report_.signatures.push_back(std::move(report));
    }

    static void check_changes(ReadPdfSignature const& read, Findings& findings, Findings& warnings) {
        for (auto const& change : read.changes) {
            auto const where = change.place.empty() ? std::string{} : " (" + change.place + ")";
            switch (weight_of(change.kind, read.permits)) {
                case Weight::nothing: break;
                case Weight::told:
                    warnings.add("CHANGED_LATER", "Na de handtekening kwam er iets bij dat zij toelaat" + where + ".",
                                 "After the signature something was added that it allows" + where + ".");
                    break;
                case Weight::doubted:
                    findings.add("SIG_CONSTRAINTS_FAILURE",
                                 "Na de handtekening werd iets ingevuld of aangetekend" + where + ".",
                                 "After the signature something was filled in or annotated" + where + ".");
                    break;
                case Weight::refused:
                    findings.add("FORMAT_FAILURE", "Het document is gewijzigd na de handtekening" + where + ".",
                                 "The document was changed after the signature" + where + ".");
                    break;
            }
        }
        if (!read.whole && read.changes.empty())
            findings.add("FORMAT_FAILURE", "Er staat iets achter wat de handtekening dekt.",
                         "Something stands behind what the signature covers.");
    }

    void check_message(ReadPdf const& pdf, ReadPdfSignature const& read, SignatureReport& report, Findings& findings,
                       Findings& warnings) const {
        auto const& cms = *read.cms;
        if (!cms.digest_holds)
            findings.add("HASH_FAILURE", "Het document is gewijzigd na de ondertekening.",
                         "The document was changed after it was signed.");
        if (!cms.algorithm)
            findings.add("CRYPTO_CONSTRAINTS_FAILURE", "Het algoritme wordt niet aanvaard: " + cms.algorithm_name + ".",
                         "The algorithm is not accepted: " + cms.algorithm_name + ".");
        else if (!cms.certificate.empty() && !cms.signature_holds)
            findings.add("SIG_CRYPTO_FAILURE", "De handtekening klopt niet.", "The signature value does not hold.");
        if (!cms.names_certificate || cms.certificate.empty()) {
            findings.add("NO_SIGNING_CERTIFICATE_FOUND",
                         "Het certificaat dat de ondertekende eigenschappen noemen, is er niet bij.",
                         "The certificate that the signed attributes name is not there.");
            return;
        }
        auto judgement = judge(evidence_of(pdf, read), options_.anchors, options_.policy, options_.now);
        findings.add(judgement.findings);
        warnings.add(judgement.warnings);
        report.level = "PAdES-" + judgement.level;
        report.algorithm = std::move(judgement.algorithm);
        report.trusted_by = std::move(judgement.trusted_by);
        report.proven_at = judgement.proven_at;
        report.time_stamps = std::move(judgement.time_stamps);
        if (!judgement.signer) return;
        report.signer = judgement.signer->subject;
        report.issuer = judgement.signer->issuer;
        report.certificate = hex_of(hash_of(HashAlgorithm::sha256, cms.certificate));
    }

    static void append(RevocationValues& to, RevocationValues const& from) {
        to.ocsps.insert(to.ocsps.end(), from.ocsps.begin(), from.ocsps.end());
        to.crls.insert(to.crls.end(), from.crls.begin(), from.crls.end());
        to.certificates.insert(to.certificates.end(), from.certificates.begin(), from.certificates.end());
    }

    /// The time stamp over the signature value, and every document time stamp that covers the signature.
    static SignatureEvidence evidence_of(ReadPdf const& pdf, ReadPdfSignature const& read) {
        auto const& cms = *read.cms;
        SignatureEvidence evidence;
        evidence.certificate = cms.certificate;
        evidence.certificates = cms.certificates;
        evidence.algorithm = cms.algorithm;
        evidence.signed_at = read.claimed_at;
        append(evidence.revocation, cms.revocation);
        append(evidence.revocation, pdf.store);
        if (cms.has_time_token)
            evidence.time_stamps.push_back(
                {StampEvidence::Kind::signature, cms.time_token, cms.time_imprint_holds, false});
        for (auto const& other : pdf.signatures) {
            if (other.kind != ReadPdfSignature::Kind::time_stamp || other.covered_to <= read.covered_to) continue;
            bool const sound = other.token_imprint_holds && other.flaws.empty();
            bool const over_store = pdf.store_known_to > 0 && other.covered_to >= pdf.store_known_to;
            evidence.time_stamps.push_back({StampEvidence::Kind::document, other.token, sound, over_store});
        }
        return evidence;
    }

    void tell_document(ReadPdf const& pdf) {
        bool intact = !report_.signatures.empty();
        bool covered = false;
        for (auto const& signature : pdf.signatures) {
            if (signature.kind != ReadPdfSignature::Kind::signature) continue;
            covered = covered || signature.flaws.empty();
            intact = intact && signature.cms && signature.cms->digest_holds && signature.flaws.empty();
        }
        report_.files.push_back({name_, document_.bytes, document_.digest.hex(), covered, intact});
    }

    VerificationReport finish() {
        report_.verdict = verdict_of(findings_.list);
        report_.findings = std::move(findings_.list);
        report_.warnings = std::move(warnings_.list);
        return std::move(report_);
    }

    Content const& document_;
    std::string const& name_;
    VerificationOptions const& options_;
    Findings findings_;
    Findings warnings_;
    VerificationReport report_;
};

}  // namespace

VerificationReport verify_pdf(Content const& document, std::string const& name, VerificationOptions const& options) {
    return PdfVerification(document, name, options).run();
}

}  // namespace wetbode
