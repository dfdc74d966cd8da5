// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "doubles/made_submission.hpp"
#include "doubles/memory_ledger.hpp"
#include "doubles/no_bar.hpp"
#include "doubles/scripted_counterpart.hpp"
#include "gateway/dispatch/dispatcher.hpp"

#include <algorithm>
#include <stdexcept>

using namespace wetbode;
using namespace std::chrono_literals;
using State = TransferState;

namespace {

CounterpartName const parliament{"parliament"};
CounterpartName const print{"print"};

struct House {
    FakeClock clock;
    Bell bell;
    MemoryLedger ledger{[this] { bell.ring(); }};
    ScriptedCounterpart parliament_counter;
    ScriptedCounterpart print_counter;
    std::vector<std::string> logged;
    Bar bar = no_bar;
    CounterpartPolicy policy = [] {
        CounterpartPolicy made;
        made.deadline = 30s;
        made.lease = 60s;
        made.schedule = {{1s, 5s}, 0};
        made.collect_every = 1min;
        made.receipt_term = 1h;
        return made;
    }();

    [[nodiscard]] Dispatcher dispatcher() {
        return Dispatcher({ledger, clock, bell, [this](std::string_view event, LogFields const&) {
                               logged.emplace_back(event);
                           }, [] { return 0.0; }, bar},
                          {{parliament, &parliament_counter, policy}, {print, &print_counter, policy}});
    }
    TransferId admit(std::string const& key, std::string const& dossier = "d") {
        auto const receipt = ledger.admit(made_submission(key, dossier, clock.now()), {{parliament}, false});
        return receipt->transfers.front().id;
    }
    [[nodiscard]] bool heard(std::string const& event) const {
        return std::find(logged.begin(), logged.end(), event) != logged.end();
    }
    [[nodiscard]] State state(TransferId const& id) { return ledger.transfer(id)->state; }
};

}  // namespace

TEST_CASE("a due transfer is delivered once and acknowledged", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    auto const id = house.admit("a");

    CHECK(dispatcher.step(parliament, house.clock.now()));
    CHECK_FALSE(dispatcher.step(parliament, house.clock.now()));

    CHECK(house.state(id) == State::acknowledged);
    CHECK(house.ledger.transfer(id)->reference == "ok");
    REQUIRE(house.parliament_counter.got().size() == 1);
    CHECK(house.parliament_counter.got().front().transfer == id);
    CHECK(house.heard("transfer.acknowledged"));
}

TEST_CASE("a busy counterpart is tried again after each wait and the transfer is then quarantined", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    auto const id = house.admit("a");
    for (int i = 0; i < 3; ++i) house.parliament_counter.then(TryLater{{"druk", "busy"}, {}});

    CHECK(dispatcher.step(parliament, house.clock.now()));
    CHECK(house.ledger.transfer(id)->due == house.clock.now() + 1s);
    CHECK_FALSE(dispatcher.step(parliament, house.clock.now()));
    house.clock.move(1s);
    CHECK(dispatcher.step(parliament, house.clock.now()));
    house.clock.move(5s);
    CHECK(dispatcher.step(parliament, house.clock.now()));

    CHECK(house.state(id) == State::quarantined);
    auto const attempts = house.ledger.attempts(id, 10);
    REQUIRE(attempts.size() == 3);
    CHECK(attempts.back().outcome == "try_later");
    CHECK(house.ledger.transfer(id)->why.en.find("busy") != std::string::npos);
}

TEST_CASE("an outage of our own brings the transfer back to waiting and never quarantines it", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    auto const id = house.admit("a");
    for (int i = 0; i < 20; ++i)
        house.parliament_counter.then([](Envelope const&, ContentShelf&, Notebook&) -> Delivery {
            throw Outage("content", "disk full");
        });

    for (int i = 0; i < 20; ++i) {
        CHECK(dispatcher.step(parliament, house.clock.now()));
        CHECK(house.state(id) == State::waiting);
        house.clock.move(1min);
    }

    CHECK(house.heard("transfer.outage"));
    CHECK(house.ledger.attempts(id, 100).front().outcome == "outage");
    CHECK(dispatcher.step(parliament, house.clock.now()));
    CHECK(house.state(id) == State::acknowledged);
}

TEST_CASE("an adapter that throws does not end the worker and its transfer ends in quarantine", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    auto const id = house.admit("a");
    for (int i = 0; i < 3; ++i)
        house.parliament_counter.then([](Envelope const&, ContentShelf&, Notebook&) -> Delivery {
            throw std::out_of_range("adapter bug");
        });

    for (int i = 0; i < 3; ++i) {
        CHECK(dispatcher.step(parliament, house.clock.now()));
        house.clock.move(5s);
    }

    CHECK(house.state(id) == State::quarantined);
    CHECK(house.heard("transfer.adapter_fault"));
    CHECK(house.ledger.attempts(id, 10).size() == 3);
}

