// SPDX-License-Identifier: EUPL-1.2
#include "gateway/intake/arrivals.hpp"

#include "gateway/base/uuid.hpp"

#include <algorithm>
#include <utility>

namespace wetbode {

namespace {

/// An item that is bad at each poll is told once.
bool is_same(Refusal const& before, Refusal const& now) {
    return before.code == now.code && before.faults == now.faults;
}

/// The same, wherever it stands in the list by now.
bool is_same_elsewhere(Refusal const& before, Refusal const& now) {
    return before.code == now.code && std::ranges::equal(before.faults, now.faults, [](auto const& a, auto const& b) {
        return a.code == b.code && a.message == b.message;
    });
}

TakenIn refused(SubmissionId const& id, Refusal const& why) { return {TakenIn::How::refused, id, why.code}; }

}  // namespace

TakenIn Arrivals::take(IncomingItem item) {
    auto const now = parts_.clock.now();
    SubmissionKey const key{{parts_.counterpart.text}, item.key};
    // Polling finds the same item again until it is acknowledged: that must cost one question.
    if (auto const earlier = parts_.ledger.receipt_of(key))
        return {TakenIn::How::before, earlier->receipt.submission, {}};
    item.manifest.dossier.id = dossier_for(item);
    Submission submission;
    submission.id = SubmissionId{uuid_v7(now)};
    submission.key = key;
    submission.received = now;
    submission.manifest = std::move(item.manifest);
    submission.files = std::move(item.files);
    auto const id = submission.id;
    if (!item.publication.empty())
        submission.publication.push_back(
            {std::move(item.publication), {PublicationSourceKind::counterpart, parts_.counterpart.text, id, {}}});
    auto const dossier = submission.manifest.dossier.id;
    if (auto const before = parts_.ledger.refusal_of(key)) {
        auto const found = parts_.intake.examine(submission);
        if (found.refusal && is_same(before->refusal, *found.refusal)) return refused(before->id, *found.refusal);
    }
    auto names = std::move(item.references);
    if (!item.name.empty()) names.emplace(name_key, item.name);
    // First the names: what is on its way may be asked for under them.
    parts_.ledger.note_references(parts_.counterpart, dossier, names, parts_.counterpart.text, now);
    auto const receipt = parts_.intake.receive(std::move(submission));
    if (!receipt) return refused(id, receipt.error());
    return {receipt->submission == id ? TakenIn::How::taken : TakenIn::How::before, receipt->submission, {}};
}

void Arrivals::set_aside(std::string const& key, std::string const& name, Refusal const& why) {
    SubmissionKey const whole{{parts_.counterpart.text}, key};
    auto const before = parts_.ledger.refusal_of(whole);
    if (before && is_same_elsewhere(before->refusal, why)) return;
    auto const now = parts_.clock.now();
    IncomingItem item;
    item.name = name;
    parts_.ledger.refuse({SubmissionId{uuid_v7(now)}, whole, now, dossier_for(item), why});
}

/// As its sender says; else whoever bears the name; else a dossier that begins there.
DossierId Arrivals::dossier_for(IncomingItem const& item) const {
    if (!item.manifest.dossier.id.empty()) return item.manifest.dossier.id;
    for (auto const& known : parts_.ledger.named(parts_.counterpart, item.name))
        if (known.key == name_key) return known.dossier;
    return {"urn:wetbode:" + parts_.counterpart.text + ":" + item.name};
}

}  // namespace wetbode
