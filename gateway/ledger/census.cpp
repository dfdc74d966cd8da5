// SPDX-License-Identifier: EUPL-1.2
// Answers of the SQLite ledger for feeds, metrics and health: events and counts. Each is one snapshot.
#include "gateway/ledger/sqlite_record.hpp"

#include <algorithm>
#include <utility>

namespace wetbode::sqlite {

namespace {

constexpr std::string_view all_events = R"(
    select sequence, at, kind, submission, dossier, transfer, counterpart, actor, data from events
    where sequence > ?1 and sequence <= ?2 order by sequence limit ?3)";
constexpr std::string_view events_of_submission = R"(
    select sequence, at, kind, submission, dossier, transfer, counterpart, actor, data from events
    where submission = ?4 and submission <> '' and sequence > ?1 and sequence <= ?2 order by sequence limit ?3)";
constexpr std::string_view events_for_counterpart = R"(
    select e.sequence, e.at, e.kind, e.submission, e.dossier, e.transfer, e.counterpart, e.actor, e.data
    from event_audience a cross join events e on e.sequence = a.sequence
    where a.counterpart = ?4 and a.sequence > ?1 and a.sequence <= ?2 order by a.sequence limit ?3)";
constexpr std::string_view events_for_both = R"(
    select sequence, at, kind, submission, dossier, transfer, counterpart, actor, data from events
    where submission = ?4 and submission <> '' and sequence > ?1 and sequence <= ?2
      and exists (select 1 from event_audience a where a.counterpart = ?5 and a.sequence = events.sequence)
    order by sequence limit ?3)";

Statement asked(Connection& connection, EventFilter const& filter, std::int64_t after, std::int64_t up_to, int most) {
    if (filter.submission && filter.audience)
        return connection.select(events_for_both, after, up_to, most, filter.submission->text, filter.audience->text);
    if (filter.submission) return connection.select(events_of_submission, after, up_to, most, filter.submission->text);
    if (filter.audience) return connection.select(events_for_counterpart, after, up_to, most, filter.audience->text);
    return connection.select(all_events, after, up_to, most);
}

std::int64_t number_of(Connection& connection, std::string_view question) {
    auto found = connection.select(question);
    return found.step() ? found.integer(0) : 0;
}

std::vector<std::string> counterparts_in(Connection& connection) {
    // Steps from name to name over the index instead of reading every transfer.
    auto found = connection.select(R"(
        with recursive names (name) as (
            select min(counterpart) from transfers
            union all
            select (select min(counterpart) from transfers where counterpart > name) from names where name is not null)
        select name from names where name is not null)");
    std::vector<std::string> names;
    while (found.step()) names.push_back(found.text(0));
    return names;
}

void count_transfers(Connection& connection, Census& census) {
    {
        auto found =
            connection.select("select counterpart, state, count(*) from transfers group by counterpart, state");
        while (found.step()) census.transfers[{found.text(0), found.text(1)}] = found.integer(2);
    }
    for (auto const& name : counterparts_in(connection)) {
        auto oldest = connection.select(
            "select min(round_began) from transfers where counterpart = ?1 and state = 'waiting'", name);
        if (oldest.step() && !oldest.null(0)) census.oldest_waiting[name] = oldest.instant(0);
        auto given_up = connection.select(
            "select min(since) from transfers where counterpart = ?1 and state = 'quarantined'", name);
        if (given_up.step() && !given_up.null(0)) census.oldest_quarantined[name] = given_up.instant(0);
        auto amiss = connection.select(
            "select count(*), min(amiss_since) from transfers where counterpart = ?1 and amiss_since is not null",
            name);
        if (amiss.step() && amiss.integer(0) > 0) {
            census.amiss[name] = amiss.integer(0);
            census.oldest_amiss[name] = amiss.instant(1);
        }
        auto success = connection.select(R"(
            select max(since) from transfers
            where counterpart = ?1 and state in ('handed_over', 'acknowledged'))",
                                         name);
        if (success.step() && !success.null(0)) census.last_success[name] = success.instant(0);
    }
}

}  // namespace

EventPage SqliteLedger::events(EventFilter const& filter, std::int64_t after, std::int64_t up_to, int most) {
    return readers_.ask([&](Connection& connection) {
        EventPage page;
        {
            auto counter = connection.select("select sequence, written from event_counter");
            ensure(counter.step(), "the event counter has its row");
            page.last_sequence = counter.integer(0);
            page.last_written = counter.maybe_instant(1);
        }
        auto found = asked(connection, filter, after, up_to, std::clamp(most, 1, 5000));
        while (found.step())
            page.events.push_back({found.integer(0),
                                   found.instant(1),
                                   found.text(2),
                                   {found.text(3)},
                                   {found.text(4)},
                                   {found.text(5)},
                                   {found.text(6)},
                                   found.text(7),
                                   found.text(8)});
        return page;
    });
}

Census SqliteLedger::census() {
    return readers_.ask([](Connection& connection) {
        Census census;
        count_transfers(connection, census);
        census.submissions = number_of(connection, "select count(*) from submissions");
        census.refused = number_of(connection, "select count(*) from refused");
        census.seals_waiting =
            number_of(connection, "select count(*) from seals where state in ('waiting', 'underway')");
        census.seals_quarantined = number_of(connection, "select count(*) from seals where state = 'quarantined'");
        auto oldest = connection.select("select min(created) from seals where state in ('waiting', 'underway')");
        if (oldest.step()) census.oldest_seal_waiting = oldest.maybe_instant(0);
        auto given_up = connection.select("select min(since) from seals where state = 'quarantined'");
        if (given_up.step()) census.oldest_seal_quarantined = given_up.maybe_instant(0);
        census.time = debt_in(connection);
        census.evidence = evidence_in(connection);
        census.last_sequence = last_sequence(connection);
        return census;
    });
}

std::optional<Instant> SqliteLedger::next_seal_due() {
    return readers_.ask([](Connection& connection) -> std::optional<Instant> {
        auto found = connection.select(R"(
            select min(at) from (
                select min(due) as at from seals where state = 'waiting'
                union all
                select min(lease_until) from seals where state = 'underway'))");
        return found.step() ? found.maybe_instant(0) : std::nullopt;
    });
}

}  // namespace wetbode::sqlite
