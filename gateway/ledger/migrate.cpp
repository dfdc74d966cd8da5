// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ledger/migrate.hpp"

#include "gateway/ledger/folder_lock.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"

#include <array>
#include <stdexcept>

namespace wetbode::embedded {
extern std::string_view const migration_001_sqlite;
extern std::string_view const migration_002_sqlite;
extern std::string_view const migration_003_sqlite;
extern std::string_view const migration_004_sqlite;
extern std::string_view const migration_005_sqlite;
extern std::string_view const migration_007_sqlite;
extern std::string_view const migration_008_sqlite;
extern std::string_view const migration_009_sqlite;
extern std::string_view const migration_010_sqlite;
}

namespace wetbode {

namespace sqlite {

namespace {

/// In ascending order. Each writes its own version, the number of its file, into `meta`; numbers may be left out.
struct Migration {
    int version;
    std::string_view script;
};

auto migrations() {
    return std::array{Migration{1, embedded::migration_001_sqlite}, Migration{2, embedded::migration_002_sqlite},
                      Migration{3, embedded::migration_003_sqlite}, Migration{4, embedded::migration_004_sqlite},
                      Migration{5, embedded::migration_005_sqlite}, Migration{7, embedded::migration_007_sqlite},
                      Migration{8, embedded::migration_008_sqlite}, Migration{9, embedded::migration_009_sqlite},
                      Migration{10, embedded::migration_010_sqlite}};
}

}  // namespace

int newest_schema() { return migrations().back().version; }

int schema_of(Connection& connection) {
    {
        auto tables = connection.select("select count(*) from sqlite_master");
        if (tables.step() && tables.integer(0) == 0) return 0;
    }
    {
        auto meta = connection.select("select count(*) from sqlite_master where type = 'table' and name = 'meta'");
        if (!meta.step() || meta.integer(0) == 0)
            throw std::runtime_error(std::string(ledger_file_name) + " in the data folder is not a ledger of wetbode");
    }
    auto version = connection.select("select cast(value as integer) from meta where name = 'schema_version'");
    if (!version.step())
        throw std::runtime_error(std::string(ledger_file_name) + " in the data folder has no schema version");
    return version.number(0);
}

void migrate_from(Connection& connection, int from) {
    auto const all = migrations();
    // A new ledger comes whole or not at all: half-made, it would ask for a migration that nobody expects.
    bool const at_once = from == 0;
    for (auto const& [version, script] : all) {
        if (version <= from) continue;
        try {
            connection.before("migrate");
            if (!connection.in_transaction()) connection.execute("begin exclusive");
            connection.run_script(std::string(script));
            if (!at_once || version == all.back().version) connection.execute("commit");
        } catch (Outage const&) {
            if (connection.in_transaction()) connection.run_script("rollback");
            throw;
        }
    }
}

std::string schema_complaint(int found) {
    auto const known = std::to_string(newest_schema());
    if (found > newest_schema())
        return "the ledger has schema version " + std::to_string(found) + ", this program knows versions up to " +
               known + ": start the newer program, or put the backup from before its migration back";
    if (found < newest_schema())
        return "the ledger has schema version " + std::to_string(found) + ", this program needs " + known +
               ": make a backup and run `wetbode migrate`";
    return {};
}

}  // namespace sqlite

std::string migrate_sqlite(std::filesystem::path const& folder) {
    FolderLock const lock(folder);
    auto const file = folder / sqlite::ledger_file_name;
    sqlite::Connection connection(file, sqlite::Connection::Mode::write, Milliseconds{5000});
    auto const found = sqlite::schema_of(connection);
    auto const newest = sqlite::newest_schema();
    if (found > newest) throw std::runtime_error(sqlite::schema_complaint(found));
    if (found == newest) return file.string() + ": schema version " + std::to_string(found) + ", nothing to do";
    sqlite::migrate_from(connection, found);
    return file.string() + ": schema version " + std::to_string(found) + " -> " + std::to_string(newest);
}

}  // namespace wetbode
