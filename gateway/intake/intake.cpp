// SPDX-License-Identifier: EUPL-1.2
#include "gateway/intake/intake.hpp"

#include "gateway/intake/faults.hpp"
#include "gateway/intake/numbers.hpp"
#include "gateway/intake/publication_notes.hpp"
#include "gateway/intake/rules.hpp"

#include <tuple>

namespace wetbode {
namespace {

/// Pieces of earlier submissions of a dossier that are looked at.
constexpr int known_pieces_max = 5000;

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

std::vector<Verdict> verdicts_on(Submission const& submission, IntakePolicies const& policies) {
    std::vector<Verdict> verdicts;
    for (auto const& piece : submission.manifest.pieces) {
        for (auto const& file : piece.files) {
            auto const came = submission.files.find(file.name);
            if (came == submission.files.end()) continue;  // told as a gap
            auto const& content = came->second;
            auto& verdict = verdicts.emplace_back();
            if (is_xml(file)) {
                auto const type = type_of(file, submission.manifest.kind, content, policies.catalogue);
                verdict = policies.catalogue.check(type, file.name, content);
            } else {
                auto found = policies.files.check({file.name, file.media_type}, content);
                verdict.faults = std::move(found.faults);
                verdict.more_faults = found.more_faults;
                verdict.file = file.name;
                verdict.media_type = file.media_type;
            }
        }
    }
    return verdicts;
}

/// One answer for all that was found: the first refusal speaks, the others add their faults. A sender who must mend
/// three things should not have to come back three times.
std::optional<Refusal> merged(std::vector<Refusal> refusals) {
    if (refusals.empty()) return std::nullopt;
    auto answer = std::move(refusals.front());
    FaultList faults;
    for (auto& fault : answer.faults) faults.add(std::move(fault));
    if (answer.more_faults) faults.there_are_more();
    for (std::size_t i = 1; i < refusals.size(); ++i) {
        auto& other = refusals[i];
        answer.detail.nl += " Ook: " + other.title.nl + ". " + other.detail.nl;
        answer.detail.en += " Also: " + other.title.en + ". " + other.detail.en;
        answer.remedy.nl += " " + other.remedy.nl;
        answer.remedy.en += " " + other.remedy.en;
        if (other.faults.empty())
            faults.add({.code = other.code, .message = {other.title.nl + ".", other.title.en + "."}});
        for (auto& fault : other.faults) faults.add(std::move(fault));
        if (other.more_faults) faults.there_are_more();
    }
    if (auto whole = std::move(faults).into(answer)) return whole;
    return answer;
}

/// The raw messages of parsers stay out: a receipt is for the sender and is kept for ever.
Advice advice_in(std::vector<Verdict> const& verdicts) {
    Advice advice;
    for (auto const& verdict : verdicts) {
        advice.count += static_cast<std::int64_t>(verdict.faults.size());
        for (auto const& fault : verdict.faults) {
            if (advice.faults.size() == Advice::faults_max) break;
            advice.faults.push_back(fault);
            auto& told = advice.faults.back();
            told.detail.clear();
            if (told.file.empty()) told.file = verdict.file;
        }
    }
    return advice;
}

}  // namespace

std::optional<Refusal> refusal_of(std::vector<Verdict> const& verdicts) {
    FaultList faults;
    for (auto const& verdict : verdicts) {
        if (verdict.valid()) continue;  // warnings and hints alone refuse nothing
        for (auto const& fault : verdict.faults) faults.add(fault);
        if (verdict.more_faults) faults.there_are_more();
    }
    return std::move(faults).into(document_invalid());
}

Intake::Intake(Ledger& ledger, IntakePolicies policies) : ledger_(ledger), policies_(policies) {}

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
    auto found = examine(submission);
    if (found.refusal) return refuse(std::move(*found.refusal));
    submission.advice = advice_in(found.verdicts);
    note_marks(submission);

    auto const plan = policies_.routes.plan(submission);
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
    auto const& manifest = submission.manifest;
    // What the manifest says is the measure of all the rest: while it is wrong, nothing else can be told.
    if (auto fault = manifest_fault(manifest)) return {std::move(fault), {}};
    if (auto fault = letter_fault(manifest)) return {std::move(fault), {}};

    std::vector<Refusal> refusals;
    auto const note = [&](std::optional<Refusal> refusal) {
        if (refusal) refusals.push_back(std::move(*refusal));
    };
    note(manifest_gap(submission));  // a missing file is never left out
    found.verdicts = verdicts_on(submission, policies_);
    note(refusal_of(found.verdicts));
    if (policies_.signatures != nullptr)
        note(check_signatures(submission, found.verdicts, *policies_.signatures));
    auto const plan = policies_.routes.plan(submission);
    if (plan) {
        note(policies_.access.leak_in(submission, *plan));
        note(incomplete(submission, *plan));
    } else {
        note(plan.error());
    }
    found.refusal = merged(std::move(refusals));
    return found;
}

std::optional<Refusal> Intake::incomplete(Submission const& submission, Plan const& plan) const {
    auto const& manifest = submission.manifest;
    FaultList faults;
    for (auto const& counterpart : plan.counterparts) {
        if (!policies_.completeness.concerns(manifest, counterpart)) continue;
        auto const there = ledger_.pieces_towards(counterpart, manifest.dossier.id, known_pieces_max);
        for (auto& gap : policies_.completeness.gaps_in(manifest, counterpart, there)) faults.add(std::move(gap));
    }
    return std::move(faults).into(dossier_incomplete());
}

}  // namespace wetbode
