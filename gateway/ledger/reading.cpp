// SPDX-License-Identifier: EUPL-1.2
// Answers of the SQLite ledger: submissions, transfers, attempts, contents. Each is one snapshot.
#include "gateway/ledger/sqlite_record.hpp"

#include "gateway/json/json.hpp"

#include <algorithm>
#include <utility>

namespace wetbode::sqlite {

namespace {

constexpr std::string_view transfer_columns = R"(
    select t.number, t.id, s.id, t.dossier, t.counterpart, t.state, t.created, t.since, t.due, t.sealed, t.attempts,
           t.attempts_in_round, t.why, t.reference,
           case when t.state = 'waiting' and t.turn = 0 then (
               select o.id from transfers o
               where o.counterpart = t.counterpart and o.dossier = t.dossier and o.number < t.number
                 and o.state in ('waiting', 'underway', 'quarantined')
               order by o.number limit 1) end,
           (select i.id from transfers i where i.number = t.instead_of), t.amiss, t.amiss_since
    from transfers t join submissions s on s.number = t.submission
)";

std::map<std::string, std::string> references_of(Connection& connection, std::int64_t number) {
    std::map<std::string, std::string> references;
    auto found = connection.select("select key, value from transfer_references where transfer = ?1", number);
    while (found.step()) references[found.text(0)] = found.text(1);
    return references;
}

Transfer transfer_in(Connection& connection, Statement const& found) {
    auto const state = transfer_state_from(found.text(5));
    ensure(state.has_value(), "the ledger holds only states that the vocabulary knows");
    Transfer transfer{.id = {found.text(1)},
                      .submission = {found.text(2)},
                      .dossier = {found.text(3)},
                      .counterpart = {found.text(4)},
                      .state = *state,
                      .created = found.instant(6),
                      .since = found.instant(7),
                      .due = found.maybe_instant(8),
                      .sealed = found.integer(9) != 0,
                      .attempts = found.number(10),
                      .attempts_in_round = found.number(11),
                      .why = json::text_from(found.text(12)),
                      .reference = found.text(13),
                      .references = references_of(connection, found.integer(0)),
                      .blocked_by = {},
                      .instead_of = {},
                      .amiss = json::text_from(found.text(16)),
                      .amiss_since = found.maybe_instant(17)};
    if (!found.null(14)) transfer.blocked_by = TransferId{found.text(14)};
    if (!found.null(15)) transfer.instead_of = TransferId{found.text(15)};
    return transfer;
}

/// Conditions and their values, built up side by side.
struct Question {
    std::string sql;
    std::vector<Connection::Value> values;

    void add(char const* condition, Connection::Value value) {
        values.push_back(std::move(value));
        sql += std::string(values.size() == 1 ? " where " : " and ") + condition + " ?" + std::to_string(values.size());
    }
};

std::optional<SubmissionView> admitted(Connection& connection, SubmissionId const& id) {
    SubmissionView view;
    std::int64_t number = 0;
    {
        auto found = connection.select(
            "select number, client, key, received, manifest, receipt from submissions where id = ?1", id.text);
        if (!found.step()) return std::nullopt;
        number = found.integer(0);
        view.id = id;
        view.key = {{found.text(1)}, found.text(2)};
        view.state = "admitted";
        view.received = found.instant(3);
        view.manifest = stored_manifest(found.text(4));
        view.receipt = json::receipt_from(found.text(5));
    }
    view.seal = seal_view(connection, number);
    view.files = files_of(connection, number);
    view.publication = current_publication(connection, view.receipt->dossier);
    auto const sql = std::string(transfer_columns) + " where t.submission = ?1 order by t.number";
    auto found = connection.select(sql, number);
    while (found.step()) view.transfers.push_back(transfer_in(connection, found));
    return view;
}

std::optional<SubmissionView> refused(Connection& connection, SubmissionId const& id) {
    auto found =
        connection.select("select client, key, received, dossier, refusal from refused where id = ?1", id.text);
    if (!found.step()) return std::nullopt;
    SubmissionView view;
    view.id = id;
    view.key = {{found.text(0)}, found.text(1)};
    view.state = "refused";
    view.received = found.instant(2);
    view.manifest.dossier.id = {found.text(3)};
    view.refusal = json::refusal_from(found.text(4));
    view.seal.state = "none";
    view.seal.since = view.received;
    return view;
}

}  // namespace

std::vector<EnvelopeFile> files_of(Connection& connection, std::int64_t submission_number) {
    auto found = connection.select(R"(
        select f.piece_id, f.rendition_id, f.name, f.media_type, f.document_type, f.signed_by_people, f.previous_id,
               f.digest, c.bytes
        from files f join contents c on c.digest = f.digest
        where f.submission = ?1 order by f.position)",
                                   submission_number);
    std::vector<EnvelopeFile> files;
    while (found.step())
        files.push_back({found.text(0),
                         {.id = found.text(1),
                          .name = found.text(2),
                          .media_type = found.text(3),
                          .document_type = found.text(4),
                          .signed_by_people = found.integer(5) != 0,
                          .previous_id = found.text(6),
                          .digest = found.digest(7),
                          .bytes = static_cast<std::uint64_t>(found.integer(8))}});
    return files;
}

