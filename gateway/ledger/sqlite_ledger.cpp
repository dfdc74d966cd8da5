// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ledger/sqlite_ledger.hpp"

#include "gateway/base/files.hpp"
#include "gateway/ledger/migrate.hpp"
#include "gateway/ledger/sqlite_record.hpp"

#include <stdexcept>
#include <utility>

namespace wetbode {

namespace sqlite {

namespace {

/// Whoever held a lease is gone: the lock of the folder proves it. So a killed process delays nothing by its leases.
/// The lost tries are recorded at the next claim, like those of any lease that has ended.
void end_old_leases(Connection& connection, Instant now) {
    for (auto const* const table : {"seals", "time_steps", "transfers"})
        connection.execute(std::string("update ") + table +
                               " set lease_until = ?1 where state = 'underway' and lease_until > ?1",
                           now);
}

std::unique_ptr<Connection> open_for_writing(SqliteLedgerSettings const& settings) {
    auto connection = std::make_unique<Connection>(settings.folder / ledger_file_name, Connection::Mode::write,
                                                   settings.busy, settings.before_operation);
    auto const found = schema_of(*connection);
    if (found == 0) {
        migrate_from(*connection, found);
        fsync_folder(settings.folder);  // the new file must survive as surely as what is written in it
    } else if (auto const complaint = schema_complaint(found); !complaint.empty()) {
        throw std::runtime_error(complaint);
    }
    end_old_leases(*connection, settings.opened);
    return connection;
}

}  // namespace

SqliteLedger::SqliteLedger(SqliteLedgerSettings settings, FolderLock lock, std::function<void()> on_change)
    : settings_(std::move(settings)),
      lock_(std::move(lock)),
      store_(settings_.folder, settings_.before_operation),
      writer_(open_for_writing(settings_), {.acts_per_commit_max = settings_.acts_per_commit_max},
              std::move(on_change)),
      readers_(settings_.folder / ledger_file_name, settings_.readers, settings_.busy) {}

}  // namespace sqlite

std::unique_ptr<Ledger> open_sqlite_ledger(SqliteLedgerSettings settings, std::function<void()> on_change) {
    FolderLock lock(settings.folder);
    return std::make_unique<sqlite::SqliteLedger>(std::move(settings), std::move(lock), std::move(on_change));
}

}  // namespace wetbode
