// SPDX-License-Identifier: EUPL-1.2
// Acts of dispatch: claim, remember, settle.
#include "gateway/ledger/sqlite_record.hpp"

#include "gateway/base/uuid.hpp"
#include "gateway/json/json.hpp"
#include "gateway/ledger/texts.hpp"

#include <algorithm>
#include <utility>

namespace wetbode::sqlite {

namespace {

constexpr int transfers_per_claim_max = 1000;
constexpr std::size_t headers_max = 32;
constexpr std::size_t body_head_bytes_max = 4096;

std::vector<std::int64_t> numbers_in(Statement& found) {
    std::vector<std::int64_t> numbers;
    while (found.step()) numbers.push_back(found.integer(0));
    return numbers;
}

std::vector<std::int64_t> due_numbers(Connection& connection, ClaimRequest const& request) {
    // Both halves read an index from its front: the length of the backlog does not matter.
    auto found = connection.select(R"(
        select number from (
            select * from (select number, due as at from transfers
                           where counterpart = ?1 and state = 'waiting' and sealed = 1 and turn = 1 and due <= ?2
                           order by due, number limit ?3)
            union all
            select * from (select number, lease_until as at from transfers
                           where counterpart = ?1 and state = 'underway' and turn = 1 and lease_until <= ?2
                           order by lease_until, number limit ?3))
        order by at, number limit ?3)",
                                   request.counterpart.text, request.now,
                                   std::clamp(request.most, 0, transfers_per_claim_max));
    return numbers_in(found);
}

/// Lost tries of transfers that an older one of their dossier holds back: they cannot be claimed, but must not stay
/// underway with nobody working on them.
std::vector<std::int64_t> lost_and_blocked(Connection& connection, ClaimRequest const& request) {
    auto found = connection.select(R"(
        select number from transfers
        where counterpart = ?1 and state = 'underway' and turn = 0 and lease_until <= ?2
        order by lease_until, number limit ?3)",
                                   request.counterpart.text, request.now, transfers_per_claim_max);
    return numbers_in(found);
}

void write_attempt(Connection& connection, TransferRow const& row, Attempt const& attempt, std::string const& answer) {
    connection.execute(R"(
        insert into attempts (transfer, number, began, ended, outcome, why, answer)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7))",
                       row.number, row.attempts, attempt.began, attempt.ended, attempt.outcome,
                       json::text_of(attempt.why), answer);
}

void record_lost_try(Connection& connection, TransferRow& row, Instant now) {
    Attempt lost;
    lost.began = row.since;
    lost.ended = row.lease_until.value_or(now);
    lost.outcome = "lease_expired";
    lost.why = ledger_texts::lease_expired();
    write_attempt(connection, row, lost, json::text_of(lost.answer));
    move_transfer(connection, row,
                  {.next = TransferState::waiting,
                   .now = now,
                   .why = lost.why,
                   .data = data_of({{"outcome", lost.outcome}, {"attempt", std::to_string(row.attempts)}})});
}

/// `row` is the transfer as it was before this try, but for its lease.
TransferRow claim(Connection& connection, std::int64_t number, ClaimRequest const& request) {
    auto row = find_transfer(connection, number);
    ensure(row.has_value(), "a transfer that is due exists");
    if (row->state == TransferState::underway) record_lost_try(connection, *row, request.now);
    ensure(row->state == TransferState::waiting, "only a waiting transfer is claimed");
    row->lease += 1;
    connection.execute(R"(
        update transfers
        set state = 'underway', since = ?2, due = null, lease = ?3, lease_until = ?4, worker = ?5, why = '{}',
            attempts = attempts + 1, attempts_in_round = attempts_in_round + 1
        where number = ?1)",
                       number, request.now, row->lease, request.now + request.lease, request.worker);
    write_event(connection, {.at = request.now,
                             .kind = "transfer.underway",
                             .submission = row->submission.text,
                             .dossier = row->dossier.text,
                             .transfer = row->id.text,
                             .counterpart = row->counterpart.text,
                             .data = data_of({{"attempt", std::to_string(row->attempts + 1)}})});
    return *row;
}

ClaimedTransfer loaded(Connection& connection, TransferRow const& row) {
    ClaimedTransfer claimed;
    auto& envelope = claimed.envelope;
    {
        auto found = connection.select("select received, manifest from submissions where number = ?1",
                                       row.submission_number);
        ensure(found.step(), "a transfer belongs to a submission");
        envelope.received = found.instant(0);
        envelope.manifest = stored_manifest(found.text(1));
    }
    envelope.transfer = row.id;
    envelope.submission = row.submission;
    envelope.counterpart = row.counterpart;
    envelope.attempt = row.attempts + 1;
    envelope.files = files_of(connection, row.submission_number);
    envelope.references = learned(connection, row);
    claimed.lease = row.lease;
    claimed.attempts_in_round = row.attempts_in_round;
    claimed.round_began = row.round_began;
    return claimed;
}

std::string bounded_text(Answer answer) {
    if (answer.headers.size() > headers_max) answer.headers.resize(headers_max);
    if (answer.body_head.size() > body_head_bytes_max) answer.body_head.resize(body_head_bytes_max);
    return json::text_of(answer);
}

[[nodiscard]] bool may_follow_underway(TransferState next) {
    return next == TransferState::waiting || next == TransferState::handed_over ||
           next == TransferState::acknowledged || next == TransferState::refused ||
           next == TransferState::rerouted || next == TransferState::quarantined;
}

