// SPDX-License-Identifier: EUPL-1.2
// Versions of the SQLite schema. Called while the ledger is opened, by one thread.
#pragma once

#include "gateway/ledger/connection.hpp"

namespace wetbode::sqlite {

/// The file in the data folder.
inline constexpr char const* ledger_file_name = "ledger.sqlite";

/// The version that this program works with.
[[nodiscard]] int newest_schema();

/// The version of an open ledger; 0 = it is empty. Throws std::runtime_error if the file is something else.
[[nodiscard]] int schema_of(Connection& connection);

/// Applies every migration after `from`, each in one transaction; all in one if the ledger is new.
void migrate_from(Connection& connection, int from);

/// What to tell an operator whose ledger has version `found`; empty if this program can work with it.
[[nodiscard]] std::string schema_complaint(int found);

}  // namespace wetbode::sqlite
