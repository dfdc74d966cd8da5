// SPDX-License-Identifier: EUPL-1.2
// Acts of the time step: claim, settle, replay; and what is owed.
#include "gateway/ledger/sqlite_record.hpp"

#include "gateway/json/json.hpp"
#include "gateway/ledger/texts.hpp"

#include <algorithm>
#include <utility>

namespace wetbode::sqlite {

namespace {

constexpr int times_per_claim_max = 10'000;

struct TimeRow {
    std::int64_t submission_number = 0;
    SubmissionId submission;
    DossierId dossier;
    TimeMode mode = TimeMode::none;
    std::string state;
    LeaseToken lease = 0;
};

struct Due {
    std::int64_t submission_number = 0;
    LeaseToken lease = 0;
    bool lost = false;
};

TimeMode stored_mode(std::string const& text) {
    auto const mode = time_mode_from(text);
    ensure(mode.has_value(), "the ledger holds only modes that the vocabulary knows");
    return *mode;
}

std::optional<TimeRow> find_time(Connection& connection, SubmissionId const& id) {
    auto found = connection.select(R"(
        select s.number, s.id, s.dossier, t.mode, t.state, t.lease
        from submissions s join time_steps t on t.submission = s.number where s.id = ?1)",
                                   id.text);
    if (!found.step()) return std::nullopt;
    return TimeRow{found.integer(0), {found.text(1)},  {found.text(2)},
                   stored_mode(found.text(3)), found.text(4), found.integer(5)};
}

void tell(Connection& connection, TimeRow const& row, Instant now, std::string_view kind, std::string data) {
    write_event(connection, {.at = now,
                             .kind = kind,
                             .submission = row.submission.text,
                             .dossier = row.dossier.text,
                             .data = std::move(data)});
}

std::vector<Due> due_of(Connection& connection, TimeClaim const& claim) {
    auto found = connection.select(R"(
        select submission, lease, lost from (
            select * from (select submission, lease, owed, 0 as lost from time_steps
                           where state = 'waiting' and mode = ?1 and due <= ?2 order by owed, submission limit ?3)
            union all
            select * from (select submission, lease, owed, 1 as lost from time_steps
                           where state = 'underway' and mode = ?1 and lease_until <= ?2
                           order by owed, submission limit ?3))
        order by owed, submission limit ?3)",
                                   name_of(claim.mode), claim.now, std::clamp(claim.most, 0, times_per_claim_max));
    std::vector<Due> due;
    while (found.step()) due.push_back({found.integer(0), found.integer(1) + 1, found.integer(2) != 0});
    return due;
}

std::vector<Due> write_claims(Connection& connection, TimeClaim const& claim) {
    auto due = due_of(connection, claim);
    for (auto const& one : due)
        connection.execute(R"(
            update time_steps set state = 'underway', since = ?2, due = null, attempts = attempts + ?3, lease = ?4,
                                  lease_until = ?5, worker = ?6
            where submission = ?1)",
                           one.submission_number, claim.now, one.lost ? 1 : 0, one.lease, claim.now + claim.lease,
                           claim.worker);
    return due;
}

ClaimedTime loaded(Connection& connection, TimeMode mode, Due const& due) {
    auto found = connection.select(R"(
        select s.id, l.container, c.bytes, l.signed_at, t.attempts, t.faults
        from submissions s
        join seals l on l.submission = s.number
        join contents c on c.digest = l.container
        join time_steps t on t.submission = s.number
        where s.number = ?1)",
                                   due.submission_number);
    ensure(found.step(), "what is to be timed is a seal that was made");
    return {.submission = {found.text(0)},
            .mode = mode,
            .container = found.digest(1),
            .container_bytes = static_cast<std::uint64_t>(found.integer(2)),
            .signed_at = found.instant(3),
            .lease = due.lease,
            .attempts = found.number(4),
            .faults = found.number(5)};
}

