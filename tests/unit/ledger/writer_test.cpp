// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/ledger/writer.hpp"
#include "tests/doubles/fail_at.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <latch>
#include <thread>

using namespace wetbode;
using namespace wetbode::sqlite;

namespace {

struct Desk {
    explicit Desk(Hook hook = {}) {
        auto connection = std::make_unique<Connection>(folder.path() / "t.sqlite", Connection::Mode::write,
                                                       Milliseconds{100}, std::move(hook));
        connection->run_script("create table t (i integer not null unique) strict");
        writer = std::make_unique<Writer>(std::move(connection), WriterLimits{64, 16}, [this] { ++rings; });
    }
    void insert(int i, Effect effect = Effect::wakes) {
        writer->run(effect, [i](Connection& connection) { connection.execute("insert into t values (?1)", i); });
    }
    std::int64_t count() {
        return writer->run(Effect::silent, [](Connection& connection) {
            auto found = connection.select("select count(*) from t");
            return found.step() ? found.integer(0) : -1;
        });
    }

    TemporaryFolder folder;
    std::atomic<int> rings{0};
    std::unique_ptr<Writer> writer;
};

}  // namespace

TEST_CASE("an act that fails leaves nothing and does not harm the others of its batch", "[ledger]") {
    Desk desk;
    desk.insert(1);
    std::atomic<int> refused{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 1; i <= 8; ++i)
            threads.emplace_back([&, i] {
                try {
                    desk.writer->run(Effect::wakes, [i](Connection& connection) {
                        connection.execute("insert into t values (?1)", 100 + i);
                        connection.execute("insert into t values (?1)", i);
                    });
                } catch (Outage const& outage) {
                    ignore(outage, "1 is there already");
                    ++refused;
                }
            });
    }

    CHECK(refused == 1);
    CHECK(desk.count() == 15);
}

TEST_CASE("if the commit fails all of the batch are told, and the next acts work", "[ledger]") {
    FailAt failure(0);
    auto const hook = failure.hook();
    Desk desk([hook](char const* operation) {
        if (std::string_view(operation) == "commit") hook(operation);
    });
    failure.arm();

    CHECK_THROWS_AS(desk.insert(1), Outage);
    CHECK(desk.rings == 0);
    desk.insert(2);

    CHECK(desk.count() == 1);
}

TEST_CASE("workers are woken only by acts that may have made something due", "[ledger]") {
    Desk desk;
    desk.insert(1, Effect::silent);
    CHECK(desk.rings == 0);
    desk.insert(2);
    CHECK(desk.rings == 1);
}

TEST_CASE("a queue that is too long is an outage for the one who comes too late", "[ledger]") {
    Desk desk;
    std::latch started(1);
    std::latch go(1);
    std::atomic<int> late{0};
    {
        std::jthread const slow([&] {
            desk.writer->run(Effect::silent, [&](Connection&) {
                started.count_down();
                go.wait();
            });
        });
        started.wait();
        // The writer is held in an act, so nothing leaves the queue: only as many threads as overflow it come late.
        std::vector<std::jthread> crowd;
        for (int i = 0; i < 20; ++i)
            crowd.emplace_back([&, i] {
                try {
                    desk.insert(i, Effect::silent);
                } catch (Outage const& outage) {
                    ignore(outage, "counted");
                    if (++late == 4) go.count_down();
                }
            });
    }

    CHECK(late == 4);
    CHECK(desk.count() == 16);
}

TEST_CASE("what waits when the writer is closed is still done", "[ledger]") {
    Desk desk;
    std::latch started(1);
    std::latch go(1);
    std::jthread const slow([&] {
        desk.writer->run(Effect::silent, [&](Connection& connection) {
            started.count_down();
            go.wait();
            connection.execute("insert into t values (1)");
        });
    });
    started.wait();
    std::jthread const closing([&] { go.count_down(); });

    desk.writer.reset();

    Connection connection(desk.folder.path() / "t.sqlite", Connection::Mode::read, Milliseconds{100});
    auto found = connection.select("select count(*) from t");
    REQUIRE(found.step());
    CHECK(found.integer(0) == 1);
}
