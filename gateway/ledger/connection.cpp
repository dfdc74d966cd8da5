// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ledger/connection.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace wetbode::sqlite {

Statement::Statement(Connection& connection, Prepared& prepared, Values values)
    : connection_(&connection), prepared_(&prepared), values_(values) {
    ensure(!prepared.on_loan, "a statement is used by one question at a time");
    prepared.on_loan = true;
}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_), prepared_(std::exchange(other.prepared_, nullptr)), values_(other.values_) {}

Statement::~Statement() {
    if (prepared_ == nullptr) return;
    sqlite3_reset(prepared_->handle);
    sqlite3_clear_bindings(prepared_->handle);
    prepared_->on_loan = false;
}

bool Statement::step() {
    int const code = sqlite3_step(prepared_->handle);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) connection_->fail(code, sqlite3_sql(prepared_->handle));
    return false;
}

bool Statement::null(int column) const { return sqlite3_column_type(prepared_->handle, column) == SQLITE_NULL; }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(prepared_->handle, column); }

std::string Statement::text(int column) const {
    auto const* const data = static_cast<char const*>(sqlite3_column_blob(prepared_->handle, column));
    auto const bytes = static_cast<std::size_t>(sqlite3_column_bytes(prepared_->handle, column));
    return data == nullptr ? std::string{} : std::string(data, bytes);
}

std::optional<Instant> Statement::maybe_instant(int column) const {
    if (null(column)) return std::nullopt;
    return instant(column);
}

Digest Statement::digest(int column) const {
    auto const octets = text(column);
    if (octets.size() != 32) throw Failure("a record holds no digest where one must be", Failure::Reach::act);
    Digest digest;
    std::transform(octets.begin(), octets.end(), digest.octets.begin(),
                   [](char octet) { return static_cast<std::uint8_t>(octet); });
    return digest;
}

void Statement::bind(int index, std::int64_t value) { checked(sqlite3_bind_int64(prepared_->handle, index, value)); }

void Statement::bind(int index, std::string_view value) {
    auto const lifetime = values_ == Values::kept ? SQLITE_TRANSIENT : SQLITE_STATIC;
    auto const* const data = value.data() == nullptr ? "" : value.data();
    checked(sqlite3_bind_text64(prepared_->handle, index, data, value.size(), lifetime, SQLITE_UTF8));
}

void Statement::bind(int index, Blob value) {
    auto const lifetime = values_ == Values::kept ? SQLITE_TRANSIENT : SQLITE_STATIC;
    auto const* const data = value.bytes.data() == nullptr ? "" : value.bytes.data();
    checked(sqlite3_bind_blob64(prepared_->handle, index, data, value.bytes.size(), lifetime));
}

void Statement::bind(int index, Digest const& value) {
    checked(sqlite3_bind_blob(prepared_->handle, index, value.octets.data(), static_cast<int>(value.octets.size()),
                              SQLITE_TRANSIENT));
}

void Statement::bind(int index, std::nullptr_t) { checked(sqlite3_bind_null(prepared_->handle, index)); }

void Statement::checked(int code) const {
    if (code != SQLITE_OK) connection_->fail(code, sqlite3_sql(prepared_->handle));
}

void Connection::Closer::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Connection::Connection(std::filesystem::path const& file, Mode mode, Milliseconds busy, Hook before_operation)
    : before_operation_(std::move(before_operation)) {
    // Each connection is used by one thread at a time, so SQLite's own mutex is not needed.
    int const flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (mode == Mode::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
    sqlite3* handle = nullptr;
    int const code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) fail(code, "open " + file.string());
    sqlite3_busy_timeout(handle_.get(), static_cast<int>(busy.count()));
    run_script("pragma foreign_keys = on; pragma trusted_schema = off; pragma cell_size_check = on;");
    // WAL with FULL: a commit has been fsynced when it returns. The log is folded back every 16 MiB. What a savepoint
    // needs for its way back is never read after a crash, so it stays in memory: as a file it doubled the writes.
    if (mode == Mode::write)
        run_script("pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4096;"
                   "pragma journal_size_limit = 67108864; pragma temp_store = memory; pragma cache_size = -16384;");
    else
        run_script("pragma query_only = on;");
}

Connection::~Connection() {
    for (auto const& [sql, prepared] : statements_) sqlite3_finalize(prepared.handle);
}

void Connection::run_script(std::string const& sql) {
    int const code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, sql.substr(0, 60));
}

std::int64_t Connection::last_number() const { return sqlite3_last_insert_rowid(handle_.get()); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

Statement::Prepared& Connection::prepared(std::string_view sql) {
    auto const [place, is_new] = statements_.try_emplace(std::string(sql));
    if (!is_new && place->second.handle != nullptr) return place->second;
    int const code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &place->second.handle, nullptr);
    if (code != SQLITE_OK) fail(code, sql);
    return place->second;
}

int Connection::changes() const { return sqlite3_changes(handle_.get()); }

void Connection::fail(int code, std::string_view what) const {
    auto const* const message = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
    int const kind = code & 0xff;
    bool const one_act = kind == SQLITE_CONSTRAINT || kind == SQLITE_TOOBIG || kind == SQLITE_MISMATCH;
    throw Failure(std::string(message) + " (SQLite " + std::to_string(code) + ", in: " + std::string(what) + ")",
                  one_act ? Failure::Reach::act : Failure::Reach::transaction);
}

Snapshot::Snapshot(Connection& connection) : connection_(connection) { connection_.execute("begin"); }

Snapshot::~Snapshot() {
    try {
        connection_.execute("rollback");
    } catch (Outage const& failure) {
        ignore(failure, "a read transaction holds nothing; the next begin reports a broken connection");
    }
}

}  // namespace wetbode::sqlite