void write_timed(Connection& connection, TimeRow const& row, TimeSettlement const& settlement) {
    auto const& timed = *settlement.timed;
    ensure(timed.container.has_value() == (row.mode == TimeMode::act), "an act gets a raised container");
    ensure(timed.evidence.has_value() == (row.mode == TimeMode::batch), "a batch gives evidence records");
    std::optional<Digest> container;
    std::optional<Digest> evidence;
    if (timed.container) {
        write_content(connection, *timed.container);
        container = timed.container->digest;
    }
    if (timed.evidence) {
        write_content(connection, *timed.evidence);
        evidence = timed.evidence->digest;
    }
    connection.execute(R"(
        update time_steps set state = 'done', since = ?2, lease_until = null, worker = '', attempts = attempts + 1,
                              failing_since = null, why = ?3, container = ?4, level = ?5, evidence = ?6,
                              stamped = ?7, authority = ?8
        where submission = ?1)",
                       row.submission_number, settlement.now, json::text_of(settlement.why), container, timed.level,
                       evidence, timed.at, timed.authority);
    tell(connection, row, settlement.now, "seal.timed",
         data_of({{"mode", std::string(name_of(row.mode))},
                  {"level", timed.level},
                  {"container", container ? container->hex() : std::string{}},
                  {"evidence", evidence ? evidence->hex() : std::string{}}}));
}

/// Given back: what was known of earlier tries stays.
void write_untried(Connection& connection, TimeRow const& row, TimeSettlement const& settlement) {
    connection.execute(R"(
        update time_steps set state = 'waiting', since = ?2, due = ?3, lease_until = null, worker = ''
        where submission = ?1)",
                       row.submission_number, settlement.now, settlement.due.value_or(settlement.now));
}

void write_trouble(Connection& connection, TimeRow const& row, TimeSettlement const& settlement) {
    bool const given_up = settlement.trouble == TimeTrouble::given_up;
    bool const is_fault = given_up || settlement.trouble == TimeTrouble::own_fault;
    std::optional<Instant> due;
    if (!given_up) due = settlement.due.value_or(settlement.now);
    connection.execute(R"(
        update time_steps set state = ?2, since = ?3, due = ?4, lease_until = null, worker = '',
                              attempts = attempts + 1, faults = faults + ?5,
                              failing_since = coalesce(failing_since, ?3), why = ?6
        where submission = ?1)",
                       row.submission_number, given_up ? "quarantined" : "waiting", settlement.now, due,
                       is_fault ? 1 : 0, json::text_of(settlement.why));
    // The authority being away is told once, by health and log, not once per seal in the record.
    if (given_up) tell(connection, row, settlement.now, "seal.time_quarantined", "{}");
}

bool write_settlement(Connection& connection, TimeSettlement const& settlement) {
    auto const row = find_time(connection, settlement.submission);
    if (!row || row->state != "underway" || row->lease != settlement.lease) return false;
    if (settlement.timed) write_timed(connection, *row, settlement);
    else if (settlement.trouble == TimeTrouble::untried) write_untried(connection, *row, settlement);
    else write_trouble(connection, *row, settlement);
    return true;
}

}  // namespace

std::vector<ClaimedTime> SqliteLedger::claim_times(TimeClaim const& claim) {
    // An idle worker asks often: no transaction, and no fsync, while there is nothing to claim.
    auto const due = next_time_due(claim.mode);
    if (!due || *due > claim.now || claim.most <= 0) return {};
    auto const claims =
        writer_.run(Effect::silent, [&](Connection& connection) { return write_claims(connection, claim); });
    return readers_.ask([&](Connection& connection) {
        std::vector<ClaimedTime> claimed;
        for (auto const& one : claims) claimed.push_back(loaded(connection, claim.mode, one));
        return claimed;
    });
}

std::vector<bool> SqliteLedger::settle_times(std::vector<TimeSettlement> settlements) {
    if (settlements.empty()) return {};
    std::vector<Content const*> contents;
    for (auto const& settlement : settlements) {
        if (!settlement.timed) continue;
        if (settlement.timed->container) contents.push_back(&*settlement.timed->container);
        if (settlement.timed->evidence) contents.push_back(&*settlement.timed->evidence);
    }
    auto const held = hold_large(contents);
    for (auto& settlement : settlements) {
        if (!settlement.timed) continue;
        auto& [container, level, evidence, at, authority] = *settlement.timed;
        if (container) container = made_ready(held, std::move(*container));
        if (evidence) evidence = made_ready(held, std::move(*evidence));
    }
    return writer_.run(Effect::wakes, [&](Connection& connection) {
        std::vector<bool> answers;
        for (auto const& settlement : settlements) answers.push_back(write_settlement(connection, settlement));
        return answers;
    });
}

