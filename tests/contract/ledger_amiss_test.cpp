// SPDX-License-Identifier: EUPL-1.2
// The ledger's contract on transfers that a counterpart took, but not whole, over every store.
#include <catch2/catch.hpp>

#include "tests/contract/ledger_fixture.hpp"

using namespace wetbode;

namespace {

Text const two_missing{"twee bestanden ontbreken", "two files are missing"};

/// Handed over, and known not to be whole.
template <class Stand>
TransferId taken_in_part(Stand& house) {
    auto const id = house.admit("k", "dossier-1").transfers.front().id;
    auto settlement = house.settlement(house.claim_one(), TransferState::handed_over, "4711");
    settlement.amiss = two_missing;
    REQUIRE(house->settle(settlement));
    return id;
}

template <class Stand>
void quarantine(Stand& house) {
    house.now += minute;
    REQUIRE(house->expire_handed_over(parliament, house.now, house.now) == 1);
}

}  // namespace

TEMPLATE_TEST_CASE("a transfer that was taken in part says so at once, with an event of its own", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const began = house.now;
    auto const id = taken_in_part(house);

    house.close();
    house.open();

    CHECK(house.state(id) == TransferState::handed_over);
    CHECK(house.transfer(id).amiss == two_missing);
    CHECK(house.transfer(id).amiss_since == began);
    CHECK(house.kinds().back() == "transfer.amiss");
    CHECK(house->census().amiss.at("parliament") == 1);
    CHECK(house->census().oldest_amiss.at("parliament") == began);
}

TEMPLATE_TEST_CASE("it stays amiss in quarantine and while it is tried again, since the same instant", "[ledger]",
                   Sqlite) {
    House<TestType> house;
    auto const began = house.now;
    auto const id = taken_in_part(house);
    quarantine(house);
    CHECK(house.transfer(id).amiss == two_missing);
    REQUIRE(house->replay(id, {"beheerder", "het Parlement mist er twee", house.now}).has_value());
    CHECK(house.transfer(id).amiss_since == began);

    auto settlement = house.settlement(house.claim_one(), TransferState::handed_over, "4711");
    settlement.amiss = {"een bestand ontbreekt", "one file is missing"};
    REQUIRE(house->settle(settlement));

    CHECK(house.transfer(id).amiss == settlement.amiss);
    CHECK(house.transfer(id).amiss_since == began);
}

TEMPLATE_TEST_CASE("what was taken in part can be replayed at once, what was taken whole cannot", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const began = house.now;
    auto const id = taken_in_part(house);
    auto const whole = house.admit("k2", "dossier-2").transfers.front().id;
    REQUIRE(house.settle(house.claim_one(), TransferState::handed_over, "4712"));

    auto const again = house->replay(id, {"beheerder", "het Parlement mist er twee", house.now});
    auto const refused = house->replay(whole, {"beheerder", "zomaar", house.now});

    REQUIRE(again.has_value());
    CHECK(again->state == TransferState::waiting);
    CHECK(again->amiss_since == began);
    CHECK(house.claim_one().envelope.transfer == id);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "TRANSFER_STATE");
    CHECK(house.state(whole) == TransferState::handed_over);
}

TEMPLATE_TEST_CASE("a replay that is taken whole ends it", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const id = taken_in_part(house);
    quarantine(house);
    REQUIRE(house->replay(id, {"beheerder", "het Parlement mist er twee", house.now}).has_value());

    REQUIRE(house.settle(house.claim_one(), TransferState::acknowledged, "4711"));

    CHECK(house.transfer(id).amiss.empty());
    CHECK_FALSE(house.transfer(id).amiss_since);
    CHECK(house->census().amiss.empty());
}

TEMPLATE_TEST_CASE("a transfer whose files are named later is whole, and learns their names", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const id = taken_in_part(house);
    NewsItem item;
    item.transfer = id;
    item.kind = "acknowledged";
    item.key = "named:" + id.text;
    item.references = {{"pfls:urn:file:1", "9001"}};

    CHECK(house->take_news(parliament, {{item}, "1"}, house.now) == 1);

    CHECK(house.state(id) == TransferState::acknowledged);
    CHECK(house.transfer(id).amiss.empty());
    CHECK(house.transfer(id).references.at("pfls:urn:file:1") == "9001");
    CHECK(house->references_of(parliament, {"dossier-1"}).at("pfls:urn:file:1") == "9001");
}