void open_instead(Connection& connection, TransferRow const& row, CounterpartName const& instead, Instant now) {
    TransferId const id{uuid_v7(now)};
    open_transfer(connection, {.id = id,
                               .submission = row.submission_number,
                               .sender = row.sender,
                               .dossier = row.dossier,
                               .counterpart = instead,
                               .now = now,
                               .sealed = true,
                               .instead_of = row.number});
    write_event(connection, {.at = now,
                             .kind = "transfer.opened",
                             .submission = row.submission.text,
                             .dossier = row.dossier.text,
                             .transfer = id.text,
                             .counterpart = instead.text,
                             .data = data_of({{"instead_of", row.id.text}})});
}

[[nodiscard]] bool holds_lease(std::optional<TransferRow> const& row, LeaseToken lease) {
    return row && row->state == TransferState::underway && row->lease == lease;
}

/// The counterpart took it, but not all of it: told at once, and until it is whole.
void note_amiss(Connection& connection, TransferRow const& row, Settlement const& settlement) {
    if (settlement.amiss.empty()) {
        connection.execute("update transfers set amiss = '{}', amiss_since = null where number = ?1", row.number);
        return;
    }
    connection.execute(
        "update transfers set amiss = ?2, amiss_since = coalesce(amiss_since, ?3) where number = ?1", row.number,
        json::text_of(settlement.amiss), settlement.now);
    write_event(connection, {.at = settlement.now,
                             .kind = "transfer.amiss",
                             .submission = row.submission.text,
                             .dossier = row.dossier.text,
                             .transfer = row.id.text,
                             .counterpart = row.counterpart.text,
                             .data = data_of({{"attempt", std::to_string(row.attempts)},
                                              {"reference", row.reference}})});
}

bool write_settlement(Connection& connection, Settlement const& settlement, std::string const& answer) {
    auto row = find_transfer(connection, settlement.transfer);
    if (!holds_lease(row, settlement.lease)) return false;
    auto const try_began = row->since;
    write_attempt(connection, *row, settlement.attempt, answer);
    for (auto const& [key, value] : settlement.references) learn(connection, *row, key, value, settlement.now);
    move_transfer(connection, *row,
                  {.next = settlement.next,
                   .now = settlement.now,
                   .due = settlement.due,
                   .why = settlement.why,
                   .reference = settlement.reference,
                   .data = data_of({{"attempt", std::to_string(row->attempts)},
                                    {"outcome", settlement.attempt.outcome},
                                    {"reference", settlement.reference}})});
    if (settlement.next == TransferState::handed_over) note_amiss(connection, *row, settlement);
    if (settlement.instead) open_instead(connection, *row, *settlement.instead, settlement.now);
    apply_early_news(connection, *row, try_began, settlement.now);
    return true;
}

}  // namespace

std::vector<ClaimedTransfer> SqliteLedger::claim_due(ClaimRequest const& request) {
    // An idle worker asks often: no transaction, and no fsync, while there is nothing to claim.
    auto const due = next_due(request.counterpart);
    if (!due || *due > request.now || request.most <= 0) return {};
    auto const rows = writer_.run(Effect::silent, [&](Connection& connection) {
        for (auto const number : lost_and_blocked(connection, request)) {
            auto row = find_transfer(connection, number);
            ensure(row.has_value(), "a transfer that is underway exists");
            record_lost_try(connection, *row, request.now);
        }
        std::vector<TransferRow> claimed;
        for (auto const number : due_numbers(connection, request))
            claimed.push_back(claim(connection, number, request));
        return claimed;
    });
    return readers_.ask([&](Connection& connection) {
        std::vector<ClaimedTransfer> claimed;
        for (auto const& row : rows) claimed.push_back(loaded(connection, row));
        return claimed;
    });
}

bool SqliteLedger::remember(TransferId const& transfer, LeaseToken lease, std::string const& key,
                            std::string const& value) {
    return writer_.run(Effect::silent, [&](Connection& connection) {
        auto const row = find_transfer(connection, transfer);
        if (!holds_lease(row, lease)) return false;
        learn(connection, *row, key, value, row->since);
        return true;
    });
}

bool SqliteLedger::settle(Settlement const& settlement) {
    ensure(may_follow_underway(settlement.next), "a try ends in a state that can follow underway");
    ensure(settlement.instead.has_value() == (settlement.next == TransferState::rerouted),
           "a rerouted transfer, and no other, says where it goes instead");
    auto const answer = bounded_text(settlement.attempt.answer);
    return writer_.run(Effect::wakes, [&](Connection& connection) {
        return write_settlement(connection, settlement, answer);
    });
}

std::optional<Instant> SqliteLedger::next_due(CounterpartName const& counterpart) {
    return readers_.ask([&](Connection& connection) -> std::optional<Instant> {
        auto found = connection.select(R"(
            select min(at) from (
                select min(due) as at from transfers
                where counterpart = ?1 and state = 'waiting' and sealed = 1 and turn = 1
                union all
                select min(lease_until) from transfers
                where counterpart = ?1 and state = 'underway'))",
                                       counterpart.text);
        return found.step() ? found.maybe_instant(0) : std::nullopt;
    });
}

}  // namespace wetbode::sqlite
