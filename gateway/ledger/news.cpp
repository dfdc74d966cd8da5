// SPDX-License-Identifier: EUPL-1.2
// Acts on the word of a counterpart.
#include "gateway/ledger/sqlite_record.hpp"

#include "gateway/base/sha256.hpp"
#include "gateway/json/json.hpp"
#include "gateway/ledger/news_rules.hpp"
#include "gateway/ledger/texts.hpp"

#include <algorithm>
#include <utility>

namespace wetbode::sqlite {

namespace {

constexpr std::size_t data_bytes_max = 16 * 1024;
constexpr int transfers_per_reference_max = 1000;
constexpr int early_news_max = 10'000;
constexpr Milliseconds seen_again_after{std::chrono::hours{24}};
constexpr int expired_per_act_max = 500;  // a longer act would keep the door waiting

/// An item without a key is recognised by what it says.
std::string key_of(NewsItem const& item) {
    if (!item.key.empty()) return item.key;
    std::string all;
    for (auto const& part : {item.transfer.text, item.kind, item.reference, item.why.nl, item.why.en, item.data})
        all += std::to_string(part.size()) + ":" + part;
    return "content:" + sha256(all).hex();
}

bool is_object(Connection& connection, std::string const& text) {
    auto found = connection.select("select json_valid(?1) and json_type(?1) = 'object'", text);
    return found.step() && found.integer(0) == 1;
}

std::string event_data(Connection& connection, NewsItem const& item) {
    auto data = data_of({{"news", item.kind.empty() ? "status" : item.kind}, {"reference", item.reference}});
    if (item.data.empty() || item.data.size() > data_bytes_max || !is_object(connection, item.data)) return data;
    data.pop_back();
    return data + R"(,"data":)" + item.data + "}";
}

std::vector<TransferRow> targets_of(Connection& connection, CounterpartName const& counterpart, NewsItem const& item) {
    if (item.transfer.empty())
        return find_by_reference(connection, counterpart, item.reference, transfers_per_reference_max);
    auto row = find_transfer(connection, item.transfer);
    // A counterpart speaks for its own transfers only.
    if (!row || row->counterpart != counterpart) return {};
    return {std::move(*row)};
}

/// Those of the dossier, and those named, that wait for the word of the counterpart.
std::vector<TransferRow> handed_over_of(Connection& connection, CounterpartName const& counterpart,
                                        DossierId const& dossier, std::vector<TransferRow> const& named) {
    std::vector<std::int64_t> numbers;
    for (auto const& row : named) numbers.push_back(row.number);
    {
        auto found = connection.select(R"(
            select number from transfers
            where counterpart = ?1 and dossier = ?2 and dossier <> '' and state in ('handed_over', 'quarantined')
            order by number limit ?3)",
                                       counterpart.text, dossier.text, transfers_per_reference_max);
        while (found.step()) numbers.push_back(found.integer(0));
    }
    std::ranges::sort(numbers);
    auto const repeated = std::ranges::unique(numbers);
    numbers.erase(repeated.begin(), repeated.end());
    std::vector<TransferRow> rows;
    for (auto const number : numbers) rows.push_back(*find_transfer(connection, number));
    return rows;
}

void keep_early(Connection& connection, CounterpartName const& counterpart, NewsItem const& item, Instant now) {
    connection.execute(R"(
        insert into early_news (counterpart, transfer, reference, kind, why, at) values (?1, ?2, ?3, ?4, ?5, ?6))",
                       counterpart.text, item.transfer.text, item.reference, item.kind, json::text_of(item.why), now);
    connection.execute("delete from early_news where number <= ?1", connection.last_number() - early_news_max);
}

/// A status goes into the history of its dossier, whoever delivered that; a renamed dossier is known by its new name
/// from then on. Only what still waits for an end takes part in it.
void take_status(Connection& connection, CounterpartName const& counterpart, NewsItem const& item, Instant now) {
    auto const& status = *item.status;
    std::optional<KnownName> bearer = bearer_of(connection, counterpart, status.name);
    DossierId dossier = bearer ? bearer->dossier : DossierId{};
    if (auto const before = bearer_of(connection, counterpart, status.name_before)) {
        if (dossier.empty()) dossier = before->dossier;
        // A list that repeats old renamings must not bring an old name back.
        if (!bearer && before->current) note_name(connection, {counterpart, dossier, now}, before->key, status.name);
    }
    auto rows = targets_of(connection, counterpart, item);
    if (!rows.empty() && dossier.empty()) dossier = rows.front().dossier;
    for (auto& row : handed_over_of(connection, counterpart, dossier, rows))
        if (auto const next = state_after_news(row.state, item.kind))
            move_transfer(connection, row,
                          {.next = *next, .now = now, .why = item.why, .data = event_data(connection, item)});
    auto const sequence = write_event(connection, {.at = now,
                                                   .kind = "status.learned",
                                                   .submission = newest_towards(connection, counterpart, dossier).text,
                                                   .dossier = dossier.text,
                                                   .counterpart = counterpart.text,
                                                   .data = event_data(connection, item)});
    write_status(connection, {counterpart, dossier, status, now, sequence});
    if (rows.empty() && may_be_early(TransferState::underway, item.kind))
        keep_early(connection, counterpart, item, now);
}

