// SPDX-License-Identifier: EUPL-1.2
// The acts of the machine: admission, sealing, dispatch, news. The time step: memory_ledger_times.cpp; what people do
// and read: memory_ledger_views.cpp.
#include "doubles/memory_ledger.hpp"

#include "gateway/base/content.hpp"
#include "gateway/dispatch/transfer_state.hpp"

#include <algorithm>
#include <limits>

namespace wetbode {
namespace {

using State = TransferState;
constexpr std::uint64_t content_max = 1ULL << 30U;

bool unfinished(State state) {
    return state == State::waiting || state == State::underway || state == State::quarantined;
}

}  // namespace

MemoryLedger::Admitted& MemoryLedger::admitted(SubmissionId const& id) {
    auto const found = std::find_if(submissions_.begin(), submissions_.end(),
                                    [&](Admitted const& one) { return one.id == id; });
    ensure(found != submissions_.end(), "a transfer belongs to an admitted submission");
    return *found;
}

MemoryLedger::Kept* MemoryLedger::kept(TransferId const& id) {
    for (auto& one : transfers_)
        if (one.transfer.id == id) return &one;
    return nullptr;
}

void MemoryLedger::ring() const {
    if (ring_) ring_();
}

void MemoryLedger::note(Event event) {
    event.sequence = static_cast<std::int64_t>(events_.size()) + 1;
    if (event.actor.empty()) event.actor = "wetbode";
    if (event.data.empty()) event.data = "{}";
    events_.push_back(std::move(event));
}

void MemoryLedger::enter(Kept& one, State state, Instant now, std::string kind, std::string const& actor) {
    auto& transfer = one.transfer;
    ensure(allowed(transfer.state, state), "a transfer only goes where the table allows");
    transfer.state = state;
    transfer.since = now;
    if (at_rest(state) && state != State::quarantined) drop_amiss(transfer);
    if (state != State::waiting) transfer.due = std::nullopt;
    if (state != State::underway) one.lease = 0;
    note({0, now, std::move(kind), transfer.submission, transfer.dossier, transfer.id, transfer.counterpart, actor,
          {}});
}

Content MemoryLedger::fetch(Digest const& digest) {
    std::scoped_lock const lock(mutex_);
    auto const found = shelf_.find(digest);
    if (found == shelf_.end()) throw Outage("content", "no content " + digest.hex());
    return found->second;
}

std::optional<EarlierReceipt> MemoryLedger::receipt_of(SubmissionKey const& key) {
    std::scoped_lock const lock(mutex_);
    for (auto const& one : submissions_)
        if (one.key == key) return EarlierReceipt{one.receipt, key.client.text};
    return std::nullopt;
}

void MemoryLedger::open(Admitted const& of, CounterpartName const& counterpart, Instant now,
                        std::optional<TransferId> instead_of) {
    Kept one;
    auto& transfer = one.transfer;
    transfer.id = {"transfer-" + std::to_string(++last_transfer_)};
    transfer.submission = of.id;
    transfer.dossier = of.receipt.dossier;
    transfer.counterpart = counterpart;
    transfer.created = transfer.since = now;
    transfer.due = now;
    transfer.sealed = of.seal.state == "none" || of.seal.state == "done";
    transfer.instead_of = std::move(instead_of);
    one.round_began = now;
    transfers_.push_back(std::move(one));
}

Result<Receipt> MemoryLedger::admit(Submission submission, Plan const& plan) {
    std::unique_lock lock(mutex_);
    for (auto const& one : submissions_) {
        if (one.key != submission.key) continue;
        if (one.receipt.digest == submission.digest) return one.receipt;
        return tl::unexpected(Refusal{.code = "KEY_REUSED", .title = {"Sleutel al gebruikt", "Key already used"}});
    }
    Admitted one;
    one.id = submission.id;
    one.key = submission.key;
    one.received = submission.received;
    one.manifest = submission.manifest;
    for (auto const& [name, content] : submission.files)
        shelf_[content.digest] = content_of(read_whole(content, content_max));
    for (auto const& piece : submission.manifest.pieces)
        for (auto const& rendition : piece.files) one.files.push_back({piece.id, rendition});
    one.seal.state = plan.seal ? "waiting" : "none";
    one.seal.since = one.seal_due = submission.received;
    one.seal.time.mode = plan.time;
    one.seal.time.state = plan.time == TimeMode::none ? "none" : "planned";
    one.seal.time.since = submission.received;

    auto& receipt = one.receipt;
    auto const& dossier = submission.manifest.dossier.id;
    receipt.submission = submission.id;
    receipt.key = submission.key.key;
    receipt.dossier = dossier.empty() ? DossierId{"urn:uuid:" + submission.id.text} : dossier;
    receipt.received = submission.received;
    receipt.digest = submission.digest;
    receipt.advice = submission.advice;
    receipt.sequence = static_cast<std::int64_t>(events_.size()) + 1;
    for (auto const& [name, content] : submission.files) receipt.files.push_back({name, content.digest, content.bytes});
    note({0, submission.received, "submission.admitted", one.id, receipt.dossier, {}, {}, one.key.client.text, {}});
    auto const before = transfers_.size();
    for (auto const& counterpart : plan.counterparts) open(one, counterpart, submission.received, std::nullopt);
    for (auto i = before; i < transfers_.size(); ++i)
        receipt.transfers.push_back({transfers_[i].transfer.id, transfers_[i].transfer.counterpart});
    submissions_.push_back(std::move(one));
    auto answer = submissions_.back().receipt;
    for (auto const& note : submission.publication) publish(answer.dossier, note, submission.received);
    lock.unlock();
    ring();
    return answer;
}

void MemoryLedger::refuse(RefusedSubmission const& refused) {
    std::scoped_lock const lock(mutex_);
    refused_.push_back(refused);
    note({0, refused.received, "submission.refused", refused.id, refused.dossier, {}, {}, refused.key.client.text, {}});
}

std::vector<ClaimedSeal> MemoryLedger::claim_seals(ClaimRequest const& request) {
    std::scoped_lock const lock(mutex_);
    std::vector<ClaimedSeal> claims;
    for (auto& one : submissions_) {
        if (static_cast<int>(claims.size()) >= request.most) break;
        auto const waiting = one.seal.state == "waiting" && one.seal_due <= request.now;
        auto const lost = one.seal.state == "underway" && one.seal_lease_until <= request.now;
        if (!waiting && !lost) continue;
        if (lost) ++one.seal.attempts;
        one.seal.state = "underway";
        one.seal.since = request.now;
        one.seal_lease = ++last_lease_;
        one.seal_lease_until = request.now + request.lease;
        claims.push_back({one.id, one.manifest, one.received, one.files, one.seal_lease, one.seal.attempts});
    }
    return claims;
}

bool MemoryLedger::settle_one_seal(SealSettlement& settlement) {
    auto& one = admitted(settlement.submission);
    if (one.seal.state != "underway" || one.seal_lease != settlement.lease) return false;
    auto const now = settlement.now;
    auto& seal = one.seal;
    one.seal_lease = 0;
    ++seal.attempts;
    seal.since = now;
    seal.why = settlement.why;
    std::string kind = "seal.delayed";
    if (settlement.seal) {
        auto& made = *settlement.seal;
        kind = "submission.sealed";
        seal.state = "done";
        seal.container = made.container.digest;
        seal.container_bytes = made.container.bytes;
        seal.level = made.level;
        seal.certificate = made.certificate;
        seal.signed_at = made.signed_at;
        shelf_[made.container.digest] = content_of(read_whole(made.container, content_max));
        for (auto& rendition : made.made) {
            shelf_[rendition.content.digest] = content_of(read_whole(rendition.content, content_max));
            one.files.push_back({{}, {{}, rendition.name, rendition.media_type, {}, false, {},
                                      rendition.content.digest, rendition.content.bytes}});
        }
        for (auto& kept_one : transfers_)
            if (kept_one.transfer.submission == one.id) kept_one.transfer.sealed = true;
        if (seal.time.state == "planned") {
            seal.time.state = "waiting";
            seal.time.since = one.time_due = now;
        }
    } else if (settlement.quarantine) {
        kind = "seal.quarantined";
        seal.state = "quarantined";
    } else {
        seal.state = "waiting";
        one.seal_due = settlement.due.value_or(now);
    }
    note({0, now, kind, one.id, one.receipt.dossier, {}, {}, {}, {}});
    return true;
}

std::vector<bool> MemoryLedger::settle_seals(std::vector<SealSettlement> settlements) {
    std::vector<bool> answers;
    {
        std::scoped_lock const lock(mutex_);
        for (auto& settlement : settlements) answers.push_back(settle_one_seal(settlement));
    }
    ring();
    return answers;
}

bool MemoryLedger::settle_seal(SealSettlement settlement) { return settle_seals({std::move(settlement)}).front(); }

MemoryLedger::Kept const* MemoryLedger::blocker_of(Kept const& one) const {
    for (auto const& other : transfers_) {  // in order of creation
        if (&other == &one) return nullptr;
        auto const same = other.transfer.dossier == one.transfer.dossier &&
                          other.transfer.counterpart == one.transfer.counterpart;
        if (same && unfinished(other.transfer.state)) return &other;
    }
    return nullptr;
}

bool MemoryLedger::due(Kept const& one, Instant now) const {
    auto const& transfer = one.transfer;
    auto const waits = transfer.state == State::waiting && transfer.sealed && transfer.due && *transfer.due <= now;
    return waits && blocker_of(one) == nullptr;
}

void MemoryLedger::lose_try(Kept& one, Instant now) {
    auto& transfer = one.transfer;
    Attempt const lost{++transfer.attempts, one.claimed, now, "lease_expired",
                       {"De poging is afgebroken zonder antwoord.", "The try broke off without an answer."}, {}};
    ++transfer.attempts_in_round;
    one.attempts.push_back(lost);
    enter(one, State::waiting, now, "transfer.waiting", {});
    transfer.due = now;
    transfer.why = lost.why;
}

ClaimedTransfer MemoryLedger::claimed(Kept const& one) {
    auto const& of = admitted(one.transfer.submission);
    ClaimedTransfer claim;
    claim.envelope = {one.transfer.id, of.id, one.transfer.counterpart, of.received, one.transfer.attempts + 1,
                      of.manifest, of.files, {}};
    for (auto const& other : transfers_) {
        auto const same = other.transfer.dossier == one.transfer.dossier &&
                          other.transfer.counterpart == one.transfer.counterpart;
        if (same)
            for (auto const& [key, value] : other.transfer.references) claim.envelope.references[key] = value;
        if (&other == &one) break;
    }
    for (auto const& name : names_)
        if (name.current && name.counterpart == one.transfer.counterpart && name.dossier == one.transfer.dossier)
            claim.envelope.references[name.key] = name.value;
    claim.lease = one.lease;
    claim.attempts_in_round = one.transfer.attempts_in_round;
    claim.round_began = one.round_began;
    return claim;
}

std::vector<ClaimedTransfer> MemoryLedger::claim_due(ClaimRequest const& request) {
    std::scoped_lock const lock(mutex_);
    // Lost tries first, also those that may not go yet: an older transfer may have been quarantined behind their back
    // (no receipt within the term), and nobody shall seem to be at work where nobody is.
    for (auto& one : transfers_)
        if (one.transfer.counterpart == request.counterpart && one.transfer.state == State::underway &&
            one.lease_until <= request.now)
            lose_try(one, request.now);
    std::vector<ClaimedTransfer> claims;
    for (auto& one : transfers_) {
        if (static_cast<int>(claims.size()) >= request.most) break;
        if (one.transfer.counterpart != request.counterpart || !due(one, request.now)) continue;
        enter(one, State::underway, request.now, "transfer.underway", {});
        one.lease = ++last_lease_;
        one.lease_until = request.now + request.lease;
        one.claimed = request.now;
        claims.push_back(claimed(one));
    }
    return claims;
}

bool MemoryLedger::remember(TransferId const& transfer, LeaseToken lease, std::string const& key,
                            std::string const& value) {
    std::scoped_lock const lock(mutex_);
    auto* const one = kept(transfer);
    if (one == nullptr || lease == 0 || one->lease != lease) return false;
    one->transfer.references[key] = value;
    name_dossier(one->transfer.counterpart, one->transfer.dossier, key, value, one->claimed);
    return true;
}

bool MemoryLedger::settle(Settlement const& settlement) {
    {
        std::scoped_lock const lock(mutex_);
        auto* one = kept(settlement.transfer);
        if (one == nullptr || settlement.lease == 0 || one->lease != settlement.lease) return false;
        auto attempt = settlement.attempt;
        attempt.number = ++one->transfer.attempts;
        ++one->transfer.attempts_in_round;
        one->attempts.push_back(std::move(attempt));
        enter(*one, settlement.next, settlement.now, "transfer." + std::string(name_of(settlement.next)), {});
        one->transfer.due = settlement.due;
        note_amiss(*one, settlement);
        one->transfer.why = settlement.why;
        if (!settlement.reference.empty()) one->transfer.reference = settlement.reference;
        for (auto const& [key, value] : settlement.references) {
            one->transfer.references[key] = value;
            name_dossier(one->transfer.counterpart, one->transfer.dossier, key, value, settlement.now);
        }
        if (settlement.instead) {
            open(admitted(one->transfer.submission), *settlement.instead, settlement.now, settlement.transfer);
            auto const& paper = transfers_.back().transfer;
            note({0, settlement.now, "transfer.opened", paper.submission, paper.dossier, paper.id, paper.counterpart,
                  {}, {}});
        }
    }
    ring();
    return true;
}

std::optional<Instant> MemoryLedger::next_due(CounterpartName const& counterpart) {
    std::scoped_lock const lock(mutex_);
    std::optional<Instant> next;
    for (auto const& one : transfers_) {
        auto const& transfer = one.transfer;
        if (transfer.counterpart != counterpart) continue;
        std::optional<Instant> when;
        if (transfer.state == State::waiting && transfer.sealed && blocker_of(one) == nullptr) when = transfer.due;
        if (transfer.state == State::underway) when = one.lease_until;
        if (when && (!next || *when < *next)) next = when;
    }
    return next;
}

std::optional<Instant> MemoryLedger::next_seal_due() {
    std::scoped_lock const lock(mutex_);
    std::optional<Instant> next;
    for (auto const& one : submissions_) {
        std::optional<Instant> when;
        if (one.seal.state == "waiting") when = one.seal_due;
        if (one.seal.state == "underway") when = one.seal_lease_until;
        if (when && (!next || *when < *next)) next = when;
    }
    return next;
}

std::vector<Pending> MemoryLedger::pending(CounterpartName const& counterpart, int most) {
    std::scoped_lock const lock(mutex_);
    std::vector<Pending> list;
    for (auto const& one : transfers_) {
        auto const& transfer = one.transfer;
        if (transfer.counterpart != counterpart || transfer.state != State::handed_over) continue;
        if (static_cast<int>(list.size()) >= most) break;
        list.push_back({transfer.id, transfer.reference, transfer.references});
    }
    return list;
}

int MemoryLedger::take_news(CounterpartName const& counterpart, News const& news, Instant now) {
    std::scoped_lock const lock(mutex_);
    int fresh = 0;
    for (auto const& item : news.items) {
        if (!item.publication.empty()) {
            fresh += take_publication(counterpart, item, now) ? 1 : 0;
            continue;
        }
        if (!news_taken_.insert_or_assign({counterpart, item.key}, now).second) continue;
        ++fresh;
        if (item.status) {
            take_status(counterpart, item, now);
            continue;
        }
        auto* const one = kept(item.transfer);
        auto const state = transfer_state_from(item.kind);
        if (one != nullptr && state && allowed(one->transfer.state, *state)) {
            enter(*one, *state, now, "transfer." + item.kind, counterpart.text);
            one->transfer.why = item.why;
            one->transfer.references.insert(item.references.begin(), item.references.end());
            if (!item.reference.empty()) one->transfer.reference = item.reference;
        } else {
            auto const about = one != nullptr ? one->transfer : Transfer{};
            note({0, now, "status.learned", about.submission, about.dossier, about.id, counterpart, counterpart.text,
                  item.data});
        }
    }
    cursors_[counterpart] = news.cursor;
    return fresh;
}

}  // namespace wetbode
