// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ledger/rows.hpp"

#include "gateway/json/json.hpp"

namespace wetbode::sqlite {

namespace {

constexpr std::string_view row_by_id = R"(
    select t.number, t.id, t.submission, s.id, t.sender, t.dossier, t.counterpart, t.state, t.since, t.sealed,
           t.attempts, t.attempts_in_round, t.round_began, t.lease, t.lease_until, t.reference
    from transfers t join submissions s on s.number = t.submission
    where t.id = ?1)";
constexpr std::string_view row_by_number = R"(
    select t.number, t.id, t.submission, s.id, t.sender, t.dossier, t.counterpart, t.state, t.since, t.sealed,
           t.attempts, t.attempts_in_round, t.round_began, t.lease, t.lease_until, t.reference
    from transfers t join submissions s on s.number = t.submission
    where t.number = ?1)";

TransferRow row_in(Statement const& found) {
    auto const state = transfer_state_from(found.text(7));
    ensure(state.has_value(), "the ledger holds only states that the vocabulary knows");
    return {.number = found.integer(0),
            .id = {found.text(1)},
            .submission_number = found.integer(2),
            .submission = {found.text(3)},
            .sender = found.text(4),
            .dossier = {found.text(5)},
            .counterpart = {found.text(6)},
            .state = *state,
            .since = found.instant(8),
            .sealed = found.integer(9) != 0,
            .attempts = found.number(10),
            .attempts_in_round = found.number(11),
            .round_began = found.instant(12),
            .lease = found.integer(13),
            .lease_until = found.maybe_instant(14),
            .reference = found.text(15)};
}

}  // namespace

std::int64_t last_sequence(Connection& connection) {
    auto counter = connection.select("select sequence from event_counter");
    ensure(counter.step(), "the event counter has its row");
    return counter.integer(0);
}

std::int64_t write_event(Connection& connection, NewEvent const& event) {
    connection.execute("update event_counter set sequence = sequence + 1, written = ?1", event.at);
    auto const sequence = last_sequence(connection);
    connection.execute(R"(
        insert into events (sequence, at, kind, submission, dossier, transfer, counterpart, actor, data)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))",
                       sequence, event.at, event.kind, event.submission, event.dossier, event.transfer,
                       event.counterpart, event.actor, event.data);
    if (!event.submission.empty())
        connection.execute(R"(
            insert into event_audience (counterpart, sequence)
            select distinct t.counterpart, ?2
            from transfers t join submissions s on s.number = t.submission
            where s.id = ?1)",
                           event.submission, sequence);
    return sequence;
}

std::string data_of(std::initializer_list<std::pair<char const*, std::string>> pairs) {
    std::map<std::string, std::string> filled;
    for (auto const& [key, value] : pairs)
        if (!value.empty()) filled.emplace(key, value);
    return json::text_of(filled);
}

std::optional<TransferRow> find_transfer(Connection& connection, TransferId const& id) {
    auto found = connection.select(row_by_id, id.text);
    if (!found.step()) return std::nullopt;
    return row_in(found);
}

std::optional<TransferRow> find_transfer(Connection& connection, std::int64_t number) {
    auto found = connection.select(row_by_number, number);
    if (!found.step()) return std::nullopt;
    return row_in(found);
}

std::vector<TransferRow> find_by_reference(Connection& connection, CounterpartName const& counterpart,
                                           std::string const& reference, int most) {
    auto found = connection.select(R"(
        select t.number, t.id, t.submission, s.id, t.sender, t.dossier, t.counterpart, t.state, t.since, t.sealed,
               t.attempts, t.attempts_in_round, t.round_began, t.lease, t.lease_until, t.reference
        from transfers t join submissions s on s.number = t.submission
        where t.counterpart = ?1 and t.reference = ?2 and t.reference <> ''
        order by t.number limit ?3)",
                                   counterpart.text, reference, most);
    std::vector<TransferRow> rows;
    while (found.step()) rows.push_back(row_in(found));
    return rows;
}

namespace {

/// It came to an end: nothing of it is amiss any more.
constexpr bool has_ended(TransferState state) {
    return !unfinished(state) && state != TransferState::handed_over;
}

}  // namespace

