// SPDX-License-Identifier: EUPL-1.2
// Acts about webhooks: where each is in the events, how its tries ended, what people decide.
#include "gateway/ledger/sqlite_record.hpp"

#include "gateway/json/json.hpp"
#include "gateway/ledger/texts.hpp"

#include <utility>

namespace wetbode::sqlite {

namespace {

constexpr std::size_t answer_octets_max = 300;

constexpr std::string_view row_by_name = R"(
    select epoch, begun, cursor, state, since, why, failures, failing_since, due, last_try, last_taken, last_status,
           last_answer
    from webhooks where name = ?1)";

std::optional<WebhookState> state_of(Connection& connection, std::string const& name) {
    auto found = connection.select(row_by_name, name);
    if (!found.step()) return std::nullopt;
    return WebhookState{.name = name,
                        .epoch = found.integer(0),
                        .begun = found.instant(1),
                        .cursor = found.integer(2),
                        .enabled = found.text(3) == "enabled",
                        .since = found.instant(4),
                        .why = json::text_from(found.text(5)),
                        .failures = found.number(6),
                        .failing_since = found.maybe_instant(7),
                        .due = found.maybe_instant(8),
                        .last_try = found.maybe_instant(9),
                        .last_taken = found.maybe_instant(10),
                        .last_status = found.number(11),
                        .last_answer = found.text(12)};
}

WebhookState state_after(Connection& connection, std::string const& name) {
    auto state = state_of(connection, name);
    ensure(state.has_value(), "a webhook that was changed exists");
    return std::move(*state);
}

/// The row if nobody has decided about it since the try began.
std::optional<WebhookState> current(Connection& connection, std::string const& name, std::int64_t epoch) {
    auto state = state_of(connection, name);
    if (!state || state->epoch != epoch) return std::nullopt;
    return state;
}

void note_taken(Connection& connection, WebhookTry const& tried) {
    connection.execute(R"(
        update webhooks
        set cursor = ?2, failures = 0, failing_since = null, due = null, last_try = ?3, last_taken = ?3,
            last_status = ?4, last_answer = ''
        where name = ?1)",
                       tried.name, tried.sequence, tried.now, tried.status);
}

void note_failed(Connection& connection, WebhookTry const& tried) {
    connection.execute(R"(
        update webhooks
        set cursor = ?2, failures = failures + 1, failing_since = ?3, due = ?4, last_try = ?5, last_status = ?6,
            last_answer = ?7
        where name = ?1)",
                       tried.name, tried.sequence - 1, tried.failing_since, tried.due, tried.now, tried.status,
                       tried.answer.substr(0, answer_octets_max));
}

void disable(Connection& connection, WebhookTry const& tried) {
    connection.execute(
        "update webhooks set state = 'disabled', epoch = epoch + 1, since = ?2, why = ?3, due = null where name = ?1",
        tried.name, tried.now, json::text_of(tried.why));
    write_event(connection, {.at = tried.now,
                             .kind = "webhook.disabled",
                             .data = data_of({{"webhook", tried.name},
                                              {"status", std::to_string(tried.status)},
                                              {"event", std::to_string(tried.sequence)}})});
}

/// The sequence before the first event that was written then or later.
std::int64_t before(Connection& connection, Instant since) {
    auto found = connection.select("select sequence from events where at >= ?1 order by sequence limit 1", since);
    return found.step() ? found.integer(0) - 1 : last_sequence(connection);
}

}  // namespace

std::string SqliteLedger::identity() {
    return readers_.ask([](Connection& connection) {
        auto found = connection.select("select value from meta where name = 'ledger_id'");
        ensure(found.step(), "a ledger of this schema has an id");
        return found.text(0);
    });
}

WebhookState SqliteLedger::begin_webhook(std::string const& name, Instant now) {
    if (auto known = webhook(name)) return *known;
    return writer_.run(Effect::silent, [&](Connection& connection) {
        connection.execute(R"(
            insert into webhooks (name, epoch, begun, cursor, state, since) values (?1, 1, ?2, ?3, 'enabled', ?2)
            on conflict do nothing)",
                           name, now, last_sequence(connection));
        return state_after(connection, name);
    });
}

