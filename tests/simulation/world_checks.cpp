// SPDX-License-Identifier: EUPL-1.2
// The promises of the house, looked up in the record and at the counterparts.
#include "simulation/world.hpp"

#include "gateway/base/content.hpp"

#include <limits>
#include <set>

namespace wetbode {
namespace {

using State = TransferState;

}  // namespace

std::vector<std::string> World::broken_promises(Stage stage) {
    auto broken = broken_;
    broken.insert(broken.end(), ledger_.violations().begin(), ledger_.violations().end());
    for (auto const& [name, counterpart] : counterparts_)
        broken.insert(broken.end(), counterpart->violations().begin(), counterpart->violations().end());
    check_receipts(broken);
    check_transfers(stage, broken);
    check_contents(broken);
    check_times(stage, broken);
    check_order(broken);
    check_events(broken);
    return broken;
}

/// Every seal that was to get a time has exactly one, over what the seal made, which is still there; or it is in
/// quarantine and counted as owed. However many tokens were bought.
void World::check_times(Stage stage, std::vector<std::string>& broken) {
    std::map<SubmissionId, int> told;
    for (std::int64_t last = 0;;) {
        auto const page = stand_->ledger().events({}, last, std::numeric_limits<std::int64_t>::max(), 500);
        for (auto const& event : page.events)
            if (event.kind == "seal.timed") ++told[event.submission];
        if (page.events.empty()) break;
        last = page.events.back().sequence;
    }
    std::int64_t owed = 0;
    int kept = 0;
    for (auto const& [key, receipt] : receipts_) {
        auto const seal = stand_->ledger().submission(receipt.submission)->seal;
        auto const& time = seal.time;
        auto const name = "the time of " + receipt.submission.text;
        auto const is_planned = key.back() % 3 != 0;
        auto const ended = time.state == (is_planned ? "done" : "none");
        auto const waits = time.state == "quarantined" || (time.state == "planned" && seal.state == "quarantined");
        if (!ended && (stage == Stage::cleared || !waits)) broken.push_back(name + " stays " + time.state);
        owed += time.state == "quarantined" ? 1 : 0;
        if (told[receipt.submission] != (time.state == "done" ? 1 : 0)) broken.push_back(name + " is not told once");
        if (time.state != "done") continue;
        ++kept;
        auto const read = [&](Digest const& digest) { return read_whole(stand_->ledger().fetch(digest), 1 << 20); };
        auto const original = read(*seal.container);
        if (time.mode == TimeMode::act && !read(*time.container).starts_with("timed(" + original + ")"))
            broken.push_back(name + " is over something else");
        if (time.mode == TimeMode::batch && !read(*time.evidence).starts_with("ers(" + seal.container->hex() + ")"))
            broken.push_back(name + " proves something else");
        if (time.failing_since || !time.at) broken.push_back(name + " is done and not done");
    }
    if (stand_->ledger().time_debt().owed != owed) broken.push_back("the evidence debt is not what is owed");
    if (kept > 0 && tokens_ == 0) broken.push_back("a time without a token");
}

/// Every sender has a receipt, and the record still knows all that the receipt says.
void World::check_receipts(std::vector<std::string>& broken) {
    for (auto const& [key, submission] : sent_) {
        auto const promised = receipts_.find(key);
        auto const kept = stand_->ledger().receipt_of(submission.key);
        if (promised == receipts_.end()) broken.push_back("key " + key + " has no receipt");
        else if (!kept || kept->receipt != promised->second) broken.push_back("the receipt of " + key + " is lost");
    }
    auto const census = stand_->ledger().census();
    if (census.submissions != static_cast<std::int64_t>(sent_.size()))
        broken.push_back("admitted " + std::to_string(census.submissions) + " of " + std::to_string(sent_.size()));
}

/// Admitted = delivered + refused + rerouted + quarantined (+ what waits behind something quarantined).
void World::check_transfers(Stage stage, std::vector<std::string>& broken) {
    std::set<TransferId> seen;
    for (auto const& transfer : all_transfers()) {
        auto const name = "transfer " + transfer.id.text;
        if (!seen.insert(transfer.id).second) broken.push_back(name + " is listed twice");
        auto const state = transfer.state;
        auto const taken = counterparts_.at(transfer.counterpart)->taken().contains(transfer.id);
        if ((state == State::acknowledged || state == State::handed_over) && !taken)
            broken.push_back(name + " is called delivered but its counterpart has nothing");
        if ((state == State::refused || state == State::rerouted) && taken)
            broken.push_back(name + " was declined but its counterpart has it");
        auto const held_up = state == State::waiting && (transfer.blocked_by || !transfer.sealed);
        auto const allowed_at_rest = state == State::quarantined || held_up;
        auto const ended = state == State::acknowledged || state == State::refused || state == State::rerouted;
        if (!ended && (stage == Stage::cleared || !allowed_at_rest))
            broken.push_back(name + " stays " + std::string(name_of(state)));
    }
    for (auto const& [key, receipt] : receipts_)
        for (auto const& transfer : receipt.transfers)
            if (!seen.contains(transfer.id)) broken.push_back("transfer " + transfer.id.text + " is lost");
}

/// What a counterpart holds is what the sender sent, once, and only what was admitted.
void World::check_contents(std::vector<std::string>& broken) {
    std::map<SubmissionId, std::string> expected;
    for (auto const& [key, receipt] : receipts_) {
        std::vector<EnvelopeFile> files;
        for (auto const& piece : sent_.at(key).manifest.pieces)
            for (auto const& rendition : piece.files) files.push_back({piece.id, rendition});
        expected[receipt.submission] = content_of(files);
    }
    for (auto const& [name, counterpart] : counterparts_) {
        std::set<SubmissionId> once;
        for (auto const& [transfer, taken] : counterpart->taken()) {
            if (!once.insert(taken.submission).second)
                broken.push_back(name.text + " got " + taken.submission.text + " twice");
            auto const sent = expected.find(taken.submission);
            if (sent == expected.end()) broken.push_back(name.text + " got something that was never admitted");
            else if (sent->second != taken.content) broken.push_back(name.text + " got another content");
        }
    }
}

/// Per dossier a counterpart sees the submissions in the order of their admission.
void World::check_order(std::vector<std::string>& broken) {
    std::map<SubmissionId, std::int64_t> admission;
    for (auto const& [key, receipt] : receipts_) admission[receipt.submission] = receipt.sequence;
    for (auto const& [name, counterpart] : counterparts_) {
        if (name.text == "print") continue;  // its transfers are opened by others, in the order of their reroutes
        std::map<DossierId, std::int64_t> last;
        for (auto const& transfer : counterpart->order()) {
            auto const& taken = counterpart->taken().at(transfer);
            auto const number = admission[taken.submission];
            if (number < last[taken.dossier])
                broken.push_back(name.text + " got " + taken.dossier.text + " out of order");
            last[taken.dossier] = number;
        }
    }
}

/// Numbers without a gap, times that never step back, one admission per submission.
void World::check_events(std::vector<std::string>& broken) {
    std::int64_t last = 0;
    std::map<SubmissionId, int> admissions;
    for (;;) {
        auto const page = stand_->ledger().events({}, last, std::numeric_limits<std::int64_t>::max(), 500);
        for (auto const& event : page.events) {
            if (event.sequence != last + 1) broken.push_back("a gap before event " + std::to_string(event.sequence));
            last = event.sequence;
            if (event.kind == "submission.admitted" && ++admissions[event.submission] > 1)
                broken.push_back(event.submission.text + " was admitted twice");
        }
        if (page.events.empty()) break;
    }
    for (auto const& [key, receipt] : receipts_)
        if (admissions[receipt.submission] != 1) broken.push_back("no event admits " + key);
}

}  // namespace wetbode