void move_transfer(Connection& connection, TransferRow& row, Move const& move) {
    bool const was_unfinished = unfinished(row.state);
    auto const state = name_of(move.next);
    std::optional<Instant> due;
    if (move.next == TransferState::waiting && row.sealed) due = move.due.value_or(move.now);
    connection.execute(R"(
        update transfers
        set state = ?2, since = ?3, due = ?4, why = ?5, reference = case when ?6 = '' then reference else ?6 end,
            lease_until = null, worker = '',
            turn = case when ?7 = 0 then 0 when dossier = '' then 1 else turn end,
            amiss = case when ?8 = 1 then '{}' else amiss end,
            amiss_since = case when ?8 = 1 then null else amiss_since end
        where number = ?1)",
                       row.number, state, move.now, due, json::text_of(move.why), move.reference,
                       unfinished(move.next) ? 1 : 0, has_ended(move.next) ? 1 : 0);
    row.state = move.next;
    row.since = move.now;
    row.lease_until.reset();
    if (!move.reference.empty()) row.reference = move.reference;
    write_event(connection, {.at = move.now,
                             .kind = move.kind.empty() ? "transfer." + std::string(state) : std::string(move.kind),
                             .submission = row.submission.text,
                             .dossier = row.dossier.text,
                             .transfer = row.id.text,
                             .counterpart = row.counterpart.text,
                             .actor = move.actor,
                             .data = move.data});
    if (was_unfinished != unfinished(move.next)) settle_turn(connection, row.counterpart, row.dossier);
}

void open_transfer(Connection& connection, NewTransfer const& transfer) {
    std::optional<Instant> due;
    if (transfer.sealed) due = transfer.now;
    // A transfer without a dossier is its own matter: it is always its turn.
    connection.execute(R"(
        insert into transfers (id, submission, sender, dossier, counterpart, state, created, since, due, sealed, turn,
                               round_began, instead_of)
        values (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, ?6, ?7, ?8, ?9, ?6, ?10))",
                       transfer.id.text, transfer.submission, transfer.sender, transfer.dossier.text,
                       transfer.counterpart.text, transfer.now, due, transfer.sealed ? 1 : 0,
                       transfer.dossier.empty() ? 1 : 0, transfer.instead_of);
    settle_turn(connection, transfer.counterpart, transfer.dossier);
}

void settle_turn(Connection& connection, CounterpartName const& counterpart, DossierId const& dossier) {
    if (dossier.empty()) return;  // its own matter: move_transfer() and open_transfer() gave it the turn
    std::optional<std::int64_t> oldest;
    {
        auto found = connection.select(R"(
            select number from transfers
            where counterpart = ?1 and dossier = ?2 and state in ('waiting', 'underway', 'quarantined')
            order by number limit 1)",
                                       counterpart.text, dossier.text);
        if (found.step()) oldest = found.integer(0);
    }
    // First take, then give: the unique index allows one at a time.
    connection.execute(R"(
        update transfers set turn = 0
        where counterpart = ?1 and dossier = ?2 and dossier <> '' and turn = 1 and number is not ?3)",
                       counterpart.text, dossier.text, oldest);
    if (oldest) connection.execute("update transfers set turn = 1 where number = ?1 and turn = 0", *oldest);
}

void learn(Connection& connection, TransferRow const& row, std::string const& key, std::string const& value,
           Instant now) {
    connection.execute(R"(
        insert into transfer_references (transfer, key, value) values (?1, ?2, ?3)
        on conflict (transfer, key) do update set value = excluded.value)",
                       row.number, key, value);
    if (row.dossier.empty()) return;
    note_name(connection, {row.counterpart, row.dossier, now}, key, value);
}

std::map<std::string, std::string> learned(Connection& connection, TransferRow const& row) {
    std::map<std::string, std::string> references;
    auto found = row.dossier.empty()
                     ? connection.select("select key, value from transfer_references where transfer = ?1", row.number)
                     : connection.select(R"(
        select key, value from dossier_references where counterpart = ?1 and dossier = ?2)",
                                         row.counterpart.text, row.dossier.text);
    while (found.step()) references[found.text(0)] = found.text(1);
    return references;
}

}  // namespace wetbode::sqlite
