// SPDX-License-Identifier: EUPL-1.2
// The ledger's contract on names that dossiers and files bear towards a counterpart, and on statuses, over every store.
#include <catch2/catch.hpp>

#include "tests/contract/ledger_fixture.hpp"

using namespace wetbode;

namespace {

NewsItem status(std::string const& name, std::string const& text, std::string const& before = {},
                std::string const& date = "2026-11-23T10:00:00Z") {
    NewsItem item{.transfer = {}, .kind = "status", .reference = name, .why = {"nl", "en"}, .data = {},
                  .key = name + ':' + text + ':' + date};
    item.status = StatusNews{name, before, text, date};
    return item;
}

/// A dossier that was delivered under the name pobj 4711.
template <class Stand>
TransferId delivered(Stand& house, std::string const& dossier = "dossier-1", std::string const& pobj = "4711",
                     TransferState state = TransferState::acknowledged) {
    auto const id = house.admit("key of " + dossier, dossier).transfers.front().id;
    auto settlement = house.settlement(house.claim_one(), state, pobj);
    settlement.references = {{"pobj", pobj}, {"pfls:urn:file:1", "9001"}};
    REQUIRE(house->settle(settlement));
    return id;
}

}  // namespace

TEMPLATE_TEST_CASE("every name that a delivery brings is found by the name, after years too", "[ledger]", Sqlite) {
    House<TestType> house;
    delivered(house);

    auto const by_name = house->named(parliament, "4711");
    REQUIRE(by_name.size() == 1);
    CHECK(by_name.front() == KnownName{parliament, {"dossier-1"}, "pobj", "4711", house.now, true});
    CHECK(house->named(parliament, "9001").front().key == "pfls:urn:file:1");
    CHECK(house->named(ebox, "4711").empty());
    CHECK(house->named(parliament, "471").empty());
    CHECK(house->references_of(parliament, {"dossier-1"}).at("pobj") == "4711");
}

TEMPLATE_TEST_CASE("a name that is replaced stays findable and is told as replaced", "[ledger]", Sqlite) {
    House<TestType> house;
    delivered(house);

    house->note_references(parliament, {"dossier-1"}, {{"pobj", "4800"}}, "parliament", house.now);
    house->note_references(parliament, {"dossier-1"}, {{"pobj", "4800"}}, "parliament", house.now);

    CHECK_FALSE(house->named(parliament, "4711").front().current);
    CHECK(house->named(parliament, "4800").front().current);
    CHECK(house->names_of({"dossier-1"}, 100).size() == 3);
    CHECK(house->names_of({"dossier-1"}, 1).size() == 1);
    auto const kinds = house.kinds();
    CHECK(std::count(kinds.begin(), kinds.end(), "dossier.named") == 1);
    house.close();
    house.open();
    CHECK(house->named(parliament, "4711").size() == 1);
}

TEMPLATE_TEST_CASE("the next delivery of the dossier knows a name that no delivery brought", "[ledger]", Sqlite) {
    House<TestType> house;
    house->note_references(parliament, {"dossier-1"}, {{"pobj", "4800"}}, {}, house.now);
    house.admit("k1", "dossier-1");

    CHECK(house.claim_one().envelope.references.at("pobj") == "4800");
    auto const kinds = house.kinds();
    CHECK(std::count(kinds.begin(), kinds.end(), "dossier.named") == 0);
}

