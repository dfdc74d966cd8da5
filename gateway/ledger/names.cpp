// SPDX-License-Identifier: EUPL-1.2
// Names that dossiers and files bear towards counterparts, and the statuses that counterparts tell of them.
#include "gateway/ledger/sqlite_record.hpp"

#include "gateway/json/json.hpp"

#include <algorithm>
#include <utility>

namespace wetbode::sqlite {

namespace {

constexpr int named_max = 100;
constexpr int open_notes_max = 1000;
constexpr int lines_max = 10'000;
constexpr int submissions_max = 1000;

constexpr std::string_view name_columns = R"(
    select n.counterpart, n.dossier, n.key, n.value, n.since,
           exists (select 1 from dossier_references r
                   where r.counterpart = n.counterpart and r.dossier = n.dossier and r.key = n.key
                     and r.value = n.value)
    from reference_names n)";

std::vector<KnownName> names_in(Statement& found) {
    std::vector<KnownName> names;
    while (found.step())
        names.push_back({{found.text(0)}, {found.text(1)}, found.text(2), found.text(3), found.instant(4),
                         found.integer(5) != 0});
    return names;
}

}  // namespace

bool note_name(Connection& connection, NoteOf const& of, std::string const& key, std::string const& value) {
    int const changed = connection.execute(R"(
        insert into dossier_references (counterpart, dossier, key, value) values (?1, ?2, ?3, ?4)
        on conflict (counterpart, dossier, key) do update set value = excluded.value where value <> excluded.value)",
                                           of.counterpart.text, of.dossier.text, key, value);
    if (changed == 0) return false;
    connection.execute(R"(
        insert into reference_names (counterpart, dossier, key, value, since) values (?1, ?2, ?3, ?4, ?5)
        on conflict do nothing)",
                       of.counterpart.text, of.dossier.text, key, value, of.now);
    return true;
}

std::optional<KnownName> bearer_of(Connection& connection, CounterpartName const& counterpart,
                                   std::string const& value) {
    if (value.empty()) return std::nullopt;
    auto const sql =
        std::string(name_columns) + " where n.counterpart = ?1 and n.value = ?2 order by n.number desc limit 1";
    auto found = connection.select(sql, counterpart.text, value);
    auto names = names_in(found);
    if (names.empty()) return std::nullopt;
    return std::move(names.front());
}

SubmissionId newest_towards(Connection& connection, CounterpartName const& counterpart, DossierId const& dossier) {
    auto found = connection.select(R"(
        select s.id from transfers t join submissions s on s.number = t.submission
        where t.counterpart = ?1 and t.dossier = ?2 and t.dossier <> '' order by t.number desc limit 1)",
                                   counterpart.text, dossier.text);
    return found.step() ? SubmissionId{found.text(0)} : SubmissionId{};
}

void write_status(Connection& connection, StatusLine const& line) {
    auto const& [name, name_before, status, date] = line.status;
    connection.execute(R"(
        insert into statuses (sequence, counterpart, dossier, name, name_before, status, date, learned)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict do nothing)",
                       line.sequence, line.counterpart.text, line.dossier.text, name, name_before, status, date,
                       line.learned);
}

void SqliteLedger::note_references(CounterpartName const& counterpart, DossierId const& dossier,
                                   std::map<std::string, std::string> const& references, std::string const& told,
                                   Instant now) {
    ensure(!dossier.empty(), "names belong to a dossier");
    auto const known = references_of(counterpart, dossier);
    bool const all = std::ranges::all_of(references, [&](auto const& reference) {
        auto const found = known.find(reference.first);
        return found != known.end() && found->second == reference.second;
    });
    if (all) return;  // asked often, and an act costs an fsync
    writer_.run(Effect::wakes, [&](Connection& connection) {
        bool fresh = false;
        for (auto const& [key, value] : references)
            fresh = note_name(connection, {counterpart, dossier, now}, key, value) || fresh;
        if (!fresh || told.empty()) return 0;
        write_event(connection, {.at = now,
                                 .kind = "dossier.named",
                                 .submission = newest_towards(connection, counterpart, dossier).text,
                                 .dossier = dossier.text,
                                 .counterpart = counterpart.text,
                                 .data = data_of({{"told", told}})});
        return 0;
    });
}

std::map<std::string, std::string> SqliteLedger::references_of(CounterpartName const& counterpart,
                                                               DossierId const& dossier) {
    return readers_.ask([&](Connection& connection) {
        std::map<std::string, std::string> references;
        auto found =
            connection.select("select key, value from dossier_references where counterpart = ?1 and dossier = ?2",
                              counterpart.text, dossier.text);
        while (found.step()) references[found.text(0)] = found.text(1);
        return references;
    });
}

std::vector<KnownName> SqliteLedger::named(CounterpartName const& counterpart, std::string const& value) {
    return readers_.ask([&](Connection& connection) {
        auto const sql =
            std::string(name_columns) + " where n.counterpart = ?1 and n.value = ?2 order by n.number desc limit ?3";
        auto found = connection.select(sql, counterpart.text, value, named_max);
        return names_in(found);
    });
}