std::optional<Instant> SqliteLedger::next_time_due(TimeMode mode) {
    return readers_.ask([&](Connection& connection) -> std::optional<Instant> {
        auto found = connection.select(R"(
            select min(at) from (
                select min(due) as at from time_steps where state = 'waiting' and mode = ?1
                union all
                select min(lease_until) from time_steps where state = 'underway' and mode = ?1))",
                                       name_of(mode));
        return found.step() ? found.maybe_instant(0) : std::nullopt;
    });
}

Result<SealView> SqliteLedger::replay_time(SubmissionId const& submission, Decision const& decision) {
    if (auto gap = ledger_texts::gap_in(decision)) return tl::make_unexpected(std::move(*gap));
    return writer_.run(Effect::wakes, [&](Connection& connection) -> Result<SealView> {
        auto const row = find_time(connection, submission);
        if (!row) {
            auto known = connection.select("select 1 from submissions where id = ?1", submission.text);
            return tl::make_unexpected(known.step() ? ledger_texts::time_state("none")
                                                    : ledger_texts::submission_unknown(submission));
        }
        if (row->state != "quarantined") return tl::make_unexpected(ledger_texts::time_state(row->state));
        connection.execute(R"(
            update time_steps set state = 'waiting', since = ?2, due = ?2, attempts = 0, faults = 0,
                                  failing_since = null, why = ?3
            where submission = ?1)",
                           row->submission_number, decision.now, json::text_of(ledger_texts::replayed(decision)));
        write_event(connection, {.at = decision.now,
                                 .kind = "seal.time_replayed",
                                 .submission = row->submission.text,
                                 .dossier = row->dossier.text,
                                 .actor = decision.who,
                                 .data = data_of({{"reason", decision.reason}})});
        return seal_view(connection, row->submission_number);
    });
}

TimeDebt SqliteLedger::time_debt() {
    return readers_.ask([](Connection& connection) { return debt_in(connection); });
}

TimeView time_view(Connection& connection, std::int64_t submission_number) {
    auto found = connection.select(R"(
        select t.mode, t.state, t.since, t.attempts, t.why, t.failing_since, t.container, c.bytes, t.level,
               e.digest, e.bytes, t.stamped, t.authority,
               (select count(*) from evidence_renewals r where r.submission = t.submission)
        from time_steps t
        left join evidence_terms n on n.submission = t.submission
        left join contents c on c.digest = t.container
        left join contents e on e.digest = coalesce(n.record, t.evidence)
        where t.submission = ?1)",
                                   submission_number);
    TimeView view;
    if (!found.step()) return view;
    view.mode = stored_mode(found.text(0));
    view.state = found.text(1);
    view.since = found.instant(2);
    view.attempts = found.number(3);
    view.why = json::text_from(found.text(4));
    view.failing_since = found.maybe_instant(5);
    if (!found.null(6)) view.container = found.digest(6);
    view.container_bytes = static_cast<std::uint64_t>(found.integer(7));
    view.level = found.text(8);
    if (!found.null(9)) view.evidence = found.digest(9);
    view.evidence_bytes = static_cast<std::uint64_t>(found.integer(10));
    view.at = found.maybe_instant(11);
    view.authority = found.text(12);
    view.evidence_renewals = found.number(13);
    return view;
}

TimeDebt debt_in(Connection& connection) {
    TimeDebt debt;
    {
        auto found = connection.select(R"(
            select count(*), min(owed) from time_steps where state in ('waiting', 'underway', 'quarantined'))");
        if (found.step()) {
            debt.owed = found.integer(0);
            debt.oldest = found.maybe_instant(1);
        }
    }
    {
        auto found = connection.select("select count(*), min(since) from time_steps where state = 'quarantined'");
        if (found.step()) {
            debt.quarantined = found.integer(0);
            debt.oldest_quarantined = found.maybe_instant(1);
        }
    }
    auto found = connection.select(R"(
        select failing_since, why from time_steps
        where failing_since is not null and state in ('waiting', 'underway') order by failing_since limit 1)");
    if (found.step()) {
        debt.failing_since = found.instant(0);
        debt.why = json::text_from(found.text(1));
    }
    return debt;
}

}  // namespace wetbode::sqlite
