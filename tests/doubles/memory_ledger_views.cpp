// SPDX-License-Identifier: EUPL-1.2
#include "doubles/memory_ledger.hpp"

#include <algorithm>

namespace wetbode {
namespace {

using State = TransferState;

Refusal refusal(std::string code) { return {.code = std::move(code), .title = {"Kan niet", "Impossible"}}; }

}  // namespace

Forgotten MemoryLedger::forget_before(Forgetting const& forgetting) {
    before_housekeeping();
    std::scoped_lock const lock(mutex_);
    Forgotten forgotten;
    for (auto key = news_taken_.begin(); key != news_taken_.end() && forgotten.news_keys < forgetting.most;) {
        auto const old = key->second < forgetting.news_seen_before;
        forgotten.news_keys += old ? 1 : 0;
        key = old ? news_taken_.erase(key) : std::next(key);
    }
    for (auto one = refused_.begin(); one != refused_.end() && forgotten.refused < forgetting.most;) {
        auto const old = one->received < forgetting.refused_received_before;
        forgotten.refused += old ? 1 : 0;
        one = old ? refused_.erase(one) : std::next(one);
    }
    return forgotten;
}

Swept MemoryLedger::sweep(Sweeping const& sweeping) {
    std::scoped_lock const lock(mutex_);
    auto const end = orphans_.begin() + std::min<std::ptrdiff_t>(sweeping.most, std::ssize(orphans_));
    Swept swept{{orphans_.begin(), end}, true};
    orphans_.erase(orphans_.begin(), end);
    swept.all_seen = orphans_.empty();
    return swept;
}

void MemoryLedger::leave_orphan(SweptFile file) {
    std::scoped_lock const lock(mutex_);
    orphans_.push_back(std::move(file));
}

std::vector<RefusedSubmission> MemoryLedger::refused() const {
    std::scoped_lock const lock(mutex_);
    return refused_;
}

Result<Transfer> MemoryLedger::decide(TransferId const& id, Decision const& decision, State next,
                                      std::string const& kind) {
    auto* const one = kept(id);
    if (one == nullptr) return tl::unexpected(refusal("TRANSFER_UNKNOWN"));
    auto const state = one->transfer.state;
    auto const replays = state == State::refused || state == State::quarantined || state == State::returned;
    auto const withdraws = state == State::waiting || state == State::quarantined;
    if (next == State::waiting ? !replays : !withdraws) return tl::unexpected(refusal("TRANSFER_STATE"));
    enter(*one, next, decision.now, kind, decision.who);
    one->transfer.why = {decision.reason, decision.reason};
    if (next == State::waiting) {
        one->transfer.due = decision.now;
        one->transfer.attempts_in_round = 0;
        one->round_began = decision.now;
    }
    return view(*one);
}

Result<Transfer> MemoryLedger::replay(TransferId const& transfer, Decision const& decision) {
    std::unique_lock lock(mutex_);
    auto answer = decide(transfer, decision, State::waiting, "transfer.replayed");
    lock.unlock();
    ring();
    return answer;
}

Result<Transfer> MemoryLedger::withdraw(TransferId const& transfer, Decision const& decision) {
    std::unique_lock lock(mutex_);
    auto answer = decide(transfer, decision, State::withdrawn, "transfer.withdrawn");
    lock.unlock();
    ring();  // what it blocked may go now
    return answer;
}

Result<SealView> MemoryLedger::replay_seal(SubmissionId const& submission, Decision const& decision) {
    std::unique_lock lock(mutex_);
    auto const one = std::find_if(submissions_.begin(), submissions_.end(),
                                  [&](Admitted const& candidate) { return candidate.id == submission; });
    if (one == submissions_.end()) return tl::unexpected(refusal("SUBMISSION_UNKNOWN"));
    if (one->seal.state != "quarantined") return tl::unexpected(refusal("SEAL_STATE"));
    one->seal.state = "waiting";
    one->seal.since = one->seal_due = decision.now;
    one->seal.attempts = 0;
    auto answer = one->seal;
    lock.unlock();
    ring();
    return answer;
}

Transfer MemoryLedger::view(Kept const& one) const {
    auto seen = one.transfer;
    if (seen.state == State::waiting)
        if (auto const* const blocker = blocker_of(one)) seen.blocked_by = blocker->transfer.id;
    return seen;
}

SubmissionView MemoryLedger::view(Admitted const& one) const {
    SubmissionView seen;
    seen.id = one.id;
    seen.key = one.key;
    seen.state = "admitted";
    seen.received = one.received;
    seen.manifest = one.manifest;
    seen.receipt = one.receipt;
    seen.seal = one.seal;
    seen.files = one.files;
    seen.publication = published(one.receipt.dossier);
    for (auto const& kept_one : transfers_)
        if (kept_one.transfer.submission == one.id) seen.transfers.push_back(view(kept_one));
    return seen;
}

std::optional<SubmissionView> MemoryLedger::submission(SubmissionId const& id) {
    std::scoped_lock const lock(mutex_);
    for (auto const& one : submissions_)
        if (one.id == id) return view(one);
    for (auto const& one : refused_) {
        if (one.id != id) continue;
        SubmissionView seen;
        seen.id = id;
        seen.key = one.key;
        seen.state = "refused";
        seen.received = one.received;
        seen.manifest.dossier.id = one.dossier;
        seen.refusal = one.refusal;
        seen.seal.state = "none";
        return seen;
    }
    return std::nullopt;
}

std::vector<Piece> MemoryLedger::pieces_towards(CounterpartName const& counterpart, DossierId const& dossier,
                                                int most) {
    std::scoped_lock const lock(mutex_);
    std::vector<Piece> pieces;
    for (auto const& one : transfers_) {
        auto const& transfer = one.transfer;
        if (dossier.empty() || transfer.counterpart != counterpart || transfer.dossier != dossier) continue;
        if (transfer.state == State::refused || transfer.state == State::withdrawn ||
            transfer.state == State::rerouted)
            continue;
        for (auto const& piece : admitted(transfer.submission).manifest.pieces)
            if (static_cast<int>(pieces.size()) < most) pieces.push_back(piece);
    }
    return pieces;
}

std::vector<Transfer> MemoryLedger::transfers(TransferFilter const& filter) {
    std::scoped_lock const lock(mutex_);
    std::vector<Transfer> list;
    auto past = filter.after.empty();
    for (auto const& one : transfers_) {
        auto const& transfer = one.transfer;
        auto const wanted = past && (!filter.state || transfer.state == *filter.state) &&
                            (!filter.counterpart || transfer.counterpart == *filter.counterpart) &&
                            (!filter.submission || transfer.submission == *filter.submission) &&
                            (!filter.sender || admitted(transfer.submission).key.client == *filter.sender);
        if (transfer.id.text == filter.after) past = true;
        if (wanted && static_cast<int>(list.size()) < filter.most) list.push_back(view(one));
    }
    return list;
}

std::optional<Transfer> MemoryLedger::transfer(TransferId const& id) {
    std::scoped_lock const lock(mutex_);
    auto const* const one = kept(id);
    return one == nullptr ? std::nullopt : std::optional(view(*one));
}

std::vector<Attempt> MemoryLedger::attempts(TransferId const& id, int most) {
    std::scoped_lock const lock(mutex_);
    auto const* const one = kept(id);
    if (one == nullptr) return {};
    auto list = one->attempts;
    if (static_cast<int>(list.size()) > most) list.resize(static_cast<std::size_t>(most));
    return list;
}

EventPage MemoryLedger::events(EventFilter const& filter, std::int64_t after, std::int64_t up_to, int most) {
    std::scoped_lock const lock(mutex_);
    auto const heard_by = [&](SubmissionId const& id) {
        return std::any_of(transfers_.begin(), transfers_.end(), [&](Kept const& one) {
            return one.transfer.submission == id && one.transfer.counterpart == *filter.audience;
        });
    };
    EventPage page;
    for (auto const& event : events_) {
        if (event.sequence <= after || event.sequence > up_to) continue;
        if (static_cast<int>(page.events.size()) >= most) break;
        if (filter.submission && event.submission != *filter.submission) continue;
        if (filter.audience && !heard_by(event.submission)) continue;
        page.events.push_back(event);
    }
    page.last_sequence = static_cast<std::int64_t>(events_.size());
    if (!events_.empty()) page.last_written = events_.back().at;
    return page;
}

Census MemoryLedger::census() {
    std::scoped_lock const lock(mutex_);
    Census count;
    for (auto const& one : transfers_) {
        auto const& transfer = one.transfer;
        auto const& name = transfer.counterpart.text;
        ++count.transfers[{name, std::string(name_of(transfer.state))}];
        if (transfer.state == State::waiting) {
            auto const oldest = count.oldest_waiting.emplace(name, transfer.since).first;
            oldest->second = std::min(oldest->second, transfer.since);
        }
        if (transfer.state == State::quarantined) {
            auto const oldest = count.oldest_quarantined.emplace(name, transfer.since).first;
            oldest->second = std::min(oldest->second, transfer.since);
        }
        if (transfer.amiss_since) {
            ++count.amiss[name];
            auto const oldest = count.oldest_amiss.emplace(name, *transfer.amiss_since).first;
            oldest->second = std::min(oldest->second, *transfer.amiss_since);
        }
        if (transfer.state == State::acknowledged || transfer.state == State::handed_over) {
            auto const last = count.last_success.emplace(name, transfer.since).first;
            last->second = std::max(last->second, transfer.since);
        }
    }
    for (auto const& one : submissions_) {
        if (one.seal.state == "quarantined") {
            ++count.seals_quarantined;
            auto const since = count.oldest_seal_quarantined.value_or(one.seal.since);
            count.oldest_seal_quarantined = std::min(since, one.seal.since);
        }
        if (one.seal.state != "waiting" && one.seal.state != "underway") continue;
        ++count.seals_waiting;
        if (!count.oldest_seal_waiting || one.received < *count.oldest_seal_waiting)
            count.oldest_seal_waiting = one.received;
    }
    count.time = debt();
    count.evidence = terms();
    count.submissions = static_cast<std::int64_t>(submissions_.size());
    count.refused = static_cast<std::int64_t>(refused_.size());
    count.last_sequence = static_cast<std::int64_t>(events_.size());
    return count;
}

}  // namespace wetbode
