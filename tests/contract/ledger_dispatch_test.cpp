// SPDX-License-Identifier: EUPL-1.2
// The ledger's contract in dispatch: leases, order, replay, over every store.
#include <catch2/catch.hpp>

#include "tests/contract/ledger_fixture.hpp"

#include <random>
#include <set>

using namespace wetbode;

TEMPLATE_TEST_CASE("a transfer is claimed once, settled once", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const receipt = house.admit("k1", "dossier-1");
    auto const id = receipt.transfers.front().id;

    auto const claimed = house.claim_one();
    CHECK(claimed.envelope.transfer == id);
    CHECK(claimed.envelope.attempt == 1);
    CHECK(claimed.attempts_in_round == 0);
    CHECK(claimed.round_began == house.now);
    CHECK(claimed.envelope.manifest.dossier.id.text == "dossier-1");
    CHECK(house.claim().empty());
    CHECK(house.state(id) == TransferState::underway);
    CHECK(house->next_due(parliament) == house.now + minute);

    auto settlement = house.settlement(claimed, TransferState::handed_over, "ref-1");
    settlement.attempt.answer = {.status = 202, .headers = {{"Location", "/1"}}, .body_head = std::string(9000, 'b')};
    settlement.references = {{"pobj", "123"}};
    CHECK(house->settle(settlement));
    CHECK_FALSE(house->settle(settlement));

    auto const transfer = house.transfer(id);
    CHECK(transfer.state == TransferState::handed_over);
    CHECK(transfer.reference == "ref-1");
    CHECK(transfer.references.at("pobj") == "123");
    CHECK(transfer.attempts == 1);
    auto const attempts = house->attempts(id, 10);
    REQUIRE(attempts.size() == 1);
    CHECK(attempts.front().number == 1);
    CHECK(attempts.front().outcome == "handed_over");
    CHECK(attempts.front().answer.body_head.size() == 4096);
    CHECK(house->pending(parliament, 10).front().references.at("pobj") == "123");
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("a lost try is recorded, and its stale token changes nothing", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const id = house.admit("k1", "dossier-1").transfers.front().id;
    auto const lost = house.claim_one();
    CHECK(house->remember(id, lost.lease, "job-id", "7"));
    house.now += minute;

    auto const second = house.claim_one();

    CHECK(second.envelope.attempt == 2);
    CHECK(second.attempts_in_round == 1);
    CHECK(second.envelope.references.at("job-id") == "7");
    CHECK_FALSE(house.settle(lost, TransferState::acknowledged));
    CHECK_FALSE(house->remember(id, lost.lease, "job-id", "8"));
    CHECK(house.state(id) == TransferState::underway);
    CHECK(house.settle(second, TransferState::acknowledged));
    auto const attempts = house->attempts(id, 10);
    REQUIRE(attempts.size() == 2);
    CHECK(attempts.front().outcome == "lease_expired");
    CHECK(attempts.back().number == 2);
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("a transfer that must wait comes back when it is due", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const id = house.admit("k1", "dossier-1").transfers.front().id;
    auto settlement = house.settlement(house.claim_one(), TransferState::waiting);
    settlement.due = house.now + 5 * minute;
    settlement.why = {"de ontvanger is onbereikbaar", "the receiver is unreachable"};

    CHECK(house->settle(settlement));

    CHECK(house.transfer(id).why.en == "the receiver is unreachable");
    CHECK(house.claim().empty());
    CHECK(house->next_due(parliament) == settlement.due);
    house.now += 5 * minute;
    CHECK(house.claim_one().attempts_in_round == 1);
}

TEMPLATE_TEST_CASE("the order within a dossier is kept, and a bad dossier blocks nobody else", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const a1 = house.admit("a1", "dossier-a").transfers.front().id;
    auto const a2 = house.admit("a2", "dossier-a").transfers.front().id;
    auto const b1 = house.admit("b1", "dossier-b").transfers.front().id;
    house.admit("a3", "dossier-a", {ebox});

    auto const claimed = house.claim();
    REQUIRE(claimed.size() == 2);
    CHECK(claimed[0].envelope.transfer == a1);
    CHECK(claimed[1].envelope.transfer == b1);
    CHECK(house.claim(ebox).size() == 1);
    CHECK(house.transfer(a2).blocked_by == a1);
    CHECK(house.settle(claimed[0], TransferState::quarantined));
    CHECK(house.settle(claimed[1], TransferState::acknowledged));
    CHECK(house.claim().empty());
    CHECK(house.transfer(a2).blocked_by == a1);
    CHECK_FALSE(house->next_due(parliament).has_value());

    SECTION("withdrawing the bad one frees the next") {
        CHECK(house->withdraw(a1, {"admin", "sent by hand", house.now})->state == TransferState::withdrawn);
        CHECK(house.claim_one().envelope.transfer == a2);
    }
    SECTION("replaying it keeps its place") {
        CHECK(house->replay(a1, {"admin", "repaired", house.now})->state == TransferState::waiting);
        auto const again = house.claim_one();
        CHECK(again.envelope.transfer == a1);
        CHECK(again.attempts_in_round == 0);
        CHECK(again.envelope.attempt == 2);
        CHECK(house.claim().empty());
        CHECK(house.settle(again, TransferState::handed_over));
        CHECK(house.claim_one().envelope.transfer == a2);
    }
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("submissions without a dossier never wait for each other", "[ledger]", Sqlite) {
    House<TestType> house;
    house.admit("l1", "", {ebox});
    house.admit("l2", "", {ebox});

    auto const claimed = house.claim(ebox);

    CHECK(claimed.size() == 2);
    CHECK(house.settle(claimed.front(), TransferState::quarantined));
    auto settlement = house.settlement(claimed.back(), TransferState::refused);
    settlement.references = {{"message", "1"}};
    CHECK(house->settle(settlement));
    CHECK(house->replay(claimed.back().envelope.transfer, {"admin", "why", house.now}).has_value());
    auto const again = house.claim_one(ebox);
    CHECK(again.envelope.references.at("message") == "1");
    house.admit("l3", "", {ebox});
    CHECK(house.claim_one(ebox).envelope.references.empty());
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("what an earlier transfer of the dossier learned is given to the next, newest first", "[ledger]",
                   Sqlite) {
    House<TestType> house;
    for (auto const* const name : {"1", "2"}) {
        house.admit(std::string("k") + name, "dossier-1");
        auto settlement = house.settlement(house.claim_one(), TransferState::acknowledged);
        settlement.references = {{"pobj", name}, {std::string("file-") + name, "x"}};
        CHECK(house->settle(settlement));
    }
    house.admit("k3", "dossier-1");

    auto const references = house.claim_one().envelope.references;

    CHECK(references == std::map<std::string, std::string>{{"file-1", "x"}, {"file-2", "x"}, {"pobj", "2"}});
}

TEMPLATE_TEST_CASE("a rerouted transfer opens exactly one other, which is due at once", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const id = house.admit("k1", "dossier-1", {ebox}).transfers.front().id;
    auto settlement = house.settlement(house.claim_one(ebox), TransferState::rerouted);
    settlement.instead = print_room;

    CHECK(house->settle(settlement));
    CHECK_FALSE(house->settle(settlement));

    auto const opened = house.claim(print_room);
    REQUIRE(opened.size() == 1);
    CHECK(house.transfer(opened.front().envelope.transfer).instead_of == id);
    CHECK(house.state(id) == TransferState::rerouted);
    CHECK(house->replay(id, {"admin", "why", house.now}).error().code == "TRANSFER_STATE");
    CHECK(house.kinds() == std::vector<std::string>{"submission.admitted", "transfer.underway", "transfer.rerouted",
                                                    "transfer.opened", "transfer.underway"});
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("a replay and a withdrawal need a state that allows them, a person and a reason", "[ledger]",
                   Sqlite) {
    House<TestType> house;
    auto const id = house.admit("k1", "dossier-1").transfers.front().id;
    Decision const decision{"admin", "because", house.now};

    CHECK(house->replay({"nobody"}, decision).error().code == "TRANSFER_UNKNOWN");
    CHECK(house->withdraw({"nobody"}, decision).error().code == "TRANSFER_UNKNOWN");
    CHECK(house->replay(id, decision).error().code == "TRANSFER_STATE");
    CHECK(house->withdraw(id, {"admin", "", house.now}).error().code == "DECISION_INCOMPLETE");
    CHECK(house->withdraw(id, decision).has_value());
    CHECK(house->withdraw(id, decision).error().code == "TRANSFER_STATE");
    CHECK(house.claim().empty());
    auto const last = house.events().back();
    CHECK(last.kind == "transfer.withdrawn");
    CHECK(last.actor == "admin");
    CHECK(last.data.find("because") != std::string::npos);
}

TEMPLATE_TEST_CASE("a receipt that never comes puts the transfer in quarantine", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const first = house.admit("k1", "dossier-1").transfers.front().id;
    auto const second = house.admit("k2", "dossier-1").transfers.front().id;
    CHECK(house.settle(house.claim_one(), TransferState::handed_over));
    house.now += minute;

    CHECK(house->expire_handed_over(parliament, house.now - minute, house.now) == 0);
    CHECK(house->expire_handed_over(ebox, house.now, house.now) == 0);
    CHECK(house->expire_handed_over(parliament, house.now, house.now) == 1);

    CHECK(house.state(first) == TransferState::quarantined);
    CHECK(house.transfer(second).blocked_by == first);
    CHECK(house.claim().empty());
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("a lost try that an older transfer now holds back does not stay underway", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const first = house.admit("k1", "dossier-1").transfers.front().id;
    auto const second = house.admit("k2", "dossier-1").transfers.front().id;
    CHECK(house.settle(house.claim_one(), TransferState::handed_over));
    house.now += Milliseconds{1};
    CHECK(house.claim_one().envelope.transfer == second);
    CHECK(house->expire_handed_over(parliament, house.now, house.now) == 1);
    house.now += minute;

    CHECK(house.claim().empty());

    CHECK(house.state(second) == TransferState::waiting);
    CHECK(house.transfer(second).blocked_by == first);
    CHECK(house->attempts(second, 10).back().outcome == "lease_expired");
    check_invariants(*house);
}

namespace {

/// The rule as it is written in the contract, computed the slow way from what anyone can read.
std::set<std::string> allowed(Ledger& ledger, CounterpartName const& counterpart, Instant now) {
    auto const all = ledger.transfers({.counterpart = counterpart, .most = 1000});
    std::set<std::string> ids;
    for (std::size_t i = 0; i < all.size(); ++i) {
        bool free = all[i].state == TransferState::waiting && all[i].sealed && all[i].due <= now;
        for (std::size_t j = 0; j < i && !all[i].dossier.empty(); ++j)
            if (all[j].dossier == all[i].dossier &&
                (all[j].state == TransferState::waiting || all[j].state == TransferState::underway ||
                 all[j].state == TransferState::quarantined))
                free = false;
        if (free) ids.insert(all[i].id.text);
    }
    return ids;
}

}  // namespace

TEMPLATE_TEST_CASE("whatever happened before, exactly those that may go are claimed", "[ledger]", Sqlite) {
    House<TestType> house;
    std::mt19937 chance(20260105);
    auto const pick = [&](std::size_t below) { return chance() % below; };
    constexpr std::array ends{TransferState::waiting,  TransferState::handed_over, TransferState::acknowledged,
                              TransferState::refused, TransferState::quarantined};
    for (int step = 0; step < 250; ++step) {
        house.now += Milliseconds{1};
        auto const all = house->transfers({.most = 1000});
        if (all.empty() || pick(3) == 0) {
            house.admit("k" + std::to_string(step), pick(4) == 0 ? "" : "dossier-" + std::to_string(pick(4)));
        } else if (auto const& one = all[pick(all.size())]; pick(2) == 0) {
            auto const decided = pick(3) == 0 ? house->withdraw(one.id, {"a", "r", house.now})
                                              : house->replay(one.id, {"a", "r", house.now});
            ignore(decided, "half of them are not allowed, and change nothing");
        } else {
            auto const may = allowed(*house, parliament, house.now);
            auto const claimed = house.claim();
            std::set<std::string> got;
            for (auto const& transfer : claimed) got.insert(transfer.envelope.transfer.text);
            REQUIRE(got == may);
            for (auto const& transfer : claimed) REQUIRE(house.settle(transfer, ends[pick(ends.size())]));
        }
    }
    check_invariants(*house);
}
