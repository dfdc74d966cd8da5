// SPDX-License-Identifier: EUPL-1.2
// The real threads, without a sleep: the counterparts ring back when they were called.
#include <catch2/catch.hpp>

#include "doubles/made_submission.hpp"
#include "doubles/memory_ledger.hpp"
#include "doubles/no_bar.hpp"
#include "doubles/scripted_counterpart.hpp"
#include "gateway/dispatch/dispatcher.hpp"

#include <future>

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

CounterpartName const fast{"fast"};
CounterpartName const slow{"slow"};

struct Street {
    SystemClock clock;
    Bell bell;
    MemoryLedger ledger{[this] { bell.ring(); }};
    ScriptedCounterpart fast_counter;
    ScriptedCounterpart slow_counter;

    [[nodiscard]] std::unique_ptr<Dispatcher> dispatcher() {
        CounterpartPolicy policy;
        policy.schedule = {{1ms, 1ms, 1ms}, 0};
        policy.workers = 2;
        policy.collect_every = 10ms;
        return std::make_unique<Dispatcher>(
            DispatchPorts{ledger, clock, bell, {}, system_random(), no_bar},
            std::vector<ServedCounterpart>{{fast, &fast_counter, policy}, {slow, &slow_counter, policy}});
    }
    void admit(std::string const& key) {
        REQUIRE(ledger.admit(made_submission(key, "dossier-" + key, clock.now()), {{fast, slow}, false}));
    }
    /// Waits on the bell, which rings after each act, until the ledger shows so many acknowledged transfers.
    [[nodiscard]] bool acknowledged(CounterpartName const& name, std::int64_t number) {
        auto const until = clock.now() + 20s;
        while (clock.now() < until) {
            auto const heard = bell.rings();
            if (ledger.census().transfers[{name.text, "acknowledged"}] >= number) return true;
            bell.wait(heard, 100ms, {});
        }
        return false;
    }
};

}  // namespace

TEST_CASE("a dead counterpart does not slow another one and a stop waits for its last call", "[dispatch]") {
    Street street;
    std::promise<void> release;
    auto const gate = release.get_future().share();
    for (int i = 0; i < 2; ++i)
        street.slow_counter.then([gate](Envelope const&, ContentShelf&, Notebook&) -> Delivery {
            gate.wait();
            return {Acknowledged{"at last"}, {}, {}};
        });
    auto const dispatcher = street.dispatcher();
    dispatcher->start();

    for (int i = 0; i < 20; ++i) street.admit(std::to_string(i));

    CHECK(street.acknowledged(fast, 20));
    CHECK(street.ledger.census().transfers[{"slow", "acknowledged"}] == 0);
    release.set_value();
    CHECK(street.acknowledged(slow, 20));
    dispatcher->stop();
    dispatcher->stop();
    CHECK(street.ledger.census().transfers[{"slow", "underway"}] == 0);
}

TEST_CASE("a worker goes on after try later, faults and outages", "[dispatch]") {
    Street street;
    street.fast_counter.then(TryLater{{"druk", "busy"}, {}});
    street.fast_counter.then([](Envelope const&, ContentShelf&, Notebook&) -> Delivery { throw std::bad_alloc(); });
    auto const dispatcher = street.dispatcher();
    dispatcher->start();

    street.admit("a");

    CHECK(street.acknowledged(fast, 1));
    CHECK(street.fast_counter.got().size() == 3);
}

TEST_CASE("a collector brings the receipts while nothing else happens", "[dispatch]") {
    Street street;
    std::promise<void> asked;
    std::atomic<bool> first{true};
    street.fast_counter.collect_with([&] {
        if (first.exchange(false)) asked.set_value();
        return News{};
    });
    auto const dispatcher = street.dispatcher();
    dispatcher->start();

    CHECK(asked.get_future().wait_for(20s) == std::future_status::ready);
    dispatcher->stop();
}
