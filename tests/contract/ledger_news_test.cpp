// SPDX-License-Identifier: EUPL-1.2
// The ledger's contract on the word of a counterpart: receipts, returns and statuses, over every store.
#include <catch2/catch.hpp>

#include "tests/contract/ledger_fixture.hpp"

using namespace wetbode;

namespace {

NewsItem item(TransferId const& transfer, std::string const& kind, std::string const& key,
              std::string const& reference = {}) {
    return {.transfer = transfer, .kind = kind, .reference = reference, .why = {"nl", "en"}, .data = {}, .key = key};
}

}  // namespace

TEMPLATE_TEST_CASE("news moves a transfer as far as the table of states allows", "[ledger]", Sqlite) {
    using enum TransferState;
    struct Case {
        TransferState from;
        std::string kind;
        TransferState to;
    };
    auto const one = GENERATE(
        Case{handed_over, "acknowledged", acknowledged}, Case{handed_over, "refused", refused},
        Case{handed_over, "returned", returned}, Case{handed_over, "status", handed_over},
        Case{acknowledged, "returned", returned}, Case{acknowledged, "refused", acknowledged},
        Case{quarantined, "acknowledged", acknowledged}, Case{quarantined, "refused", quarantined},
        Case{refused, "acknowledged", refused}, Case{handed_over, "quarantined", handed_over});
    House<TestType> house;
    auto const id = house.admit("k1", "dossier-1").transfers.front().id;
    house.settle(house.claim_one(), one.from, "ref-1");
    INFO(name_of(one.from) << " + " << one.kind);

    CHECK(house->take_news(parliament, {{item(id, one.kind, "n1")}, "c1"}, house.now) == 1);

    CHECK(house.state(id) == one.to);
    CHECK(house->news_cursor(parliament) == "c1");
    CHECK(house.kinds().back() ==
          (one.from == one.to ? "status.learned" : "transfer." + std::string(name_of(one.to))));
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("the same news is taken once, and the cursor is written with it", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const id = house.admit("k1", "dossier-1").transfers.front().id;
    house.settle(house.claim_one(), TransferState::handed_over, "ref-1");
    News const news{{item(id, "status", "n1"), item(id, "status", ""), item(id, "acknowledged", "n2")}, "c1"};

    CHECK(house->take_news(parliament, news, house.now) == 3);
    CHECK(house->take_news(parliament, news, house.now) == 0);
    CHECK(house->take_news(parliament, {{}, "c2"}, house.now) == 0);

    CHECK(house->news_cursor(parliament) == "c2");
    CHECK(house->news_cursor(ebox).empty());
    CHECK(house.events().size() == 6);
}

TEMPLATE_TEST_CASE("news by reference finds every transfer with that reference, and no other's", "[ledger]", Sqlite) {
    House<TestType> house;
    std::vector<TransferId> ids;
    for (auto const* const key : {"k1", "k2"}) {
        ids.push_back(house.admit(key, "dossier-1").transfers.front().id);
        house.settle(house.claim_one(), TransferState::handed_over, "pobj-1");
    }
    ids.push_back(house.admit("k3", "dossier-1", {ebox}).transfers.front().id);
    house.settle(house.claim_one(ebox), TransferState::handed_over, "pobj-1");

    auto status = item({}, "acknowledged", "n1", "pobj-1");
    status.data = R"({"fase":"commissie"})";
    CHECK(house->take_news(parliament, {{status, item({}, "status", "n2", "unknown")}, "c"}, house.now) == 2);
    CHECK(house->take_news(parliament, {{item(ids[2], "acknowledged", "n3")}, "c"}, house.now) == 1);

    CHECK(house.state(ids[0]) == TransferState::acknowledged);
    CHECK(house.state(ids[1]) == TransferState::acknowledged);
    CHECK(house.state(ids[2]) == TransferState::handed_over);
    auto const events = house.events();
    CHECK(events[events.size() - 3].data ==
          R"({"news":"acknowledged","reference":"pobj-1","data":{"fase":"commissie"}})");
    CHECK(events.back().kind == "status.learned");
    CHECK(events.back().transfer.empty());
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("a receipt that overtakes the answer to its delivery is not lost", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const id = house.admit("k1", "dossier-1").transfers.front().id;
    auto const claimed = house.claim_one();

    SECTION("it names the transfer") {
        CHECK(house->take_news(parliament, {{item(id, "acknowledged", "n1")}, "c"}, house.now) == 1);
        CHECK(house.state(id) == TransferState::underway);
        CHECK(house.settle(claimed, TransferState::handed_over, "ref-1"));
        CHECK(house.state(id) == TransferState::acknowledged);
    }
    SECTION("it names a reference that nobody had yet") {
        CHECK(house->take_news(parliament, {{item({}, "refused", "n1", "ref-1")}, "c"}, house.now) == 1);
        CHECK(house.settle(claimed, TransferState::handed_over, "ref-1"));
        CHECK(house.state(id) == TransferState::refused);
    }
    SECTION("what came before this try began, about the same reference, is not about it") {
        CHECK(house->take_news(parliament, {{item({}, "refused", "n1", "ref-1")}, "c"}, house.now - minute) == 1);
        CHECK(house.settle(claimed, TransferState::handed_over, "ref-1"));
        CHECK(house.state(id) == TransferState::handed_over);
    }
    SECTION("the answer was lost and the attempts are spent") {
        CHECK(house->take_news(parliament, {{item(id, "acknowledged", "n1")}, "c"}, house.now) == 1);
        CHECK(house.settle(claimed, TransferState::quarantined));
        CHECK(house.state(id) == TransferState::acknowledged);
    }
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("late proof of arrival frees the dossier", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const first = house.admit("k1", "dossier-1").transfers.front().id;
    auto const second = house.admit("k2", "dossier-1").transfers.front().id;
    house.settle(house.claim_one(), TransferState::quarantined);
    CHECK(house.claim().empty());

    CHECK(house->take_news(parliament, {{item(first, "acknowledged", "n1")}, "c"}, house.now) == 1);

    CHECK(house.claim_one().envelope.transfer == second);
}

TEMPLATE_TEST_CASE("a letter that comes back after weeks can be replayed before the younger ones", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const first = house.admit("k1", "dossier-1").transfers.front().id;
    house.settle(house.claim_one(), TransferState::acknowledged);
    auto const second = house.admit("k2", "dossier-1").transfers.front().id;

    CHECK(house->take_news(parliament, {{item(first, "returned", "n1")}, "c"}, house.now) == 1);
    CHECK(house->replay(first, {"admin", "new address", house.now}).has_value());

    CHECK(house.claim_one().envelope.transfer == first);
    CHECK(house.transfer(second).blocked_by == first);
}

TEMPLATE_TEST_CASE("those who wait for a receipt are all shown, page after page", "[ledger]", Sqlite) {
    House<TestType> house;
    for (int i = 0; i < 5; ++i) {
        house.admit("k" + std::to_string(i), "dossier-" + std::to_string(i));
        house.settle(house.claim_one(), TransferState::handed_over, "ref-" + std::to_string(i));
    }
    auto const references = [&] {
        std::string all;
        for (auto const& pending : house->pending(parliament, 2)) all += pending.reference.substr(4);
        return all;
    };

    CHECK(references() == "01");
    CHECK(references() == "23");
    CHECK(references() == "40");
    CHECK(references() == "12");
    CHECK(house->pending(parliament, 100).size() == 5);
    CHECK(house->pending(ebox, 100).empty());
}