void take_item(Connection& connection, CounterpartName const& counterpart, NewsItem const& item, Instant now) {
    if (item.status) {
        take_status(connection, counterpart, item, now);
        return;
    }
    auto const data = event_data(connection, item);
    auto targets = targets_of(connection, counterpart, item);
    // Nobody has that reference yet: perhaps a try that is underway will bring it.
    bool early = targets.empty() && may_be_early(TransferState::underway, item.kind);
    if (targets.empty())
        write_event(connection,
                    {.at = now, .kind = "status.learned", .counterpart = counterpart.text, .data = data});
    for (auto& row : targets) {
        if (auto const next = state_after_news(row.state, item.kind)) {
            for (auto const& [key, value] : item.references) learn(connection, row, key, value, now);
            move_transfer(connection, row,
                          {.next = *next, .now = now, .why = item.why, .reference = item.reference, .data = data});
            continue;
        }
        early = early || may_be_early(row.state, item.kind);
        write_event(connection, {.at = now,
                                 .kind = "status.learned",
                                 .submission = row.submission.text,
                                 .dossier = row.dossier.text,
                                 .transfer = row.id.text,
                                 .counterpart = counterpart.text,
                                 .data = data});
    }
    if (early) keep_early(connection, counterpart, item, now);
}

/// Of an item that tells publication data: the dossier that it is about, empty if nobody bears that name.
std::optional<DossierId> publication_dossier(Connection& connection, CounterpartName const& counterpart,
                                             NewsItem const& item) {
    if (item.publication.empty()) return std::nullopt;
    auto const bearer = bearer_of(connection, counterpart, item.reference);
    return bearer ? bearer->dossier : DossierId{};
}

/// Whether the item is new. One that is repeated begins its time again, but at most once a day: counterparts repeat
/// much, and each time would cost a write.
bool remember_key(Connection& connection, CounterpartName const& counterpart, std::string const& key, Instant now) {
    int const is_new = connection.execute(
        "insert into news_keys (counterpart, key, seen) values (?1, ?2, ?3) on conflict do nothing", counterpart.text,
        key, now);
    if (is_new == 0)
        connection.execute("update news_keys set seen = ?3 where counterpart = ?1 and key = ?2 and seen < ?4",
                           counterpart.text, key, now, now - seen_again_after);
    return is_new != 0;
}

std::vector<std::int64_t> overdue(Connection& connection, CounterpartName const& counterpart, Instant before) {
    auto found = connection.select(R"(
        select number from transfers
        where counterpart = ?1 and state = 'handed_over' and since < ?2 order by since limit ?3)",
                                   counterpart.text, before, expired_per_act_max);
    std::vector<std::int64_t> numbers;
    while (found.step()) numbers.push_back(found.integer(0));
    return numbers;
}

void expire(Connection& connection, std::int64_t number, Instant now) {
    auto row = find_transfer(connection, number);
    ensure(row.has_value(), "an overdue transfer exists");
    move_transfer(connection, *row,
                  {.next = TransferState::quarantined,
                   .now = now,
                   .why = ledger_texts::no_receipt(),
                   .data = data_of({{"outcome", "no_receipt"}, {"reference", row->reference}})});
}

std::string cursor_of(Connection& connection, CounterpartName const& counterpart) {
    auto found = connection.select("select cursor from news_cursors where counterpart = ?1", counterpart.text);
    return found.step() ? found.text(0) : std::string{};
}

}  // namespace

