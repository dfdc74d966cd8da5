// SPDX-License-Identifier: EUPL-1.2
// One SQLite connection and its prepared statements, as little as the ledger needs. Owned by the writer or by the pool
// of readers; one thread at a time. Errors are Failure, which is an Outage("ledger").
#pragma once

#include "gateway/digest.hpp"
#include "gateway/refusal.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace wetbode::sqlite {

/// SQLite could not do it.
class Failure : public Outage {
public:
    /// The whole transaction is doubtful (disk full, I/O error), or only the act that broke a constraint.
    enum class Reach { transaction, act };

    Failure(std::string const& what, Reach reach) : Outage("ledger", what), reach_(reach) {}
    [[nodiscard]] Reach reach() const { return reach_; }

private:
    Reach reach_;
};

/// Called with the name of each operation before it is done; a test may throw from it.
using Hook = std::function<void(char const* operation)>;

/// Bytes that are bound as a blob.
struct Blob {
    std::string_view bytes;
};

/// A prepared statement on loan from its connection; goes back, reset, at the end of its life.
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    /// Goes to the next row; false after the last.
    bool step();

    [[nodiscard]] bool null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] int number(int column) const { return static_cast<int>(integer(column)); }
    [[nodiscard]] std::string text(int column) const;  ///< also the bytes of a blob
    [[nodiscard]] Instant instant(int column) const { return from_count(integer(column)); }
    [[nodiscard]] std::optional<Instant> maybe_instant(int column) const;
    [[nodiscard]] Digest digest(int column) const;

private:
    friend class Connection;
    struct Prepared {
        sqlite3_stmt* handle = nullptr;
        bool on_loan = false;
    };
    /// Kept: the statement outlives the expression that gave the values, so they are copied.
    enum class Values { kept, passing };

    Statement(class Connection& connection, Prepared& prepared, Values values);

    void bind(int index, std::int64_t value);
    void bind(int index, int value) { bind(index, static_cast<std::int64_t>(value)); }
    void bind(int index, std::string_view value);
    void bind(int index, Blob value);
    void bind(int index, Instant value) { bind(index, to_count(value)); }
    void bind(int index, Digest const& value);
    void bind(int index, std::nullptr_t);
    template <class T>
    void bind(int index, std::optional<T> const& value) {
        if (value) bind(index, *value);
        else bind(index, nullptr);
    }
    void checked(int code) const;

    Connection* connection_;
    Prepared* prepared_;  ///< nullptr once moved from
    Values values_;
};

class Connection {
public:
    enum class Mode { write, read };

    Connection(std::filesystem::path const& file, Mode mode, Milliseconds busy, Hook before_operation = {});
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;
    ~Connection();

    /// Rows of a question.
    template <class... Values>
    [[nodiscard]] Statement select(std::string_view sql, Values const&... values) {
        Statement statement(*this, prepared(sql), Statement::Values::kept);
        int index = 0;
        (statement.bind(++index, values), ...);
        return statement;
    }

    /// Rows of a question whose conditions are only known when it is asked.
    using Value = std::variant<std::int64_t, std::string>;
    [[nodiscard]] Statement select_with(std::string_view sql, std::vector<Value> const& values) {
        Statement statement(*this, prepared(sql), Statement::Values::kept);
        int index = 0;
        for (auto const& value : values) std::visit([&](auto const& is) { statement.bind(++index, is); }, value);
        return statement;
    }

    /// Does it to the end and says how many rows were changed.
    template <class... Values>
    int execute(std::string_view sql, Values const&... values) {
        before("sql");
        Statement statement(*this, prepared(sql), Statement::Values::passing);
        int index = 0;
        (statement.bind(++index, values), ...);
        while (statement.step()) continue;
        return changes();
    }

    /// Several statements without values: migrations and settings of the connection.
    void run_script(std::string const& sql);
    [[nodiscard]] std::int64_t last_number() const;
    [[nodiscard]] bool in_transaction() const;
    void before(char const* operation) const {
        if (before_operation_) before_operation_(operation);
    }

private:
    friend class Statement;
    struct Closer {
        void operator()(sqlite3* handle) const;
    };
    [[nodiscard]] Statement::Prepared& prepared(std::string_view sql);
    [[nodiscard]] int changes() const;
    [[noreturn]] void fail(int code, std::string_view what) const;

    Hook before_operation_;
    std::unique_ptr<sqlite3, Closer> handle_;
    std::unordered_map<std::string, Statement::Prepared> statements_;
};

/// A read transaction: all questions in it see the same state. Ended at the end of its life.
class Snapshot {
public:
    explicit Snapshot(Connection& connection);
    Snapshot(Snapshot const&) = delete;
    Snapshot& operator=(Snapshot const&) = delete;
    ~Snapshot();

private:
    Connection& connection_;
};

}  // namespace wetbode::sqlite
