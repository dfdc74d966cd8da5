// SPDX-License-Identifier: EUPL-1.2
// The legacy link without a gateway: what Kaleidos and the Parliament do to one another when all is well.
#include <catch2/catch.hpp>

#include "adapters/kaleidos/twin_message.hpp"
#include "unit/twins/stand.hpp"

#include <set>

using namespace wetbode;
using nlohmann::json;

namespace {

struct Round {
    ParliamentStand parliament;
    Dossiers dossiers;
    SystemClock clock;
    kaleidos::Client client{client_of(parliament.base()), clock};

    std::string send() {
        auto const folder = dossiers.make("a", json::array({Dossiers::file("decreet.pdf", "urn:bestand:1")}));
        auto const report = client.send({folder, {}, true, false});
        REQUIRE(report.at("ok") == true);
        return report.at("pobj");
    }
};

}  // namespace

TEST_CASE("what Kaleidos sends arrives as the existing client writes it", "[twins]") {
    Round round;

    auto const pobj = round.send();

    auto const received = round.parliament.look("received")["received"];
    REQUIRE(received.size() == 1);
    CHECK(received[0]["pobj"] == pobj);
    CHECK(received[0]["flow"] == "urn:flow:1");
    CHECK(received[0]["content_type"] == "text/plain;charset=UTF-8");
    CHECK(received[0]["key"] == "");
    CHECK(received[0]["remarks"].empty());
    CHECK(received[0]["files"][0]["name"] == "Decreet (ondertekend).pdf");
    CHECK(received[0]["files"][0]["sha256"] == twin::sha256_of(twin::octets_of("decreet.pdf")));
    REQUIRE(round.client.memory().pfls_of("urn:bestand:1") != nullptr);
    CHECK(*round.client.memory().pfls_of("urn:bestand:1") == received[0]["files"][0]["pfls"]);
}

TEST_CASE("a later delivery names its dossier and the number of the file that it replaces", "[twins]") {
    Round round;
    auto const pobj = round.send();
    auto newer = Dossiers::file("beter.pdf", "urn:bestand:2");
    newer["previous_id"] = "urn:bestand:1";
    auto const folder =
        round.dossiers.make("b", json::array({Dossiers::file("decreet.pdf", "urn:bestand:1"), newer}));

    auto const report = round.client.send({folder, {}, false, false});

    CHECK(report.at("pobj") == pobj);
    CHECK(report.at("files") == json::array({"urn:bestand:2"}));
    CHECK(report.at("sent_before") == json::array({"urn:bestand:1"}));
    auto const received = round.parliament.look("received")["received"];
    REQUIRE(received.size() == 2);
    CHECK(received[1]["files"][0]["previousPfls"] == received[0]["files"][0]["pfls"]);
    CHECK(received[1]["files"][0]["pfls"] != received[0]["files"][0]["pfls"]);
}

TEST_CASE("a piece that was sent whole is not offered again", "[twins]") {
    Round round;
    auto const folder = round.dossiers.make("a", json::array({Dossiers::file("decreet.pdf", "urn:bestand:1")}));
    auto const text_now = [&] {
        auto message = kaleidos::message_of(folder, round.client.memory(), "");
        return twin::body_of(twin::streamed(200, "text/plain", std::move(message.body)));
    };
    CHECK(text_now().find("\"urn:stuk:1\"") != std::string::npos);
    CHECK(text_now().find("\"pobj\"") == std::string::npos);

    auto const pobj = round.send();

    CHECK(text_now().find("\"urn:stuk:1\"") == std::string::npos);
    CHECK(text_now().find("\"pobj\":\"" + pobj + '"') != std::string::npos);
}

