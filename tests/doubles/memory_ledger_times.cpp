// SPDX-License-Identifier: EUPL-1.2
// The time step of the ledger in memory.
#include "doubles/memory_ledger.hpp"

#include "gateway/base/content.hpp"

#include <algorithm>

namespace wetbode {
namespace {

constexpr std::uint64_t content_max = 1ULL << 30U;

Refusal refusal(std::string code) { return {.code = std::move(code), .title = {"Kan niet", "Impossible"}}; }

bool owes(TimeView const& time) {
    return time.state == "waiting" || time.state == "underway" || time.state == "quarantined";
}

}  // namespace

std::vector<ClaimedTime> MemoryLedger::claim_times(TimeClaim const& claim) {
    std::scoped_lock const lock(mutex_);
    std::vector<Admitted*> due;
    for (auto& one : submissions_) {
        auto const& time = one.seal.time;
        auto const waiting = time.state == "waiting" && one.time_due <= claim.now;
        auto const lost = time.state == "underway" && one.time_lease_until <= claim.now;
        if (time.mode == claim.mode && (waiting || lost)) due.push_back(&one);
    }
    std::stable_sort(due.begin(), due.end(),
                     [](Admitted const* a, Admitted const* b) { return *a->seal.signed_at < *b->seal.signed_at; });
    if (std::ssize(due) > claim.most) due.resize(static_cast<std::size_t>(claim.most));
    std::vector<ClaimedTime> claims;
    for (auto* const one : due) {
        auto& time = one->seal.time;
        if (time.state == "underway") ++time.attempts;
        time.state = "underway";
        time.since = claim.now;
        one->time_lease = ++last_lease_;
        one->time_lease_until = claim.now + claim.lease;
        claims.push_back({one->id, time.mode, *one->seal.container, one->seal.container_bytes, *one->seal.signed_at,
                          one->time_lease, time.attempts, one->time_faults});
    }
    return claims;
}

void MemoryLedger::keep_timed(Admitted& one, Timed& timed) {
    auto& time = one.seal.time;
    time.state = "done";
    time.failing_since.reset();
    time.level = timed.level;
    time.at = timed.at;
    time.authority = timed.authority;
    if (timed.container) {
        time.container = timed.container->digest;
        time.container_bytes = timed.container->bytes;
        shelf_[timed.container->digest] = content_of(read_whole(*timed.container, content_max));
    }
    if (timed.evidence) {
        time.evidence = timed.evidence->digest;
        time.evidence_bytes = timed.evidence->bytes;
        shelf_[timed.evidence->digest] = content_of(read_whole(*timed.evidence, content_max));
    }
}

bool MemoryLedger::settle_one_time(TimeSettlement& settlement) {
    auto const found = std::find_if(submissions_.begin(), submissions_.end(),
                                    [&](Admitted const& one) { return one.id == settlement.submission; });
    if (found == submissions_.end()) return false;
    auto& one = *found;
    auto& time = one.seal.time;
    if (time.state != "underway" || one.time_lease != settlement.lease) return false;
    auto const now = settlement.now;
    one.time_lease = 0;
    time.since = now;
    if (settlement.trouble == TimeTrouble::untried && !settlement.timed) {
        time.state = "waiting";
        one.time_due = settlement.due.value_or(now);
        return true;
    }
    ++time.attempts;
    time.why = settlement.why;
    std::string kind;
    if (settlement.timed) {
        keep_timed(one, *settlement.timed);
        kind = "seal.timed";
    } else {
        if (!time.failing_since) time.failing_since = now;
        if (settlement.trouble != TimeTrouble::away) ++one.time_faults;
        time.state = "waiting";
        one.time_due = settlement.due.value_or(now);
        if (settlement.trouble == TimeTrouble::given_up) {
            kind = "seal.time_quarantined";
            time.state = "quarantined";
        }
    }
    if (!kind.empty()) note({0, now, kind, one.id, one.receipt.dossier, {}, {}, {}, {}});
    return true;
}

std::vector<bool> MemoryLedger::settle_times(std::vector<TimeSettlement> settlements) {
    std::vector<bool> answers;
    {
        std::scoped_lock const lock(mutex_);
        for (auto& settlement : settlements) answers.push_back(settle_one_time(settlement));
    }
    ring();
    return answers;
}

std::optional<Instant> MemoryLedger::next_time_due(TimeMode mode) {
    std::scoped_lock const lock(mutex_);
    std::optional<Instant> next;
    for (auto const& one : submissions_) {
        if (one.seal.time.mode != mode) continue;
        std::optional<Instant> when;
        if (one.seal.time.state == "waiting") when = one.time_due;
        if (one.seal.time.state == "underway") when = one.time_lease_until;
        if (when && (!next || *when < *next)) next = when;
    }
    return next;
}

TimeDebt MemoryLedger::time_debt() {
    std::scoped_lock const lock(mutex_);
    return debt();
}

TimeDebt MemoryLedger::debt() const {
    TimeDebt debt;
    for (auto const& one : submissions_) {
        auto const& time = one.seal.time;
        if (!owes(time)) continue;
        ++debt.owed;
        debt.oldest = std::min(debt.oldest.value_or(*one.seal.signed_at), *one.seal.signed_at);
        if (time.state == "quarantined") {
            ++debt.quarantined;
            debt.oldest_quarantined = std::min(debt.oldest_quarantined.value_or(time.since), time.since);
        } else if (time.failing_since && (!debt.failing_since || *time.failing_since < *debt.failing_since)) {
            debt.failing_since = time.failing_since;
            debt.why = time.why;
        }
    }
    return debt;
}

Result<SealView> MemoryLedger::replay_time(SubmissionId const& submission, Decision const& decision) {
    std::unique_lock lock(mutex_);
    if (decision.who.empty() || decision.reason.empty()) return tl::unexpected(refusal("DECISION_INCOMPLETE"));
    auto const one = std::find_if(submissions_.begin(), submissions_.end(),
                                  [&](Admitted const& candidate) { return candidate.id == submission; });
    if (one == submissions_.end()) return tl::unexpected(refusal("SUBMISSION_UNKNOWN"));
    auto& time = one->seal.time;
    if (time.state != "quarantined") return tl::unexpected(refusal("TIME_STATE"));
    time.state = "waiting";
    time.since = one->time_due = decision.now;
    time.attempts = one->time_faults = 0;
    time.failing_since.reset();
    time.why = {decision.reason, decision.reason};
    note({0, decision.now, "seal.time_replayed", one->id, one->receipt.dossier, {}, {}, decision.who, {}});
    auto answer = one->seal;
    lock.unlock();
    ring();
    return answer;
}

}  // namespace wetbode