SealView seal_view(Connection& connection, std::int64_t submission_number) {
    auto found = connection.select(R"(
        select s.received, l.state, l.since, l.attempts, l.why, l.container, c.bytes, l.level, l.certificate,
               l.signed_at
        from submissions s
        left join seals l on l.submission = s.number
        left join contents c on c.digest = l.container
        where s.number = ?1)",
                                   submission_number);
    ensure(found.step(), "a seal is asked for a submission that exists");
    SealView view;
    if (found.null(1)) {
        view.state = "none";
        view.since = found.instant(0);
        return view;
    }
    view.state = found.text(1);
    view.since = found.instant(2);
    view.attempts = found.number(3);
    view.why = json::text_from(found.text(4));
    if (!found.null(5)) view.container = found.digest(5);
    view.container_bytes = static_cast<std::uint64_t>(found.integer(6));
    view.level = found.text(7);
    view.certificate = found.text(8);
    view.signed_at = found.maybe_instant(9);
    view.time = time_view(connection, submission_number);
    return view;
}

std::optional<Transfer> transfer_view(Connection& connection, TransferId const& id) {
    auto const sql = std::string(transfer_columns) + " where t.id = ?1";
    auto found = connection.select(sql, id.text);
    if (!found.step()) return std::nullopt;
    return transfer_in(connection, found);
}

Manifest stored_manifest(std::string const& text) {
    auto manifest = json::manifest_from(text);
    if (!manifest) throw Outage("ledger", "an admitted manifest is not readable any more: " + manifest.error().code);
    return std::move(*manifest);
}

std::optional<EarlierReceipt> SqliteLedger::receipt_of(SubmissionKey const& key) {
    return readers_.ask([&](Connection& connection) -> std::optional<EarlierReceipt> {
        auto found = connection.select("select receipt from submissions where client = ?1 and key = ?2",
                                       key.client.text, key.key);
        if (!found.step()) return std::nullopt;
        return EarlierReceipt{json::receipt_from(found.text(0)), key.client.text};
    });
}

std::optional<SubmissionView> SqliteLedger::submission(SubmissionId const& id) {
    return readers_.ask([&](Connection& connection) {
        auto view = admitted(connection, id);
        return view ? std::move(view) : refused(connection, id);
    });
}

std::vector<Piece> SqliteLedger::pieces_towards(CounterpartName const& counterpart, DossierId const& dossier,
                                                int most) {
    if (dossier.empty()) return {};
    return readers_.ask([&](Connection& connection) {
        auto found = connection.select(R"(
            select s.manifest from transfers t join submissions s on s.number = t.submission
            where t.counterpart = ?1 and t.dossier = ?2 and t.dossier <> ''
              and t.state not in ('refused', 'withdrawn', 'rerouted')
            order by t.number)",
                                       counterpart.text, dossier.text);
        std::vector<Piece> pieces;
        while (static_cast<int>(pieces.size()) < most && found.step())
            for (auto& piece : stored_manifest(found.text(0)).pieces)
                if (static_cast<int>(pieces.size()) < most) pieces.push_back(std::move(piece));
        return pieces;
    });
}

std::vector<Transfer> SqliteLedger::transfers(TransferFilter const& filter) {
    return readers_.ask([&](Connection& connection) {
        Question question{std::string(transfer_columns), {}};
        if (filter.state) question.add("t.state =", std::string(name_of(*filter.state)));
        if (filter.counterpart) question.add("t.counterpart =", filter.counterpart->text);
        if (filter.submission) question.add("s.id =", filter.submission->text);
        if (filter.sender) question.add("t.sender =", filter.sender->text);
        std::vector<Transfer> transfers;
        if (!filter.after.empty()) {
            auto last = connection.select("select number from transfers where id = ?1", filter.after);
            if (!last.step()) return transfers;  // not the end of any page of ours
            question.add("t.number >", last.integer(0));
        }
        question.values.emplace_back(std::int64_t{std::clamp(filter.most, 1, 1000)});
        question.sql += " order by t.number limit ?" + std::to_string(question.values.size());
        auto found = connection.select_with(question.sql, question.values);
        while (found.step()) transfers.push_back(transfer_in(connection, found));
        return transfers;
    });
}

std::optional<Transfer> SqliteLedger::transfer(TransferId const& id) {
    return readers_.ask([&](Connection& connection) { return transfer_view(connection, id); });
}

std::vector<Attempt> SqliteLedger::attempts(TransferId const& id, int most) {
    return readers_.ask([&](Connection& connection) {
        // The newest ones, told in the order in which they happened.
        auto found = connection.select(R"(
            select number, began, ended, outcome, why, answer from (
                select a.* from attempts a join transfers t on t.number = a.transfer
                where t.id = ?1 order by a.number desc limit ?2)
            order by number)",
                                       id.text, std::clamp(most, 0, 1000));
        std::vector<Attempt> attempts;
        while (found.step())
            attempts.push_back({found.number(0), found.instant(1), found.instant(2), found.text(3),
                                json::text_from(found.text(4)), json::answer_from(found.text(5))});
        return attempts;
    });
}

Content SqliteLedger::fetch(Digest const& digest) {
    struct Kept {
        std::uint64_t bytes = 0;
        std::optional<std::string> data;
    };
    auto kept = readers_.ask([&](Connection& connection) -> std::optional<Kept> {
        auto found = connection.select("select bytes, data from contents where digest = ?1", digest);
        if (!found.step()) return std::nullopt;
        Kept one{static_cast<std::uint64_t>(found.integer(0)), {}};
        if (!found.null(1)) one.data = found.text(1);
        return one;
    });
    if (!kept) throw Outage("content", "the ledger has no content " + digest.hex());
    if (kept->data) return {digest, kept->bytes, std::move(*kept->data)};
    return store_.find(digest, kept->bytes);
}

}  // namespace wetbode::sqlite
