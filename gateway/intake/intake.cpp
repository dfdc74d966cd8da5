// SPDX-License-Identifier: EUPL-1.2
#include "gateway/intake/intake.hpp"

#include "gateway/intake/faults.hpp"
#include "gateway/intake/numbers.hpp"
#include "gateway/intake/rules.hpp"

#include <tuple>

namespace wetbode {
namespace {

Refusal key_reused() {
    return {.code = "KEY_REUSED",
            .title = {"Sleutel al gebruikt", "Key already used"},
            .detail = {"Met deze Idempotency-Key is al een andere inhoud ingediend. Er is niets gewijzigd.",
                       "With this Idempotency-Key another content was submitted before. Nothing was changed."},
            .remedy = {"Gebruik een nieuwe sleutel voor een nieuwe indiening.",
                       "Use a new key for a new submission."}};
}

Refusal document_invalid() {
    return {.code = "DOCUMENT_INVALID",
            .title = {"Document niet aanvaard", "Document not accepted"},
            .detail = {"Minstens één document voldoet niet aan zijn type. Elke fout staat in de lijst.",
                       "At least one document does not satisfy its type. Every fault is listed."},
            .remedy = {"Verbeter de documenten op de genoemde plaatsen en dien opnieuw in; dezelfde sleutel mag.",
                       "Mend the documents at the places named and submit again; the same key may be used."}};
}

/// The type that an XML file must satisfy: as declared, else as its root element tells. Empty with an XML media type =
/// unknown, which the catalogue refuses: XML that nobody can check does not pass the door.
std::string type_of(Rendition const& file, SubmissionKind kind, Content const& content, Catalogue const& catalogue) {
    if (!file.document_type.empty()) return file.document_type;
    if (kind == SubmissionKind::letter) return std::string(letter_document_type);
    return catalogue.type_by_root(content);
}

bool is_xml(Rendition const& file) { return !file.document_type.empty() || is_xml_media_type(file.media_type); }

std::optional<Refusal> document_fault(Submission const& submission, Catalogue const& catalogue, FileCheck const& files,
                                      std::vector<Verdict>& verdicts) {
    FaultList faults;
    for (auto const& piece : submission.manifest.pieces) {
        for (auto const& file : piece.files) {
            auto const& content = submission.files.at(file.name);
            auto& verdict = verdicts.emplace_back();
            if (is_xml(file)) {
                auto const type = type_of(file, submission.manifest.kind, content, catalogue);
                verdict = catalogue.check(type, file.name, content);
            } else {
                auto found = files.check({file.name, file.media_type}, content);
                verdict.faults = std::move(found.faults);
                verdict.more_faults = found.more_faults;
            }
            for (auto const& fault : verdict.faults) faults.add(fault);
            if (verdict.more_faults) faults.there_are_more();
        }
    }
    return std::move(faults).into(document_invalid());
}

}  // namespace

Intake::Intake(Ledger& ledger, Catalogue const& catalogue, FileCheck const& files, Routes const& routes,
               AccessPolicy const& access)
    : ledger_(ledger), catalogue_(catalogue), files_(files), routes_(routes), access_(access) {}

Result<Receipt> Intake::receive(Submission submission) {
    auto const refuse = [&](Refusal refusal) -> Result<Receipt> {
        ledger_.refuse({submission.id, submission.key, submission.received, submission.manifest.dossier.id, refusal});
        return tl::unexpected(std::move(refusal));
    };
    submission.digest = digest_of(submission.manifest, submission.files);
    if (auto const earlier = ledger_.receipt_of(submission.key)) {  // same key, same answer
        if (earlier->receipt.digest == submission.digest) return earlier->receipt;
        return refuse(key_reused());
    }
    if (auto found = examine(submission); found.refusal) return refuse(std::move(*found.refusal));

    auto const plan = routes_.plan(submission);
    ensure(plan.has_value(), "what was examined has a route");
    // A letter without a dossier is its own matter: otherwise all such letters would wait for one another.
    auto& dossier = submission.manifest.dossier.id;
    if (dossier.empty()) dossier.text = "urn:uuid:" + submission.id.text;
    auto const [id, key, received] = std::tuple(submission.id, submission.key, submission.received);
    auto receipt = ledger_.admit(std::move(submission), *plan);  // record, steps, events and receipt in one transaction
    if (!receipt) ledger_.refuse({id, key, received, {}, receipt.error()});  // lost the race for its key
    return receipt;
}

Examination Intake::examine(Submission& submission) const {
    Examination found;
    auto const stop = [&](std::optional<Refusal> refusal) {
        found.refusal = std::move(refusal);
        return found.refusal.has_value();
    };
    if (stop(manifest_fault(submission.manifest))) return found;
    if (stop(letter_fault(submission.manifest))) return found;
    if (stop(manifest_gap(submission))) return found;  // a missing file is never left out
    if (stop(document_fault(submission, catalogue_, files_, found.verdicts))) return found;

    auto const plan = routes_.plan(submission);
    found.refusal = plan ? access_.leak_in(submission, *plan) : std::optional(plan.error());
    return found;
}

}  // namespace wetbode