void apply_early_news(Connection& connection, TransferRow& row, Instant try_began, Instant now) {
    if (row.state != TransferState::handed_over && row.state != TransferState::quarantined) return;
    struct Early {
        std::int64_t number = 0;
        std::string kind;
        Text why;
    };
    std::vector<Early> items;
    {
        // By its id any word of this round counts; by its reference only what came during this very try, since a
        // dossier's reference may be shared with what went before.
        auto found = connection.select(R"(
            select number, kind, why from early_news
            where counterpart = ?1 and transfer = ?2 and transfer <> '' and at >= ?3
            union
            select number, kind, why from early_news
            where counterpart = ?1 and transfer = '' and reference = ?4 and reference <> '' and at >= ?5
            order by number)",
                                       row.counterpart.text, row.id.text, row.round_began, row.reference, try_began);
        while (found.step()) items.push_back({found.integer(0), found.text(1), json::text_from(found.text(2))});
    }
    for (auto const& item : items) {
        auto const next = state_after_news(row.state, item.kind);
        if (!next) continue;
        move_transfer(connection, row,
                      {.next = *next, .now = now, .why = item.why, .data = data_of({{"news", item.kind}})});
        connection.execute("delete from early_news where number = ?1", item.number);
    }
}

std::string SqliteLedger::news_cursor(CounterpartName const& counterpart) {
    return readers_.ask([&](Connection& connection) { return cursor_of(connection, counterpart); });
}

std::vector<Pending> SqliteLedger::pending(CounterpartName const& counterpart, int most) {
    auto const limit = std::clamp(most, 0, 100'000);
    auto const after = pending_after_.with([&](auto& places) { return places[counterpart.text]; });
    std::int64_t last = 0;
    auto waiting = readers_.ask([&](Connection& connection) {
        std::vector<TransferRow> rows;
        auto const read = [&](std::int64_t above, std::int64_t up_to) {
            auto found = connection.select(R"(
                select number from transfers
                where counterpart = ?1 and state = 'handed_over' and number > ?2 and number <= ?3
                order by number limit ?4)",
                                           counterpart.text, above, up_to, limit - static_cast<int>(rows.size()));
            while (found.step()) rows.push_back(*find_transfer(connection, found.integer(0)));
        };
        read(after, INT64_MAX);
        if (!rows.empty()) last = rows.back().number;
        bool const full = static_cast<int>(rows.size()) >= limit;
        read(0, after);  // round to the start: those before the last page have waited longest for their turn
        if (!full && static_cast<int>(rows.size()) >= limit && !rows.empty()) last = rows.back().number;
        if (static_cast<int>(rows.size()) < limit) last = 0;
        std::vector<Pending> found;
        for (auto const& row : rows) {
            Pending one{row.id, row.reference, {}};
            auto names =
                connection.select("select key, value from transfer_references where transfer = ?1", row.number);
            while (names.step()) one.references[names.text(0)] = names.text(1);
            found.push_back(std::move(one));
        }
        return found;
    });
    pending_after_.with([&](auto& places) { places[counterpart.text] = last; });
    return waiting;
}

int SqliteLedger::take_news(CounterpartName const& counterpart, News const& news, Instant now) {
    // Counterparts are asked often and mostly have nothing to tell: no fsync for that.
    if (news.items.empty() && news_cursor(counterpart) == news.cursor) return 0;
    return writer_.run(Effect::wakes, [&](Connection& connection) {
        int taken = 0;
        for (auto const& item : news.items) {
            auto const about = publication_dossier(connection, counterpart, item);
            if (about && about->empty()) continue;  // nobody here knows it yet: it is told again
            if (!remember_key(connection, counterpart, key_of(item), now)) continue;
            if (about) {
                PublicationSource const source{PublicationSourceKind::counterpart, counterpart.text, {}, {}};
                taken += write_publication(connection, *about, {item.publication, source}, now) ? 1 : 0;
                continue;
            }
            take_item(connection, counterpart, item, now);
            ++taken;
        }
        connection.execute(R"(
            insert into news_cursors (counterpart, cursor) values (?1, ?2)
            on conflict (counterpart) do update set cursor = excluded.cursor)",
                           counterpart.text, news.cursor);
        return taken;
    });
}

int SqliteLedger::expire_handed_over(CounterpartName const& counterpart, Instant handed_over_before, Instant now) {
    auto const some = [&] {
        return readers_.ask(
            [&](Connection& connection) { return !overdue(connection, counterpart, handed_over_before).empty(); });
    };
    int expired = 0;
    while (some())
        expired += writer_.run(Effect::wakes, [&](Connection& connection) {
            auto const numbers = overdue(connection, counterpart, handed_over_before);
            for (auto const number : numbers) expire(connection, number, now);
            return static_cast<int>(numbers.size());
        });
    return expired;
}

}  // namespace wetbode::sqlite
