// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/sha256.hpp"
#include "gateway/ledger/readers.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <filesystem>
#include <iterator>

using namespace wetbode;
using namespace wetbode::sqlite;

namespace {

constexpr Milliseconds busy{100};

std::ptrdiff_t open_files() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

}  // namespace

TEST_CASE("values go in and come out unchanged, also with zero bytes in them", "[ledger]") {
    TemporaryFolder folder;
    Connection connection(folder.path() / "t.sqlite", Connection::Mode::write, busy);
    connection.run_script("create table t (i integer, s text, d blob, n integer, b blob) strict");
    std::string const text("a\0b", 3);
    auto const digest = sha256("x");

    CHECK(connection.execute("insert into t values (?1, ?2, ?3, ?4, ?5)", 7, text, digest, std::optional<Instant>{},
                             Blob{text}) == 1);

    auto found = connection.select("select i, s, d, n, b from t");
    REQUIRE(found.step());
    CHECK(found.integer(0) == 7);
    CHECK(found.text(1) == text);
    CHECK(found.digest(2) == digest);
    CHECK_FALSE(found.maybe_instant(3).has_value());
    CHECK(found.text(4) == text);
    CHECK_FALSE(found.step());
}

TEST_CASE("a broken constraint costs one act, a broken statement the transaction", "[ledger]") {
    TemporaryFolder folder;
    Connection connection(folder.path() / "t.sqlite", Connection::Mode::write, busy);
    connection.run_script("create table t (i integer not null unique) strict");
    connection.execute("insert into t values (1)");

    try {
        connection.execute("insert into t values (1)");
        FAIL("the constraint holds");
    } catch (Failure const& failure) {
        CHECK(failure.reach() == Failure::Reach::act);
        CHECK(failure.dependency() == "ledger");
    }
    try {
        connection.execute("insert into nothing values (1)");
        FAIL("there is no such table");
    } catch (Failure const& failure) {
        CHECK(failure.reach() == Failure::Reach::transaction);
    }
}

TEST_CASE("readers see what is committed, cannot write, and each question sees one state", "[ledger]") {
    TemporaryFolder folder;
    auto const file = folder.path() / "t.sqlite";
    Connection writer(file, Connection::Mode::write, busy);
    writer.run_script("create table t (i integer not null) strict");
    Readers readers(file, 1, busy);
    auto const count = [](Connection& connection) {
        auto found = connection.select("select count(*) from t");
        return found.step() ? found.integer(0) : -1;
    };

    writer.execute("insert into t values (1)");

    CHECK(readers.ask(count) == 1);
    CHECK(readers.ask([&](Connection& connection) {
        auto const before = count(connection);
        writer.execute("insert into t values (2)");
        return count(connection) - before;
    }) == 0);
    CHECK(readers.ask(count) == 2);
    CHECK_THROWS_AS(readers.ask([](Connection& connection) { return connection.execute("delete from t"); }), Outage);
    CHECK(readers.ask(count) == 2);
}

TEST_CASE("the way back of a long act lies in memory, not in a file beside the ledger", "[ledger]") {
    TemporaryFolder folder;
    Connection connection(folder.path() / "t.sqlite", Connection::Mode::write, busy);
    connection.run_script("create table t (i integer primary key, s text) strict");
    for (int i = 0; i < 300; ++i) connection.execute("insert into t values (?1, ?2)", i, std::string(3000, 'a'));
    auto const before = open_files();

    connection.run_script("begin; savepoint act; update t set s = replace(s, 'a', 'b');");
    CHECK(open_files() == before);
    connection.run_script("rollback to act; release act; commit;");

    auto found = connection.select("select count(*) from t where s like 'a%'");
    REQUIRE(found.step());
    CHECK(found.integer(0) == 300);
}