TEST_CASE("a perkament is fetched, kept and acknowledged, and then waits no more", "[twins]") {
    TemporaryFolder const state;
    Round round;
    auto const pobj = round.send();
    round.parliament.tell("perkament", {{"pobj", pobj}, {"bijlagen", 1}, {"bytes", 300'000}});
    kaleidos::Client client(client_of(round.parliament.base(), state.path()), round.clock);

    auto const report = client.sync_incoming(false);

    CHECK(report.at("ok") == true);
    auto const& document = report.at("documents")[0];
    CHECK(document.at("acknowledged") == true);
    auto const& pieces = document.at("pieces");
    REQUIRE(pieces.size() == 3);  // the PDF and the Word file of one name are one piece
    std::size_t files = 0;
    for (auto const& piece : pieces) files += piece.at("files").size();
    CHECK(files == 4);
    auto const looked = round.parliament.look("dossiers")["kanselarij"][0]["files"];
    for (auto const& file : looked) {
        CHECK(file["processed_as"] != "");
        auto const kept = twin::octets_of_file(state.path() / "received" / file["pfls"].get<std::string>());
        CHECK(kept.bytes == file["bytes"]);
        CHECK(twin::sha256_of(kept) == file["sha256"]);
    }
    CHECK(client.sync_incoming(false).at("documents").empty());
}

TEST_CASE("a perkament that comes again replaces the files of its pieces", "[twins]") {
    Round round;
    auto const pobj = round.send();
    round.parliament.tell("perkament", {{"pobj", pobj}, {"bijlagen", 0}});
    auto const first = round.client.sync_incoming(false);
    round.parliament.tell("perkament", {{"pobj", pobj}, {"bijlagen", 0}, {"onderwerp", "Decreet, verbeterd"}});

    SECTION("while the meeting is open") {
        auto const second = round.client.sync_incoming(false);
        auto const names = [](auto const& report) {
            std::set<std::string> found;
            for (auto const& piece : report.at("documents")[0].at("pieces")) found.insert(piece.at("@id"));
            return found;
        };
        CHECK(names(second) == names(first));
        CHECK(second.at("documents")[0].at("pieces").size() == 2);
    }
    SECTION("but not in a meeting that is closed") {
        auto const second = round.client.sync_incoming(true);
        CHECK(second.at("documents")[0].at("ignored").size() == 3);
        CHECK(second.at("documents")[0].at("pieces").empty());
        CHECK(round.parliament.look("received")["counts"]["processed"] == 1);
    }
}

TEST_CASE("the status follows the Parliament, also under a new number", "[twins]") {
    Round round;
    auto const pobj = round.send();
    CHECK(round.client.memory().by_pobj(pobj)->status == kaleidos::flow_status::complete);
    round.parliament.tell("renumber", {{"pobj", pobj}, {"to", "1234567"}});

    auto const report = round.client.sync_status(7);

    CHECK(report.at("renumbered")[0] == kaleidos::Report{{"from", pobj}, {"to", "1234567"}});
    REQUIRE(round.client.memory().by_pobj("1234567") != nullptr);
    CHECK(round.client.memory().by_pobj(pobj) == nullptr);
    CHECK(round.client.memory().by_pobj("1234567")->status == kaleidos::flow_status::being_handled);
    round.parliament.tell("refuse", {{"pobj", "1234567"}});
    CHECK(round.client.sync_status(0).at("ok") == true);
    CHECK(round.client.memory().by_pobj("1234567")->status == kaleidos::flow_status::refused);
}

TEST_CASE("a dossier begun at the Parliament becomes a flow of its own, until it is relinked", "[twins]") {
    Round round;
    round.send();
    auto const pobj = round.parliament.tell("perkament", {{"kind", "motie"}})["pobj"].get<std::string>();
    auto const report = round.client.sync_incoming(false);
    CHECK(report.at("documents")[0].at("new_flow") == true);
    auto const made = round.client.memory().by_pobj(pobj)->uri;
    CHECK(made != "urn:flow:1");

    CHECK(round.client.relink({pobj, "urn:flow:1", ""}).at("ok") == true);

    CHECK(round.client.memory().by_pobj(pobj)->uri == "urn:flow:1");
    auto const processed = round.parliament.look("received")["processed"];
    REQUIRE(processed.size() == 2);
    CHECK(processed[1]["relink"] == true);
    CHECK(processed[1]["pobj"] == pobj);
    CHECK(processed[1]["flow"] == "urn:flow:1");
    CHECK(processed[1]["files"].empty());
}

TEST_CASE("what Kaleidos knows survives its end", "[twins]") {
    TemporaryFolder const state;
    Round round;
    auto const folder = round.dossiers.make("a", json::array({Dossiers::file("decreet.pdf", "urn:bestand:1")}));
    std::string pobj;
    {
        kaleidos::Client client(client_of(round.parliament.base(), state.path()), round.clock);
        pobj = client.send({folder, {}, false, false}).at("pobj");
        round.parliament.tell("perkament", {{"pobj", pobj}});
        (void)client.sync_incoming(false);
    }

    kaleidos::Client const again(client_of(round.parliament.base(), state.path()), round.clock);

    REQUIRE(again.memory().by_pobj(pobj) != nullptr);
    CHECK(again.memory().by_pobj(pobj)->status == kaleidos::flow_status::received);
    CHECK(again.memory().piece_of("urn:bestand:1") == "urn:stuk:1");
    CHECK(again.memory().knows_pfls("2000003"));
}