TEST_CASE("a letter that the e-Box cannot take goes to paper in the same act", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    auto const id = house.admit("a");
    house.parliament_counter.then(Declined{{.code = "NO_DIGITAL_USER"}, print});

    CHECK(dispatcher.step(parliament, house.clock.now()));
    CHECK(house.state(id) == State::rerouted);
    CHECK(dispatcher.step(print, house.clock.now()));

    auto const transfers = house.ledger.transfers({});
    REQUIRE(transfers.size() == 2);
    CHECK(transfers.back().instead_of == id);
    CHECK(transfers.back().state == State::acknowledged);
}

TEST_CASE("a transfer that should go to a counterpart nobody serves is quarantined, not lost", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    auto const id = house.admit("a");
    house.parliament_counter.then(Declined{{.code = "NO_DIGITAL_USER"}, CounterpartName{"pigeon"}});

    CHECK(dispatcher.step(parliament, house.clock.now()));

    CHECK(house.state(id) == State::quarantined);
    CHECK(house.ledger.transfer(id)->why.en.find("pigeon") != std::string::npos);
}

TEST_CASE("a letter that may not go to the print room is quarantined, and the print room gets nothing", "[dispatch]") {
    House house;
    std::vector<std::string> asked;
    house.bar = [&](Manifest const& manifest, CounterpartName const& instead) -> std::optional<Text> {
        asked.push_back(instead.text + " " + std::to_string(manifest.pieces.size()));
        return Text{"dat mag niet.", "that is not allowed."};
    };
    auto dispatcher = house.dispatcher();
    auto const id = house.admit("a");
    auto const decline = Declined{{.code = "NO_DIGITAL_USER"}, print};
    house.parliament_counter.then(decline);

    CHECK(dispatcher.step(parliament, house.clock.now()));

    CHECK(asked == std::vector<std::string>{"print 1"});
    CHECK(house.state(id) == State::quarantined);
    CHECK(house.ledger.transfer(id)->why.en == "Should go to print, but that is not allowed. NO_DIGITAL_USER");
    CHECK_FALSE(dispatcher.step(print, house.clock.now()));
    CHECK(house.ledger.transfers({}).size() == 1);

    // The administrator opens the way and replays.
    house.bar = no_bar;
    auto opened = house.dispatcher();
    REQUIRE(house.ledger.replay(id, {"beheer", "mag nu", house.clock.now()}));
    house.parliament_counter.then(decline);
    CHECK(opened.step(parliament, house.clock.now()));
    CHECK(house.state(id) == State::rerouted);
    CHECK(opened.step(print, house.clock.now()));
}

TEST_CASE("what a delivery remembers is known at the next try", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    house.admit("a");
    house.parliament_counter.then([](Envelope const&, ContentShelf&, Notebook& notebook) -> Delivery {
        notebook.remember("pobj", "4711");
        throw Outage("content", "power cut");
    });

    CHECK(dispatcher.step(parliament, house.clock.now()));
    house.clock.move(1min);
    CHECK(dispatcher.step(parliament, house.clock.now()));

    CHECK(house.parliament_counter.got().back().references.at("pobj") == "4711");
    CHECK(house.parliament_counter.got().back().attempt == 2);
}

TEST_CASE("a worker whose lease has passed to another changes nothing", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    auto const id = house.admit("a");
    house.parliament_counter.then([&](Envelope const&, ContentShelf&, Notebook& notebook) -> Delivery {
        house.clock.move(2min);
        CHECK(dispatcher.step(parliament, house.clock.now()));  // another worker takes it over and succeeds
        notebook.remember("pobj", "late");
        return {HandedOver{"late"}, {}, {}};
    });

    CHECK(dispatcher.step(parliament, house.clock.now()));

    CHECK(house.state(id) == State::acknowledged);
    CHECK(house.ledger.transfer(id)->references.empty());
    CHECK(house.heard("transfer.lease_lost"));
}

