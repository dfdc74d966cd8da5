// SPDX-License-Identifier: EUPL-1.2
#include "simulation/troubled_ledger.hpp"

namespace wetbode {

Content TroubledLedger::fetch(Digest const& digest) {
    return troubled([&](Ledger& inside) { return inside.fetch(digest); });
}

std::optional<EarlierReceipt> TroubledLedger::receipt_of(SubmissionKey const& key) {
    return troubled([&](Ledger& inside) { return inside.receipt_of(key); });
}

Result<Receipt> TroubledLedger::admit(Submission submission, Plan const& plan) {
    return troubled([&](Ledger& inside) { return inside.admit(std::move(submission), plan); });
}

void TroubledLedger::refuse(RefusedSubmission const& refused) {
    troubled([&](Ledger& inside) {
        inside.refuse(refused);
        return true;
    });
}

std::vector<ClaimedSeal> TroubledLedger::claim_seals(ClaimRequest const& request) {
    return troubled([&](Ledger& inside) { return inside.claim_seals(request); });
}

bool TroubledLedger::settle_seal(SealSettlement settlement) {
    return troubled([&](Ledger& inside) { return inside.settle_seal(std::move(settlement)); });
}

std::vector<bool> TroubledLedger::settle_seals(std::vector<SealSettlement> settlements) {
    return troubled([&](Ledger& inside) { return inside.settle_seals(std::move(settlements)); });
}

std::vector<ClaimedTime> TroubledLedger::claim_times(TimeClaim const& claim) {
    return troubled([&](Ledger& inside) {
        auto claims = inside.claim_times(claim);
        Instant last{};
        for (auto const& one : claims) {
            auto const owner = times_owned_.find(one.submission);
            if (owner != times_owned_.end() && owner->second.until > claim.now)
                violations_.push_back("the time of " + one.submission.text + " has two owners");
            times_owned_[one.submission] = {one.lease, claim.now + claim.lease};
            if (one.signed_at < last) violations_.push_back("a younger seal was to be timed before an older one");
            last = one.signed_at;
        }
        return claims;
    });
}

std::vector<bool> TroubledLedger::settle_times(std::vector<TimeSettlement> settlements) {
    return troubled([&](Ledger& inside) {
        auto const answers = inside.settle_times(settlements);
        for (std::size_t i = 0; i < answers.size(); ++i) {
            auto const& id = settlements[i].submission;
            auto const owner = times_owned_.find(id);
            auto const owns = owner != times_owned_.end() && owner->second.lease == settlements[i].lease;
            if (answers[i] && !owns) violations_.push_back("a stale lease settled the time of " + id.text);
            if (answers[i] && owns) times_owned_.erase(owner);
        }
        return answers;
    });
}

std::optional<Instant> TroubledLedger::next_time_due(TimeMode mode) {
    return troubled([&](Ledger& inside) { return inside.next_time_due(mode); });
}

TimeDebt TroubledLedger::time_debt() {
    return troubled([](Ledger& inside) { return inside.time_debt(); });
}

std::vector<ClaimedTransfer> TroubledLedger::claim_due(ClaimRequest const& request) {
    return troubled([&](Ledger& inside) {
        auto claims = inside.claim_due(request);
        for (auto const& claim : claims) {
            auto const& id = claim.envelope.transfer;
            auto const owner = owned_.find(id);
            if (owner != owned_.end() && owner->second.until > request.now)
                violations_.push_back("transfer " + id.text + " has two owners");
            owned_[id] = {claim.lease, request.now + request.lease};
        }
        return claims;
    });
}

bool TroubledLedger::remember(TransferId const& transfer, LeaseToken lease, std::string const& key,
                              std::string const& value) {
    return troubled([&](Ledger& inside) { return inside.remember(transfer, lease, key, value); });
}

bool TroubledLedger::settle(Settlement const& settlement) {
    return troubled([&](Ledger& inside) {
        auto const settled = inside.settle(settlement);
        auto const owner = owned_.find(settlement.transfer);
        auto const owns = owner != owned_.end() && owner->second.lease == settlement.lease;
        if (settled && !owns) violations_.push_back("a stale lease settled transfer " + settlement.transfer.text);
        if (settled && owns) owned_.erase(owner);
        return settled;
    });
}

std::optional<Instant> TroubledLedger::next_due(CounterpartName const& counterpart) {
    return troubled([&](Ledger& inside) { return inside.next_due(counterpart); });
}

std::optional<Instant> TroubledLedger::next_seal_due() {
    return troubled([](Ledger& inside) { return inside.next_seal_due(); });
}

std::string TroubledLedger::news_cursor(CounterpartName const& counterpart) {
    return troubled([&](Ledger& inside) { return inside.news_cursor(counterpart); });
}

std::vector<Pending> TroubledLedger::pending(CounterpartName const& counterpart, int most) {
    return troubled([&](Ledger& inside) { return inside.pending(counterpart, most); });
}

int TroubledLedger::take_news(CounterpartName const& counterpart, News const& news, Instant now) {
    return troubled([&](Ledger& inside) { return inside.take_news(counterpart, news, now); });
}

int TroubledLedger::expire_handed_over(CounterpartName const& counterpart, Instant handed_over_before, Instant now) {
    return troubled([&](Ledger& inside) { return inside.expire_handed_over(counterpart, handed_over_before, now); });
}

void TroubledLedger::note_references(CounterpartName const& counterpart, DossierId const& dossier,
                                     std::map<std::string, std::string> const& references, std::string const& told,
                                     Instant now) {
    ignore(troubled([&](Ledger& inside) {
               inside.note_references(counterpart, dossier, references, told, now);
               return true;
           }),
           "an act without an answer");
}

bool TroubledLedger::note_publication(DossierId const& dossier, PublicationNote const& note, Instant now) {
    return troubled([&](Ledger& inside) { return inside.note_publication(dossier, note, now); });
}

std::vector<PublicationLine> TroubledLedger::publication_of(DossierId const& dossier, int most) {
    return troubled([&](Ledger& inside) { return inside.publication_of(dossier, most); });
}

std::map<std::string, std::string> TroubledLedger::references_of(CounterpartName const& counterpart,
                                                                 DossierId const& dossier) {
    return troubled([&](Ledger& inside) { return inside.references_of(counterpart, dossier); });
}

std::vector<KnownName> TroubledLedger::named(CounterpartName const& counterpart, std::string const& value) {
    return troubled([&](Ledger& inside) { return inside.named(counterpart, value); });
}

std::vector<KnownName> TroubledLedger::names_of(DossierId const& dossier, int most) {
    return troubled([&](Ledger& inside) { return inside.names_of(dossier, most); });
}

std::vector<Renaming> TroubledLedger::renamings(CounterpartName const& told_to, CounterpartName const& holder,
                                                std::string const& key, int most) {
    return troubled([&](Ledger& inside) { return inside.renamings(told_to, holder, key, most); });
}
std::vector<std::string> TroubledLedger::open_notes(CounterpartName const& counterpart, std::string const& key,
                                                    std::string const& closed_by, DossierId const& except) {
    return troubled([&](Ledger& inside) { return inside.open_notes(counterpart, key, closed_by, except); });
}
std::vector<KeptEvidence> TroubledLedger::unread_evidence(int most) {
    return troubled([&](Ledger& inside) { return inside.unread_evidence(most); });
}
void TroubledLedger::note_evidence(std::vector<EvidenceNote> const& notes) {
    troubled([&](Ledger& inside) {
        inside.note_evidence(notes);
        return true;
    });
}
std::vector<KeptEvidence> TroubledLedger::ending_evidence(EvidenceSearch const& search) {
    return troubled([&](Ledger& inside) { return inside.ending_evidence(search); });
}
std::vector<bool> TroubledLedger::renew_evidence(std::vector<RenewedEvidence> renewed) {
    return troubled([&](Ledger& inside) { return inside.renew_evidence(std::move(renewed)); });
}
EvidenceTerms TroubledLedger::evidence_terms() {
    return troubled([&](Ledger& inside) { return inside.evidence_terms(); });
}
std::vector<Followed> TroubledLedger::followed(CounterpartName const& counterpart, std::string const& key,
                                               Instant changed_since, int most) {
    return troubled([&](Ledger& inside) { return inside.followed(counterpart, key, changed_since, most); });
}
std::vector<StatusLine> TroubledLedger::statuses(StatusFilter const& filter) {
    return troubled([&](Ledger& inside) { return inside.statuses(filter); });
}

std::optional<RefusedSubmission> TroubledLedger::refusal_of(SubmissionKey const& key) {
    return troubled([&](Ledger& inside) { return inside.refusal_of(key); });
}

std::vector<SubmissionId> TroubledLedger::submissions_of(DossierId const& dossier, int most) {
    return troubled([&](Ledger& inside) { return inside.submissions_of(dossier, most); });
}

Result<Transfer> TroubledLedger::replay(TransferId const& transfer, Decision const& decision) {
    return troubled([&](Ledger& inside) { return inside.replay(transfer, decision); });
}

Result<Transfer> TroubledLedger::withdraw(TransferId const& transfer, Decision const& decision) {
    return troubled([&](Ledger& inside) { return inside.withdraw(transfer, decision); });
}

Result<SealView> TroubledLedger::replay_seal(SubmissionId const& submission, Decision const& decision) {
    return troubled([&](Ledger& inside) { return inside.replay_seal(submission, decision); });
}

Result<SealView> TroubledLedger::replay_time(SubmissionId const& submission, Decision const& decision) {
    return troubled([&](Ledger& inside) { return inside.replay_time(submission, decision); });
}

Forgotten TroubledLedger::forget_before(Forgetting const& forgetting) {
    return troubled([&](Ledger& inside) { return inside.forget_before(forgetting); });
}

Swept TroubledLedger::sweep(Sweeping const& sweeping) {
    return troubled([&](Ledger& inside) { return inside.sweep(sweeping); });
}

std::optional<SubmissionView> TroubledLedger::submission(SubmissionId const& id) {
    return troubled([&](Ledger& inside) { return inside.submission(id); });
}

std::vector<Piece> TroubledLedger::pieces_towards(CounterpartName const& counterpart, DossierId const& dossier,
                                                  int most) {
    return troubled([&](Ledger& ledger) { return ledger.pieces_towards(counterpart, dossier, most); });
}

std::vector<Transfer> TroubledLedger::transfers(TransferFilter const& filter) {
    return troubled([&](Ledger& inside) { return inside.transfers(filter); });
}

std::optional<Transfer> TroubledLedger::transfer(TransferId const& id) {
    return troubled([&](Ledger& inside) { return inside.transfer(id); });
}

std::vector<Attempt> TroubledLedger::attempts(TransferId const& id, int most) {
    return troubled([&](Ledger& inside) { return inside.attempts(id, most); });
}

EventPage TroubledLedger::events(EventFilter const& filter, std::int64_t after, std::int64_t up_to, int most) {
    return troubled([&](Ledger& inside) { return inside.events(filter, after, up_to, most); });
}

Census TroubledLedger::census() {
    return troubled([](Ledger& inside) { return inside.census(); });
}

}  // namespace wetbode
