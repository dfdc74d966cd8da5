// SPDX-License-Identifier: EUPL-1.2
// Acts about events that a webhook passed over: leaving one behind, what is left, forgetting it.
#include "gateway/ledger/sqlite_record.hpp"

#include "gateway/ledger/texts.hpp"

#include <utility>

namespace wetbode::sqlite {

namespace {

std::int64_t count_of(Connection& connection, std::string const& name) {
    auto found = connection.select("select count(*) from webhook_passed where name = ?1", name);
    ensure(found.step(), "a count has a row");
    return found.integer(0);
}

void keep(Connection& connection, std::string const& name, std::int64_t sequence, Instant now) {
    connection.execute(R"(
        insert into webhook_passed (name, sequence, since, passed, tries, status, answer)
        select name, ?2, failing_since, ?3, failures, last_status, last_answer from webhooks where name = ?1
        on conflict (name, sequence) do update
        set since = excluded.since, passed = excluded.passed, tries = excluded.tries, status = excluded.status,
            answer = excluded.answer)",
                       name, sequence, now);
    connection.execute(R"(
        delete from webhook_passed
        where name = ?1 and sequence in (select sequence from webhook_passed where name = ?1
                                         order by sequence desc limit -1 offset ?2))",
                       name, passed_kept_max);
}

}  // namespace

bool SqliteLedger::pass_over(std::string const& name, std::int64_t epoch, std::int64_t sequence, Instant now) {
    return writer_.run(Effect::wakes, [&](Connection& connection) {
        auto found = connection.select(R"(
            select last_status, failures from webhooks
            where name = ?1 and epoch = ?2 and cursor = ?3 and failures > 0 and state = 'enabled')",
                                       name, epoch, sequence - 1);
        if (!found.step()) return false;
        auto const status = found.number(0);
        auto const tries = found.number(1);
        keep(connection, name, sequence, now);
        connection.execute(
            "update webhooks set cursor = ?2, failures = 0, failing_since = null, due = null where name = ?1", name,
            sequence);
        write_event(connection, {.at = now,
                                 .kind = "webhook.passed_over",
                                 .data = data_of({{"webhook", name},
                                                  {"event", std::to_string(sequence)},
                                                  {"status", std::to_string(status)},
                                                  {"tries", std::to_string(tries)}})});
        return true;
    });
}

PassedEvents SqliteLedger::passed_over(std::string const& name) {
    return readers_.ask([&](Connection& connection) {
        PassedEvents passed{.count = count_of(connection, name)};
        if (passed.count == 0) return passed;
        auto found = connection.select(R"(
            select sequence, since, passed, tries, status, answer from webhook_passed
            where name = ?1 order by sequence limit ?2)",
                                       name, passed_told_max);
        while (found.step())
            passed.oldest.push_back({.sequence = found.integer(0),
                                     .since = found.instant(1),
                                     .passed = found.instant(2),
                                     .tries = found.number(3),
                                     .status = found.number(4),
                                     .answer = found.text(5)});
        return passed;
    });
}

Result<WebhookState> SqliteLedger::forget_passed(std::string const& name, Decision const& decision) {
    if (auto gap = ledger_texts::gap_in(decision)) return tl::make_unexpected(std::move(*gap));
    auto const forgotten = writer_.run(Effect::wakes, [&](Connection& connection) {
        auto known = connection.select("select 1 from webhooks where name = ?1", name);
        if (!known.step()) return false;
        auto const count = count_of(connection, name);
        connection.execute("delete from webhook_passed where name = ?1", name);
        write_event(
            connection,
            {.at = decision.now,
             .kind = "webhook.forgotten",
             .actor = decision.who,
             .data = data_of({{"webhook", name}, {"reason", decision.reason}, {"events", std::to_string(count)}})});
        return true;
    });
    if (!forgotten) return tl::make_unexpected(ledger_texts::webhook_unknown(name));
    auto state = webhook(name);
    ensure(state.has_value(), "a webhook that was begun is in the ledger");
    return std::move(*state);
}

}  // namespace wetbode::sqlite
