// SPDX-License-Identifier: EUPL-1.2
// What became of a dossier after its vote: history, what holds now, and the events that tell it.
#include "gateway/ledger/sqlite_record.hpp"

#include <algorithm>
#include <map>

namespace wetbode::sqlite {

namespace {

constexpr int lines_max = 10'000;
constexpr int counterparts_max = 100;

bool holds(Connection& connection, DossierId const& dossier, PublicationFact const& fact) {
    auto found = connection.select(R"(
        select 1 from publication
        where dossier = ?1 and key = ?2 and current = 1 and (value = ?3 or ?3 = '') limit 1)",
                                   dossier.text, fact.key, fact.value);
    return found.step();
}

/// Nothing new is to be told: it holds already, or what is taken back was never told.
bool is_known(Connection& connection, DossierId const& dossier, PublicationFact const& fact) {
    return holds(connection, dossier, fact) != fact.value.empty();
}

void write_fact(Connection& connection, DossierId const& dossier, PublicationFact const& fact,
                PublicationSource const& source, Instant now) {
    bool const joins = fact.key == publication_document && !fact.value.empty();
    if (!joins)
        connection.execute("update publication set current = 0 where dossier = ?1 and key = ?2 and current = 1",
                           dossier.text, fact.key);
    connection.execute(R"(
        insert into publication (dossier, key, value, source_kind, source, submission, file, learned, sequence, current)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))",
                       dossier.text, fact.key, fact.value, name_of(source.kind), source.name, source.submission.text,
                       source.file, now, last_sequence(connection) + 1, fact.value.empty() ? 0 : 1);
}

/// What holds now; several documents are parted by "; ".
std::string event_data(Connection& connection, DossierId const& dossier, PublicationSource const& source) {
    std::map<std::string, std::string> held;
    for (auto const& [key, value] : current_publication(connection, dossier)) {
        auto& text = held[key];
        text += (text.empty() ? "" : "; ") + value;
    }
    return data_of({{"numac", held["numac"]},
                    {"eli", held["eli"]},
                    {"eli_codex", held["eli_codex"]},
                    {"adopted", held["adopted"]},
                    {"ratified", held["ratified"]},
                    {"promulgated", held["promulgated"]},
                    {"published", held["published"]},
                    {"document", held["document"]},
                    {"told_by", source.name}});
}

/// Each counterpart of the dossier, with the newest submission with files that it got: an acknowledgement shows nothing
/// to whoever reads a feed. One line without a counterpart if the dossier goes to nobody.
std::map<std::string, std::string> audience_of(Connection& connection, DossierId const& dossier) {
    std::map<std::string, std::string> audience;
    auto found = connection.select(R"(
        select t.counterpart, s.id from transfers t join submissions s on s.number = t.submission
        where t.number in (select max(o.number) from transfers o
                           where o.dossier = ?1 and o.dossier <> ''
                             and exists (select 1 from files f where f.submission = o.submission)
                           group by o.counterpart)
        order by t.counterpart limit ?2)",
                                   dossier.text, counterparts_max);
    while (found.step()) audience[found.text(0)] = found.text(1);
    if (!audience.empty()) return audience;
    auto newest = connection.select(
        "select id from submissions where dossier = ?1 and dossier <> '' order by number desc limit 1", dossier.text);
    audience[""] = newest.step() ? newest.text(0) : std::string();
    return audience;
}

}  // namespace

std::vector<PublicationFact> current_publication(Connection& connection, DossierId const& dossier) {
    auto found = connection.select(
        "select key, value from publication where dossier = ?1 and current = 1 order by number limit ?2",
        dossier.text, lines_max);
    std::vector<PublicationFact> facts;
    while (found.step()) facts.push_back({found.text(0), found.text(1)});
    return facts;
}

bool write_publication(Connection& connection, DossierId const& dossier, PublicationNote const& note, Instant now) {
    bool fresh = false;
    for (auto const& fact : note.facts) {
        if (is_known(connection, dossier, fact)) continue;
        write_fact(connection, dossier, fact, note.source, now);
        fresh = true;
    }
    if (!fresh) return false;
    auto const data = event_data(connection, dossier, note.source);
    for (auto const& [counterpart, submission] : audience_of(connection, dossier))
        write_event(connection, {.at = now,
                                 .kind = "dossier.published",
                                 .submission = submission,
                                 .dossier = dossier.text,
                                 .counterpart = counterpart,
                                 .actor = note.source.name,
                                 .data = data});
    return true;
}

bool SqliteLedger::note_publication(DossierId const& dossier, PublicationNote const& note, Instant now) {
    ensure(!dossier.empty(), "publication data belong to a dossier");
    ensure(!note.source.name.empty(), "somebody told the publication data");
    auto const all_known = readers_.ask([&](Connection& connection) {
        return std::ranges::all_of(note.facts,
                                   [&](auto const& fact) { return is_known(connection, dossier, fact); });
    });
    if (all_known) return false;  // told often, and an act costs an fsync
    return writer_.run(Effect::wakes,
                       [&](Connection& connection) { return write_publication(connection, dossier, note, now); });
}

std::vector<PublicationLine> SqliteLedger::publication_of(DossierId const& dossier, int most) {
    return readers_.ask([&](Connection& connection) {
        auto found = connection.select(R"(
            select key, value, source_kind, source, submission, file, learned, sequence, current from publication
            where dossier = ?1 order by number desc limit ?2)",
                                       dossier.text, std::clamp(most, 1, lines_max));
        std::vector<PublicationLine> lines;
        while (found.step())
            lines.push_back({{found.text(0), found.text(1)},
                             {publication_source_from(found.text(2)), found.text(3), {found.text(4)}, found.text(5)},
                             found.instant(6),
                             found.integer(7),
                             found.integer(8) != 0});
        std::ranges::reverse(lines);
        return lines;
    });
}

}  // namespace wetbode::sqlite
