// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

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

TEST_CASE("a file that is no ledger of ours is refused with a sentence", "[ledger]") {
    TemporaryFolder folder;
    {
        sqlite::Connection connection(folder.path() / sqlite::ledger_file_name, sqlite::Connection::Mode::write,
                                      Milliseconds{100});
        connection.run_script("create table other (x integer)");
    }

    CHECK_THROWS_WITH(opened(folder.path()), Catch::Contains("is not a ledger"));
}
