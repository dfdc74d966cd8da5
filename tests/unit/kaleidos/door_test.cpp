// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/kaleidos/made_door.hpp"

using namespace wetbode;

namespace {

Tree one_file(std::string const& id = "urn:bestand:1") { return Tree::array({KaleidosHouse::file(id)}); }

Tree statuses(KaleidosHouse& house, std::string const& pobj) {
    return KaleidosHouse::body(house.call("GET", "v1/status/" + pobj)).at("statussen");
}

Tree submitted(KaleidosHouse& house, std::string const& query = {}) {
    return KaleidosHouse::body(house.call("GET", "v1/status/ingediend" + query)).at("documenten");
}

}  // namespace

TEST_CASE("nobody passes the door without a token, whatever he asks", "[kaleidos]") {
    KaleidosHouse house;
    auto const path = GENERATE("v1/ping", "v1/kanselarij", "v1/status/ingediend", "v1/status/1");
    CHECK(house.call("GET", path, {}, "Bearer x").status == 401);
    CHECK(house.call("GET", path).status == (std::string_view(path) == "v1/status/1" ? 404 : 200));
    CHECK(house.call("POST", "oauth/token", {}, "Basic " + base64("kaleidos:wrong")).status == 401);
    auto const proof = "Basic " + base64("kaleidos:kaleidos");
    CHECK(house.call("POST", "oauth/token", "grant_type=password", proof).status == 400);
    CHECK(house.call("POST", path).status == 405);
    CHECK(house.call("GET", "v1/elsewhere").status == 404);
}

TEST_CASE("a dossier is kept before it is answered with numbers of ours", "[kaleidos]") {
    KaleidosHouse house;
    auto const answer = house.deliver(KaleidosHouse::message(one_file()));

    CHECK(answer.at("status") == "SUCCESS");
    CHECK(answer.at("id") == flow);
    auto const pobj = answer.at("pobj").get<std::string>();
    CHECK(pobj.starts_with("W"));
    CHECK(answer.at("files").at(0).at("id") == "urn:bestand:1");
    CHECK(answer.at("files").at(0).at("pfls").get<std::string>().starts_with("W"));
    CHECK(house.ledger.submissions_of({flow}, 10).size() == 1);
    CHECK(house.ledger.named({"kaleidos"}, pobj).size() == 1);
    CHECK(statuses(house, pobj).empty());
    CHECK(submitted(house).empty());
}

TEST_CASE("the real number is told as a renumbering until the client uses it", "[kaleidos]") {
    KaleidosHouse house;
    auto const pobj = house.deliver(KaleidosHouse::message(one_file())).at("pobj").get<std::string>();
    house.parliament_answers(TransferState::handed_over, {{"pobj", "1673000"}, {"pfls:urn:bestand:1", "1800"}});

    auto const told = submitted(house);
    REQUIRE(told.size() == 1);
    CHECK(told[0].at("pobj") == "1673000");
    CHECK(told[0].at("pobj_vorig") == pobj);
    CHECK(told[0].at("status") == "ingediend");
    CHECK(submitted(house) == told);

    CHECK(statuses(house, "1673000").empty());
    CHECK(submitted(house).empty());
    CHECK(house.call("GET", "v1/status/" + pobj).status == 200);
}

TEST_CASE("a later version under numbers of ours reaches the Parliament under its own", "[kaleidos]") {
    KaleidosHouse house;
    auto const first = house.deliver(KaleidosHouse::message(one_file()));
    house.parliament_answers(TransferState::handed_over, {{"pobj", "1673000"}, {"pfls:urn:bestand:1", "1800"}});

    auto files = one_file("urn:bestand:2");
    files[0]["previousPfls"] = first.at("files").at(0).at("pfls");
    auto const later = house.deliver(KaleidosHouse::message(files, first.at("pobj")));

    CHECK(later.at("pobj") == "1673000");
    auto const ids = house.ledger.submissions_of({flow}, 10);
    REQUIRE(ids.size() == 2);
    auto const manifest = house.ledger.submission(ids[1])->manifest;
    CHECK(manifest.pieces.at(0).files.at(0).previous_id == "urn:bestand:1");
}