std::vector<KnownName> SqliteLedger::names_of(DossierId const& dossier, int most) {
    return readers_.ask([&](Connection& connection) {
        auto const sql = std::string(name_columns) + " where n.dossier = ?1 order by n.number limit ?2";
        auto found = connection.select(sql, dossier.text, std::clamp(most, 1, lines_max));
        return names_in(found);
    });
}

std::vector<Renaming> SqliteLedger::renamings(CounterpartName const& told_to, CounterpartName const& holder,
                                              std::string const& key, int most) {
    return readers_.ask([&](Connection& connection) {
        auto found = connection.select(R"(
            select told.dossier, told.value, held.value, name.since
            from dossier_references told
            join dossier_references held on held.counterpart = ?2 and held.dossier = told.dossier
                                        and held.key = told.key
            join reference_names name on name.counterpart = held.counterpart and name.dossier = held.dossier
                                     and name.key = held.key and name.value = held.value
            where told.counterpart = ?1 and told.key = ?3 and told.value <> held.value
            order by name.number limit ?4)",
                                       told_to.text, holder.text, key, std::clamp(most, 1, lines_max));
        std::vector<Renaming> all;
        while (found.step()) all.push_back({{found.text(0)}, found.text(1), found.text(2), found.instant(3)});
        return all;
    });
}

std::vector<std::string> SqliteLedger::open_notes(CounterpartName const& counterpart, std::string const& key,
                                                  std::string const& closed_by, DossierId const& except) {
    return readers_.ask([&](Connection& connection) {
        auto found = connection.select(R"(
            select note.value from dossier_references note
            where note.counterpart = ?1 and note.key = ?2 and note.dossier <> ?4
              and not exists (select 1 from dossier_references closed
                              where closed.counterpart = note.counterpart and closed.dossier = note.dossier
                                and closed.key = ?3)
            limit ?5)",
                                       counterpart.text, key, closed_by, except.text, open_notes_max);
        std::vector<std::string> notes;
        while (found.step()) notes.push_back(found.text(0));
        return notes;
    });
}

std::vector<Followed> SqliteLedger::followed(CounterpartName const& counterpart, std::string const& key,
                                             Instant changed_since, int most) {
    return readers_.ask([&](Connection& connection) {
        auto found = connection.select(R"(
            select value, changed from (
                select held.value as value,
                       max(name.since, coalesce((select max(learned) from statuses told
                                                 where told.counterpart = held.counterpart
                                                   and told.dossier = held.dossier), 0)) as changed
                from dossier_references held
                join reference_names name on name.counterpart = held.counterpart and name.dossier = held.dossier
                                         and name.key = held.key and name.value = held.value
                where held.counterpart = ?1 and held.key = ?2)
            where changed >= ?3 order by changed desc, value limit ?4)",
                                       counterpart.text, key, changed_since, std::clamp(most, 1, lines_max));
        std::vector<Followed> all;
        while (found.step()) all.push_back({found.text(0), found.instant(1)});
        return all;
    });
}

std::vector<StatusLine> SqliteLedger::statuses(StatusFilter const& filter) {
    return readers_.ask([&](Connection& connection) {
        std::string sql =
            "select sequence, counterpart, dossier, name, name_before, status, date, learned from statuses"
            " where counterpart = ?1";
        std::vector<Connection::Value> values{filter.counterpart.text};
        auto const add = [&](char const* condition, Connection::Value value) {
            values.push_back(std::move(value));
            sql += std::string(" and ") + condition + " ?" + std::to_string(values.size());
        };
        if (filter.dossier) add("dossier =", filter.dossier->text);
        if (!filter.name.empty()) add("name =", filter.name);
        if (filter.since) add("learned >=", std::int64_t{filter.since->time_since_epoch().count()});
        values.emplace_back(std::int64_t{std::clamp(filter.most, 1, lines_max)});
        sql += " order by sequence desc limit ?" + std::to_string(values.size());
        auto found = connection.select_with(sql, values);
        std::vector<StatusLine> lines;
        while (found.step())
            lines.push_back({{found.text(1)},
                             {found.text(2)},
                             {found.text(3), found.text(4), found.text(5), found.text(6)},
                             found.instant(7),
                             found.integer(0)});
        std::ranges::reverse(lines);
        return lines;
    });
}

std::optional<RefusedSubmission> SqliteLedger::refusal_of(SubmissionKey const& key) {
    return readers_.ask([&](Connection& connection) -> std::optional<RefusedSubmission> {
        auto found = connection.select(R"(
            select id, received, dossier, refusal from refused
            where client = ?1 and key = ?2 order by received desc, rowid desc limit 1)",
                                       key.client.text, key.key);
        if (!found.step()) return std::nullopt;
        return RefusedSubmission{{found.text(0)}, key, found.instant(1), {found.text(2)},
                                 json::refusal_from(found.text(3))};
    });
}

std::vector<SubmissionId> SqliteLedger::submissions_of(DossierId const& dossier, int most) {
    if (dossier.empty()) return {};
    return readers_.ask([&](Connection& connection) {
        auto found = connection.select(
            "select id from submissions where dossier = ?1 and dossier <> '' order by number limit ?2", dossier.text,
            std::clamp(most, 1, submissions_max));
        std::vector<SubmissionId> ids;
        while (found.step()) ids.push_back({found.text(0)});
        return ids;
    });
}

}  // namespace wetbode::sqlite