TEST_CASE("an answer of any size is kept within its limits", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    auto const id = house.admit("a");
    house.parliament_counter.then([](Envelope const&, ContentShelf&, Notebook&) -> Delivery {
        Answer answer{200, {}, std::string(100'000, 'x')};
        answer.headers.resize(500);
        return {Acknowledged{"r"}, answer, {{"pobj", "1"}}};
    });

    CHECK(dispatcher.step(parliament, house.clock.now()));

    auto const kept = house.ledger.attempts(id, 1).front().answer;
    CHECK(kept.headers.size() == 32);
    CHECK(kept.body_head.size() == 4096);
    CHECK(house.ledger.transfer(id)->references.at("pobj") == "1");
}

TEST_CASE("news of a counterpart is taken once", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    auto const id = house.admit("a");
    house.parliament_counter.then(HandedOver{"r"});
    CHECK(dispatcher.step(parliament, house.clock.now()));
    NewsItem const receipt{id, "acknowledged", "VP-1", {}, "{}", "key-1"};
    house.parliament_counter.then_news({{receipt}, "cursor-1"});
    house.parliament_counter.then_news({{receipt}, "cursor-2"});

    CHECK(dispatcher.collect(parliament, house.clock.now()) == 1);
    CHECK(dispatcher.collect(parliament, house.clock.now()) == 0);

    CHECK(house.state(id) == State::acknowledged);
    CHECK(house.ledger.news_cursor(parliament) == "cursor-2");
}

TEST_CASE("a handed over transfer without a receipt within the term is quarantined", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    auto const id = house.admit("a");
    house.parliament_counter.then(HandedOver{"r"});
    CHECK(dispatcher.step(parliament, house.clock.now()));

    house.clock.move(59min);
    CHECK(dispatcher.collect(parliament, house.clock.now()) == 0);
    CHECK(house.state(id) == State::handed_over);
    house.clock.move(2min);
    CHECK(dispatcher.collect(parliament, house.clock.now()) == 0);

    CHECK(house.state(id) == State::quarantined);
    CHECK(house.heard("transfer.receipt_overdue"));
}

TEST_CASE("no receipt is called overdue while we could not look for it", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    auto const id = house.admit("a");
    house.parliament_counter.then(HandedOver{"r"});
    CHECK(dispatcher.step(parliament, house.clock.now()));
    house.parliament_counter.collect_with([]() -> News { throw std::runtime_error("adapter bug"); });
    house.clock.move(2h);

    CHECK(dispatcher.collect(parliament, house.clock.now()) == 0);

    CHECK(house.state(id) == State::handed_over);
    CHECK(house.heard("collect.adapter_fault"));
}

TEST_CASE("what cannot be asked is silent since it first failed, until it answers", "[dispatch]") {
    House house;
    auto dispatcher = house.dispatcher();
    CHECK(dispatcher.silences().empty());
    auto const began = house.clock.now();
    house.parliament_counter.collect_with([]() -> News { throw Outage("parliament", "no answer"); });
    dispatcher.collect(parliament, house.clock.now());
    house.clock.move(5min);
    dispatcher.collect(parliament, house.clock.now());

    auto const silent = dispatcher.silences();

    REQUIRE(silent.contains("parliament"));
    CHECK(silent.at("parliament").since == began);
    CHECK(silent.at("parliament").times == 2);
    CHECK_THAT(silent.at("parliament").why, Catch::Contains("no answer"));
    house.parliament_counter.collect_with({});
    dispatcher.collect(parliament, house.clock.now());
    CHECK(dispatcher.silences().empty());
}

TEST_CASE("what is sent and what is told fail each on its own, and the longest is told", "[dispatch]") {
    Silences silences;
    auto const began = FakeClock::monday;
    silences.failed(parliament, Round::arrivals, began, "cut off");
    silences.failed(parliament, Round::news, began + 1min, "no answer");
    CHECK(silences.longest().at("parliament").why == "cut off");

    silences.answered(parliament, Round::arrivals);

    CHECK(silences.longest().at("parliament").since == began + 1min);
}

TEST_CASE("a policy that cannot work stops the start with a sentence", "[dispatch]") {
    House house;
    auto const make = [&] { auto const made = house.dispatcher(); };

    SECTION("a deadline as long as the lease") { house.policy.deadline = house.policy.lease; }
    SECTION("no workers") { house.policy.workers = 0; }
    SECTION("a crowd of workers") { house.policy.workers = 65; }
    SECTION("no deadline") { house.policy.deadline = 0ms; }
    SECTION("a negative wait") { house.policy.schedule.waits = {-1s}; }
    SECTION("a negative term") { house.policy.receipt_term = -1s; }

    CHECK_THROWS_AS(make(), std::invalid_argument);
}

TEST_CASE("two counterparts of one name stop the start", "[dispatch]") {
    House house;
    DispatchPorts const ports{house.ledger, house.clock, house.bell, {}, [] { return 0.0; }, no_bar};
    ServedCounterpart const one{parliament, &house.parliament_counter, house.policy};

    CHECK_THROWS_AS(Dispatcher(ports, {one, one}), std::invalid_argument);
    CHECK_THROWS_AS(Dispatcher(ports, {{parliament, nullptr, house.policy}}), std::invalid_argument);
}