TEST_CASE("numbers that the Parliament gave before we stood in between are learned from the client", "[kaleidos]") {
    KaleidosHouse house;
    auto files = Tree::array({KaleidosHouse::file("urn:bestand:2")});
    files[0]["previousId"] = "urn:bestand:1";
    files[0]["previousPfls"] = 1700;
    auto const answer = house.deliver(KaleidosHouse::message(files, "1500000"));

    CHECK(answer.at("pobj") == "1500000");
    auto const given = house.ledger.references_of(parliament, {flow});
    CHECK(given.at("pobj") == "1500000");
    CHECK(given.at("pfls:urn:bestand:1") == "1700");
}

TEST_CASE("a number of ours is never taken for one of the Parliament's", "[kaleidos]") {
    KaleidosHouse house;
    auto const pobj = house.deliver(KaleidosHouse::message(one_file())).at("pobj").get<std::string>();
    house.deliver(KaleidosHouse::message(one_file("urn:bestand:2"), pobj));
    CHECK_FALSE(house.ledger.references_of(parliament, {flow}).contains("pobj"));
}

TEST_CASE("the same content is the same delivery, unless that came to nothing", "[kaleidos]") {
    KaleidosHouse house;
    auto const message = KaleidosHouse::message(one_file());
    auto const first = house.deliver(message);
    CHECK(house.deliver(message) == first);
    CHECK(house.ledger.submissions_of({flow}, 10).size() == 1);

    house.parliament_answers(TransferState::refused, {}, {"verkeerd dossier", "wrong dossier"});
    auto const lines = statuses(house, first.at("pobj"));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].at("status") == "niet ingeschreven");
    CHECK(submitted(house).at(0).at("status") == "niet ingeschreven");
    CHECK(submitted(house).at(0).at("pobj") == first.at("pobj"));

    CHECK(house.deliver(message).at("pobj") == first.at("pobj"));
    CHECK(house.ledger.submissions_of({flow}, 10).size() == 2);
    CHECK(statuses(house, first.at("pobj")).empty());
}

TEST_CASE("every status is answered as the Parliament told it, under every number", "[kaleidos]") {
    KaleidosHouse house;
    auto const pobj = house.deliver(KaleidosHouse::message(one_file())).at("pobj").get<std::string>();
    house.parliament_answers(TransferState::handed_over, {{"pobj", "1"}, {"pfls:urn:bestand:1", "2"}});
    house.parliament_tells({"1", "", "ingediend", "2026-11-20T10:00:00Z"});
    house.parliament_tells({"7", "1", "ingediend", "2026-11-21T10:00:00Z"});
    house.parliament_tells({"7", "", "te behandelen in commissie", "2026-11-22T10:00:00Z"});

    for (auto const& number : {pobj, std::string("1"), std::string("7")}) {
        CAPTURE(number);
        auto const lines = statuses(house, number);
        REQUIRE(lines.size() == 3);
        CHECK(lines[2].at("status") == "te behandelen in commissie");
        CHECK(lines[2].at("datum") == "2026-11-22T10:00:00Z");
    }
}

TEST_CASE("what was submitted lately is told once per dossier, for as many days as are asked", "[kaleidos]") {
    KaleidosHouse house;
    house.parliament_tells({"88", "", "ingediend", "2026-11-20"});
    house.parliament_tells({"88", "", "niet ingeschreven", "2026-11-21"});
    house.parliament_tells({"88", "", "te behandelen in commissie", "2026-11-22"});

    auto const told = submitted(house);
    REQUIRE(told.size() == 1);
    CHECK(told[0] == Tree{{"pobj", "88"}, {"status", "niet ingeschreven"}, {"datum", "2026-11-21"}});
    house.clock.move(Milliseconds{3LL * 24 * 3600 * 1000});
    house.come_in();
    CHECK(submitted(house, "?dagen=2").empty());
    CHECK(submitted(house, "?dagen=4").size() == 1);
    CHECK(submitted(house, "?dagen=veel").size() == 1);
    CHECK(statuses(house, "88").size() == 3);
}

