// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/files.hpp"
#include "gateway/json/json.hpp"
#include "gateway/ledger/connection.hpp"
#include "gateway/ledger/migrate.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "tests/doubles/temporary_folder.hpp"

using namespace wetbode;

namespace {

std::unique_ptr<Ledger> opened(std::filesystem::path const& folder) {
    SqliteLedgerSettings settings;
    settings.folder = folder;
    return open_sqlite_ledger(std::move(settings), {});
}

void set_version(std::filesystem::path const& folder, int version) {
    sqlite::Connection connection(folder / sqlite::ledger_file_name, sqlite::Connection::Mode::write,
                                  Milliseconds{100});
    connection.execute("update meta set value = ?1 where name = 'schema_version'", std::to_string(version));
}

/// A ledger as the first version made it, with a refusal and a piece of news.
void make_first_ledger(std::filesystem::path const& folder) {
    auto const script = std::filesystem::path(WETBODE_SOURCE_DIR) / "gateway/ledger/migrations/001-first.sqlite.sql";
    sqlite::Connection connection(folder / sqlite::ledger_file_name, sqlite::Connection::Mode::write,
                                  Milliseconds{100});
    connection.run_script(read_file(script, 1 << 20));
    std::string rows = R"(
        insert into refused values ('refused-1', 'kaleidos', 'key', 4000, 'dossier-1', '@refusal@');
        insert into events values (1, 5000, 'submission.refused', 'refused-1', '', '', '', 'kaleidos', '{}');
        update event_counter set sequence = 1, written = 5000;
        insert into news_keys values ('parliament', 'old-news');
        insert into news_cursors values ('parliament', 'c1'))";
    rows.replace(rows.find("@refusal@"), 9, json::text_of(Refusal{.code = "SCHEMA_INVALID"}));
    connection.run_script(rows);
}

}  // namespace

TEST_CASE("a new folder gets the newest schema", "[ledger]") {
    TemporaryFolder folder;

    auto const ledger = opened(folder.path() / "data");

    CHECK(ledger->census().last_sequence == 0);
    CHECK(ledger->events({}, 0, 10, 10).events.empty());
    CHECK_FALSE(ledger->events({}, 0, 10, 10).last_written.has_value());
}

TEST_CASE("a ledger of a newer program is refused, and left as it is", "[ledger]") {
    TemporaryFolder folder;
    auto const newest = sqlite::newest_schema();
    CHECK_THAT(migrate_sqlite(folder.path()), Catch::Contains("0 -> " + std::to_string(newest)));
    set_version(folder.path(), newest + 1);
    auto const newer = "version " + std::to_string(newest + 1);

    CHECK_THROWS_WITH(opened(folder.path()), Catch::Contains(newer) && Catch::Contains("start the newer program"));
    CHECK_THROWS_WITH(migrate_sqlite(folder.path()), Catch::Contains(newer));
}

TEST_CASE("a ledger of the first schema is refused until it is migrated, and then keeps all that it knew", "[ledger]") {
    TemporaryFolder folder;
    make_first_ledger(folder.path());

    CHECK_THROWS_WITH(opened(folder.path()), Catch::Contains("version 1") && Catch::Contains("wetbode migrate"));
    CHECK_THAT(migrate_sqlite(folder.path()), Catch::Contains("1 -> " + std::to_string(sqlite::newest_schema())));
    CHECK_THAT(migrate_sqlite(folder.path()), Catch::Contains("nothing to do"));

    auto const ledger = opened(folder.path());
    NewsItem const told{.transfer = {}, .kind = "status", .reference = "r", .why = {}, .data = {}, .key = "old-news"};
    auto const written = from_count(5000);
    auto const kept = ledger->forget_before({.news_seen_before = written, .refused_received_before = from_count(4000)});
    CHECK(kept.news_keys == 0);
    CHECK(kept.refused == 0);
    CHECK(ledger->take_news({"parliament"}, {{told}, "c2"}, written) == 0);
    CHECK(ledger->news_cursor({"parliament"}) == "c2");
    CHECK(ledger->submission({"refused-1"})->state == "refused");
    CHECK(ledger->events({}, 0, 10, 10).events.size() == 1);
    auto const gone = ledger->forget_before({.news_seen_before = written + Milliseconds{1},
                                             .refused_received_before = written});
    CHECK(gone.news_keys == 1);
    CHECK(gone.refused == 1);
}

TEST_CASE("a migration that fails leaves the old schema, and succeeds later", "[ledger]") {
    TemporaryFolder folder;
    make_first_ledger(folder.path());
    {
        sqlite::Connection connection(folder.path() / sqlite::ledger_file_name, sqlite::Connection::Mode::write,
                                      Milliseconds{100});
        connection.run_script("create index refused_received on refused (id)");  // in the way of the second schema
    }

    CHECK_THROWS_AS(migrate_sqlite(folder.path()), Outage);

    {
        sqlite::Connection connection(folder.path() / sqlite::ledger_file_name, sqlite::Connection::Mode::write,
                                      Milliseconds{100});
        CHECK(sqlite::schema_of(connection) == 1);
        connection.run_script("drop index refused_received");
    }
    CHECK_THAT(migrate_sqlite(folder.path()), Catch::Contains("1 -> " + std::to_string(sqlite::newest_schema())));
}

TEST_CASE("a file that is no ledger of ours is refused with a sentence", "[ledger]") {
    TemporaryFolder folder;
    {
        sqlite::Connection connection(folder.path() / sqlite::ledger_file_name, sqlite::Connection::Mode::write,
                                      Milliseconds{100});
        connection.run_script("create table other (x integer)");
    }

    CHECK_THROWS_WITH(opened(folder.path()), Catch::Contains("is not a ledger"));
}
