// SPDX-License-Identifier: EUPL-1.2
// The embedded ledger: one SQLite file with group commit, and a content store for what is too large for it. Opened by
// the composition root, one process per folder. Thread safe.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/ledger.hpp"
#include "gateway/webhook.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace wetbode {

struct SqliteLedgerSettings {
    std::filesystem::path folder;            ///< made if missing; holds ledger.sqlite, content/, spool/ and lock
    std::uint64_t inline_bytes_max = 65536;  ///< a longer content is a file of the content store
    int acts_per_commit_max = 512;
    Milliseconds busy{5000};                 ///< how long to wait for another program on the file, e.g. a backup
    int readers = 4;
    Instant opened = SystemClock{}.now();    ///< when: the leases of a process that died before end now
    /// For tests: called with the name of each operation before it is done, may throw Outage.
    std::function<void(char const* operation)> before_operation = {};
};

/// Opens the ledger; a new folder gets the newest schema. Throws std::runtime_error with a clear sentence if another
/// process has it open, or if its schema is older (`wetbode migrate`) or newer than this program knows.
/// `on_change` is called after each commit that may have made something due: quick, any thread, never throws.
[[nodiscard]] std::unique_ptr<Ledger> open_sqlite_ledger(SqliteLedgerSettings settings,
                                                         std::function<void()> on_change);

/// The cursors of webhooks in the same file, for as long as the ledger is open.
[[nodiscard]] WebhookLedger& webhooks_in(Ledger& ledger);

/// Brings the schema to the newest version and says what was done. Throws as open_sqlite_ledger() does.
[[nodiscard]] std::string migrate_sqlite(std::filesystem::path const& folder);

}  // namespace wetbode