TEMPLATE_TEST_CASE("statuses are kept whole and in the order in which they were learned", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const id = delivered(house);

    CHECK(house->take_news(parliament, {{status("4711", "ingediend"), status("4711", "te behandelen in commissie"),
                                         status("4711", "ingediend")}, "c1"}, house.now) == 2);
    house.now += minute;
    CHECK(house->take_news(parliament, {{status("4711", "aangenomen in plenaire vergadering")}, "c2"}, house.now) == 1);

    StatusFilter filter{.counterpart = parliament, .dossier = DossierId{"dossier-1"}, .name = {}, .since = {}};
    auto const all = house->statuses(filter);
    REQUIRE(all.size() == 3);
    CHECK(all[0].status.status == "ingediend");
    CHECK(all[1].status.status == "te behandelen in commissie");
    CHECK(all[2].learned == house.now);
    filter.since = house.now;
    CHECK(house->statuses(filter).size() == 1);
    filter.since.reset();
    filter.most = 1;
    CHECK(house->statuses(filter).front().status.status == "aangenomen in plenaire vergadering");
    CHECK(house.state(id) == TransferState::acknowledged);

    EventFilter audience;
    audience.audience = parliament;
    auto const told = house.events(audience);
    CHECK(told.back().kind == "status.learned");
    CHECK(told.back().dossier == DossierId{"dossier-1"});
    CHECK_FALSE(told.back().submission.empty());
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("a renumbered dossier keeps its history and is known by both names", "[ledger]", Sqlite) {
    House<TestType> house;
    delivered(house);
    house->take_news(parliament, {{status("4711", "ingediend")}, "c1"}, house.now);

    house->take_news(parliament, {{status("4800", "te behandelen in commissie", "4711")}, "c2"}, house.now);

    CHECK(house->references_of(parliament, {"dossier-1"}).at("pobj") == "4800");
    CHECK(house->named(parliament, "4711").front().dossier == DossierId{"dossier-1"});
    StatusFilter const filter{.counterpart = parliament, .dossier = DossierId{"dossier-1"}, .name = {}, .since = {}};
    CHECK(house->statuses(filter).size() == 2);

    SECTION("an old list that is told again does not bring the old name back") {
        house->take_news(parliament, {{status("4711", "ingediend", "4600", "2026-11-24T00:00:00Z")}, "c3"}, house.now);
        CHECK(house->references_of(parliament, {"dossier-1"}).at("pobj") == "4800");
    }
}

TEMPLATE_TEST_CASE("a status of a dossier that nobody knows is kept under its name", "[ledger]", Sqlite) {
    House<TestType> house;

    house->take_news(parliament, {{status("9999", "ingediend")}, "c1"}, house.now);

    StatusFilter filter{.counterpart = parliament, .dossier = {}, .name = "9999", .since = {}};
    REQUIRE(house->statuses(filter).size() == 1);
    CHECK(house->statuses(filter).front().dossier.empty());
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("a refusal by status ends what waits for a receipt, under any of its names", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const waits = delivered(house, "dossier-1", "4711", TransferState::handed_over);
    auto refused = status("4800", "niet ingeschreven", "4711");
    refused.kind = "refused";

    house->take_news(parliament, {{refused}, "c1"}, house.now);

    CHECK(house.state(waits) == TransferState::refused);
    CHECK(house.transfer(waits).why.en == "en");
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("the newest refusal of a key is found again", "[ledger]", Sqlite) {
    House<TestType> house;
    SubmissionKey const key{{"parliament"}, "kanselarij:4711"};
    CHECK_FALSE(house->refusal_of(key).has_value());

    house->refuse({{"s1"}, key, house.now, {"d"}, {.code = "DOCUMENT_INVALID"}});
    house->refuse({{"s2"}, key, house.now + minute, {"d"}, {.code = "ACCESS_LEVEL"}});

    REQUIRE(house->refusal_of(key).has_value());
    CHECK(house->refusal_of(key)->id == SubmissionId{"s2"});
    CHECK(house->refusal_of(key)->refusal.code == "ACCESS_LEVEL");
}

TEMPLATE_TEST_CASE("the submissions of a dossier are told in their order", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const first = house.admit("k1", "dossier-1").submission;
    house.admit("k2", "dossier-2");
    auto const second = house.admit("k3", "dossier-1").submission;

    CHECK(house->submissions_of({"dossier-1"}, 10) == std::vector{first, second});
    CHECK(house->submissions_of({"dossier-1"}, 1) == std::vector{first});
    CHECK(house->submissions_of({}, 10).empty());
}

TEMPLATE_TEST_CASE("dossiers that one side still calls by an old name are told, until it uses the new one", "[ledger]",
                   Sqlite) {
    House<TestType> house;
    CounterpartName const kaleidos{"kaleidos"};
    auto const noted = house.now;
    house->note_references(kaleidos, {"dossier-1"}, {{"pobj", "W1"}}, {}, noted);
    CHECK(house->renamings(kaleidos, parliament, "pobj", 10).empty());

    house->note_references(parliament, {"dossier-1"}, {{"pobj", "4711"}}, {}, noted + Milliseconds{5});
    CHECK(house->renamings(kaleidos, parliament, "pobj", 10) ==
          std::vector{Renaming{{"dossier-1"}, "W1", "4711", noted + Milliseconds{5}}});
    CHECK(house->renamings(ebox, parliament, "pobj", 10).empty());
    CHECK(house->renamings(kaleidos, parliament, "pfls", 10).empty());

    house->note_references(kaleidos, {"dossier-1"}, {{"pobj", "4711"}}, {}, noted + Milliseconds{9});
    CHECK(house->renamings(kaleidos, parliament, "pobj", 10).empty());
}

TEMPLATE_TEST_CASE("dossiers are followed by their present name, the latest change first", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const began = house.now;
    house->note_references(parliament, {"dossier-1"}, {{"pobj", "1"}, {"pfls:urn:file:1", "9"}}, {}, began);
    house->note_references(parliament, {"dossier-2"}, {{"pobj", "2"}}, {}, began + Milliseconds{1});
    house->note_references(parliament, {"dossier-2"}, {{"pobj", "22"}}, {}, began + Milliseconds{2});
    CHECK(house->followed(parliament, "pobj", began, 10) ==
          std::vector<Followed>{{"22", began + Milliseconds{2}}, {"1", began}});

    REQUIRE(house->take_news(parliament, {{status("1", "ingediend")}, ""}, began + Milliseconds{5}) == 1);
    CHECK(house->followed(parliament, "pobj", began, 10) ==
          std::vector<Followed>{{"1", began + Milliseconds{5}}, {"22", began + Milliseconds{2}}});
    CHECK(house->followed(parliament, "pobj", began + Milliseconds{3}, 10).size() == 1);
    CHECK(house->followed(parliament, "pobj", began, 1).size() == 1);
    CHECK(house->followed(ebox, "pobj", began, 10).empty());
}

TEMPLATE_TEST_CASE("notes of other dossiers are open until they bear the name that closes them", "[ledger]", Sqlite) {
    House<TestType> house;
    house->note_references(parliament, {"dossier-1"}, {{"try", "a"}}, {}, house.now);
    house->note_references(parliament, {"dossier-2"}, {{"try", "b"}}, {}, house.now);
    house->note_references(parliament, {"dossier-2"}, {{"try", "bb"}}, {}, house.now);
    house->note_references(ebox, {"dossier-3"}, {{"try", "c"}}, {}, house.now);

    CHECK(house->open_notes(parliament, "try", "pobj", {"dossier-1"}) == std::vector<std::string>{"bb"});
    house->note_references(parliament, {"dossier-2"}, {{"pobj", "1"}}, {}, house.now);
    CHECK(house->open_notes(parliament, "try", "pobj", {"dossier-1"}).empty());
    CHECK(house->open_notes(parliament, "try", "pobj", {"dossier-9"}) == std::vector<std::string>{"a"});
}