TEST_CASE("a sender sees nothing of a dossier that another one delivered", "[kaleidos]") {
    KaleidosHouse house;
    auto const pobj = house.deliver(KaleidosHouse::message(one_file())).at("pobj").get<std::string>();
    house.parliament_answers(TransferState::handed_over, {{"pobj", "1"}, {"pfls:urn:bestand:1", "2"}});
    house.parliament_tells({"1", "", "ingediend", "2026-11-20T10:00:00Z"});
    house.come_in("other");

    CHECK(house.call("GET", "v1/status/1").status == 404);
    CHECK(house.call("GET", "v1/status/" + pobj).status == 404);
    CHECK(submitted(house).empty());
    // Nor can he make himself its owner by naming its number.
    house.deliver(KaleidosHouse::message(one_file("urn:bestand:9"), "1", "urn:flow:9"));
    CHECK_FALSE(house.ledger.references_of(parliament, {"urn:flow:9"}).contains("pobj"));
    CHECK(house.call("GET", "v1/status/1").status == 404);
}

TEST_CASE("a refusal says in its reason phrase what is wrong, and is remembered", "[kaleidos]") {
    KaleidosHouse house;
    auto const answer = house.call("POST", "v1/document", KaleidosHouse::message(Tree::array()).dump());

    CHECK(answer.status == 422);
    CHECK(answer.reason.starts_with("MANIFEST_INVALID: Het stuk \"Nota\" heeft geen bestand"));
    auto const refused = house.ledger.refused();
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].refusal.code == "MANIFEST_INVALID");
    CHECK(header(answer, "Wetbode-Submission") == refused[0].id.text);
}

namespace {

/// A decree with these files.
Tree decree(Tree files) {
    auto message = KaleidosHouse::message(std::move(files));
    message["Besluitvormingsaangelegenheid.alternatieveNaam"] = "Definitieve goedkeuring";
    auto& piece = message["@reverse"]["Dossier.isNeerslagVan"]["Dossier.bestaatUit"][0];
    piece["Stuk.naam"] = "Decreet";
    piece["Stuk.type"] = {{"@id", "urn:type:decreet"}, {"prefLabel", "Decreet"}};
    return message;
}

}  // namespace

TEST_CASE("a piece whose PDF was left out on the way is refused by name", "[kaleidos]") {
    KaleidosHouse house;

    auto const answer = house.call("POST", "v1/document", decree(one_file()).dump());

    CHECK(answer.status == 422);
    CHECK(answer.reason.starts_with("DOSSIER_INCOMPLETE: Het stuk \"Decreet\" komt zonder pdf"));
    CHECK(house.ledger.submissions_of({flow}, 10).empty());
    CHECK(house.ledger.refused().size() == 1);
}

TEST_CASE("a part that somebody may mean so is taken, and what it lacks is in the log", "[kaleidos]") {
    KaleidosHouse house;

    auto message = KaleidosHouse::message(one_file());  // no decree
    message["Besluitvormingsaangelegenheid.alternatieveNaam"] = "Definitieve goedkeuring";
    house.deliver(message);

    CHECK(std::ranges::count(house.events, "kaleidos.sent_in_part") == 1);
}

TEST_CASE("a piece whose level is told and too confidential is refused", "[kaleidos]") {
    KaleidosHouse house;
    auto message = KaleidosHouse::message(one_file());
    auto& piece = message["@reverse"]["Dossier.isNeerslagVan"]["Dossier.bestaatUit"][0];
    piece["Stuk.vertrouwelijkheidsniveau"] = {
        {"@id", "http://themis.vlaanderen.be/id/concept/toegangsniveau/9692ba4f-f59b-422b-9402-fcbd30a46d17"}};

    auto const answer = house.call("POST", "v1/document", message.dump());

    CHECK(answer.status == 422);
    CHECK(answer.reason.find("vertrouwelijk") != std::string::npos);
    CHECK(house.ledger.submissions_of({flow}, 10).empty());
}