std::optional<WebhookState> SqliteLedger::webhook(std::string const& name) {
    return readers_.ask([&](Connection& connection) { return state_of(connection, name); });
}

bool SqliteLedger::settle_webhook(WebhookTry const& tried) {
    auto const disables = tried.end == WebhookTry::End::disabled;
    return writer_.run(disables ? Effect::wakes : Effect::silent, [&](Connection& connection) {
        if (!current(connection, tried.name, tried.epoch)) return false;
        if (tried.end == WebhookTry::End::taken)
            note_taken(connection, tried);
        else
            note_failed(connection, tried);
        if (disables) disable(connection, tried);
        return true;
    });
}

bool SqliteLedger::pass_webhook(std::string const& name, std::int64_t epoch, std::int64_t up_to) {
    return writer_.run(Effect::silent, [&](Connection& connection) {
        auto const state = current(connection, name, epoch);
        if (!state) return false;
        if (up_to > state->cursor) connection.execute("update webhooks set cursor = ?2 where name = ?1", name, up_to);
        return true;
    });
}

Result<WebhookState> SqliteLedger::enable_webhook(std::string const& name, Decision const& decision) {
    if (auto gap = ledger_texts::gap_in(decision)) return tl::make_unexpected(std::move(*gap));
    return writer_.run(Effect::wakes, [&](Connection& connection) -> Result<WebhookState> {
        auto const state = state_of(connection, name);
        if (!state) return tl::make_unexpected(ledger_texts::webhook_unknown(name));
        connection.execute(R"(
            update webhooks
            set state = 'enabled', epoch = epoch + 1, since = iif(state = 'enabled', since, ?2), why = '{}',
                failures = 0, failing_since = null, due = null
            where name = ?1)",
                           name, decision.now);
        write_event(connection, {.at = decision.now,
                                 .kind = "webhook.enabled",
                                 .actor = decision.who,
                                 .data = data_of({{"webhook", name}, {"reason", decision.reason}})});
        return state_after(connection, name);
    });
}

Result<WebhookState> SqliteLedger::replay_webhook(std::string const& name, WebhookReplay const& replay,
                                                  Decision const& decision) {
    ensure(replay.after.has_value() != replay.since.has_value(), "a replay begins at a sequence or at an instant");
    if (auto gap = ledger_texts::gap_in(decision)) return tl::make_unexpected(std::move(*gap));
    // Looked for outside the act: nobody waits at the door for a long search.
    auto const after = replay.after
                           ? *replay.after
                           : readers_.ask([&](Connection& connection) { return before(connection, *replay.since); });
    return writer_.run(Effect::wakes, [&](Connection& connection) -> Result<WebhookState> {
        auto const state = state_of(connection, name);
        if (!state) return tl::make_unexpected(ledger_texts::webhook_unknown(name));
        auto const newest = last_sequence(connection);
        if (after < 0 || after > newest) return tl::make_unexpected(ledger_texts::webhook_position(newest));
        connection.execute(R"(
            update webhooks
            set cursor = ?2, epoch = epoch + 1, failures = 0, failing_since = null, due = null
            where name = ?1)",
                           name, after);
        connection.execute("delete from webhook_passed where name = ?1 and sequence > ?2", name, after);
        write_event(connection, {.at = decision.now,
                                 .kind = "webhook.replayed",
                                 .actor = decision.who,
                                 .data = data_of({{"webhook", name},
                                                  {"reason", decision.reason},
                                                  {"from", std::to_string(state->cursor)},
                                                  {"to", std::to_string(after)}})});
        return state_after(connection, name);
    });
}

}  // namespace wetbode::sqlite

namespace wetbode {

WebhookLedger& webhooks_in(Ledger& ledger) {
    auto* const record = dynamic_cast<sqlite::SqliteLedger*>(&ledger);
    ensure(record != nullptr, "the cursors of webhooks are asked of a ledger that was opened here");
    return *record;
}

}  // namespace wetbode
