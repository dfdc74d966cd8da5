// SPDX-License-Identifier: EUPL-1.2
// The pains of the legacy link, each as it is known. A gateway is measured by them.
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "doubles/imposter.hpp"
#include "unit/twins/stand.hpp"

using namespace wetbode;
using nlohmann::json;

namespace {

struct Pain {
    ParliamentStand parliament;
    Dossiers dossiers;
    SystemClock clock;
    kaleidos::Client client{client_of(parliament.base()), clock};

    std::filesystem::path one_file() {
        return dossiers.make("a", json::array({Dossiers::file("decreet.pdf", "urn:bestand:1")}));
    }
    kaleidos::Report send() { return client.send({one_file(), {}, true, false}); }
    json counts() { return parliament.look("received")["counts"]; }
    std::int64_t calls(std::string const& name) { return parliament.look("calls").value(name, 0); }
};

}  // namespace

TEST_CASE("a dossier whose answer was lost is sent twice and stands twice at the Parliament", "[twins]") {
    Pain pain;
    SECTION("since the answer was an error") { pain.parliament.fault("500_after", "document"); }
    SECTION("since the connection broke") { pain.parliament.fault("cut_after_body", "document"); }
    SECTION("since half of the answer came") { pain.parliament.fault("cut_answer", "document"); }
    CHECK(pain.send().at("ok") == false);
    CHECK(pain.client.memory().flows().empty());
    CHECK(pain.counts()["deliveries"] == 1);  // no retry by itself

    CHECK(pain.send().at("ok") == true);

    CHECK(pain.counts()["deliveries"] == 2);
    CHECK(pain.counts()["flows_twice"] == 1);
    CHECK(pain.client.memory().flows().size() == 1);
}

TEST_CASE("an answer that cannot be written down makes a duplicate too", "[twins]") {
    Pain pain;
    CHECK(pain.client.send({pain.one_file(), {}, true, true}).at("ok") == false);
    CHECK(pain.send().at("ok") == true);
    CHECK(pain.counts()["flows_twice"] == 1);
}

TEST_CASE("a file that is not on the disk is left out, and the sending is good", "[twins]") {
    Pain pain;
    auto const files =
        json::array({Dossiers::file("a.pdf", "urn:bestand:1"), Dossiers::file("b.pdf", "urn:bestand:2")});
    auto const folder = pain.dossiers.make("hole", files, "b.pdf");

    auto const report = pain.client.send({folder, {}, true, false});

    CHECK(report.at("ok") == true);
    CHECK(report.at("left_out") == json::array({"b.pdf"}));
    CHECK(pain.parliament.look("received")["received"][0]["files"].size() == 1);
}

TEST_CASE("the user sees the status line of an error and nothing of its body", "[twins]") {
    Pain pain;
    pain.parliament.fault("html_error", "document");
    auto const report = pain.send();
    CHECK(report.at("shown") == "status 500 Internal Server Error");
    CHECK(report.at("cause").get<std::string>().find("<h1>") != std::string::npos);
}

TEST_CASE("a network failure is hidden behind a crash", "[twins]") {
    Pain pain;
    pain.parliament.fault("down", "any");
    auto const report = pain.send();
    CHECK(report.at("shown") == "TypeError: Cannot read properties of undefined");
    CHECK(report.at("cause") == "socket hang up");
}

TEST_CASE("a missing number in the answer goes unseen", "[twins]") {
    Pain pain;
    pain.parliament.fault("partial_files", "document");
    auto const report = pain.send();
    CHECK(report.at("ok") == true);
    CHECK(report.at("without_pfls") == 1);
    CHECK(*pain.client.memory().pfls_of("urn:bestand:1") == "");
}

TEST_CASE("one bad perkament ends the run, and those behind it are not reached", "[twins]") {
    Pain pain;
    auto const ill = pain.parliament.tell("perkament", {{"poison", "missing_status"}, {"kind", "motie"}})["pobj"];
    pain.parliament.tell("perkament", {{"kind", "decreet"}});

    auto const report = pain.client.sync_incoming(false);

    CHECK(report.at("ok") == false);
    CHECK(report.at("shown").get<std::string>().find("aangenomen in plenaire vergadering") != std::string::npos);
    CHECK(report.at("documents").empty());
    CHECK(report.at("not_reached") == 1);
    CHECK(pain.counts()["processed"] == 0);

    pain.parliament.tell("heal", {{"pobj", ill}});
    CHECK(pain.client.sync_incoming(false).at("documents").size() == 2);
    CHECK(pain.counts()["processed"] == 2);
}

TEST_CASE("a list that ends in the middle brings nothing at all", "[twins]") {
    Pain pain;
    pain.parliament.tell("perkament", {{"poison", "truncated_json"}});
    CHECK(pain.client.sync_incoming(false).at("ok") == false);
    CHECK(pain.client.memory().flows().empty());
}

TEST_CASE("a file without content is skipped, so that its perkament waits for ever", "[twins]") {
    Pain pain;
    pain.parliament.tell("perkament", {{"poison", "no_base64"}, {"bijlagen", 0}});

    auto const report = pain.client.sync_incoming(false);

    CHECK(report.at("ok") == true);
    CHECK(report.at("documents")[0].at("skipped").size() == 1);
    auto const next = pain.client.sync_incoming(false);
    CHECK(next.at("documents")[0].at("known").size() == 2);
    CHECK(next.at("documents")[0].at("pieces").empty());
}

TEST_CASE("content that is no base 64 is taken for what it is not", "[twins]") {
    TemporaryFolder const state;
    Pain pain;
    pain.parliament.tell("perkament", {{"poison", "broken_base64"}, {"bijlagen", 0}});
    kaleidos::Client client(client_of(pain.parliament.base(), state.path()), pain.clock);

    auto const report = client.sync_incoming(false);

    auto const& damaged = report.at("documents")[0].at("damaged");
    REQUIRE(damaged.size() == 1);
    CHECK(report.at("documents")[0].at("acknowledged") == true);
    // What was damaged is not kept as if it were whole, and nothing else stays behind.
    std::size_t kept = 0;
    for (auto const& entry : std::filesystem::directory_iterator(state.path() / "received")) {
        CHECK(entry.path().filename() != damaged[0].get<std::string>());
        ++kept;
    }
    CHECK(kept == 2);
}

TEST_CASE("an acknowledgement that failed is never said again", "[twins]") {
    Pain pain;
    pain.parliament.tell("perkament", {{"kind", "decreet"}});
    pain.parliament.fault("500_before", "verwerkt");
    auto const report = pain.client.sync_incoming(false);
    CHECK(report.at("ok") == false);
    CHECK(report.at("documents")[0].at("acknowledged") == false);

    auto const next = pain.client.sync_incoming(false);

    CHECK(next.at("documents")[0].at("pieces").empty());
    CHECK(pain.calls("verwerkt") == 1);
    CHECK(pain.counts()["processed"] == 0);
}

TEST_CASE("an error for one dossier is taken for silence", "[twins]") {
    Imposter imposter;
    auto const json_of = [](char const* text) { return twin::json_response(200, text); };
    imposter.answer("POST", "/api/kaleidos/oauth/token", json_of(R"({"access_token":"t","expires_in":"3600s"})"));
    imposter.answer("POST", "/api/kaleidos/v1/document", json_of(R"({"pobj":77,"files":[]})"));
    imposter.answer("GET", "/api/kaleidos/v1/status/ingediend", json_of(R"({"documenten":[]})"));
    imposter.answer("GET", "/api/kaleidos/v1/status/77", twin::html_error());
    imposter.answer("GET", "/api/kaleidos/v1/status/77",
                    json_of(R"({"statussen":[{"status":"te behandelen in commissie","datum":"2026-01-01"}]})"));
    Dossiers dossiers;
    SystemClock const clock;
    kaleidos::Client client(client_of(imposter.url() + '/'), clock);
    auto const folder = dossiers.make("a", json::array({Dossiers::file("a.pdf", "urn:bestand:1")}));
    REQUIRE(client.send({folder, {}, false, false}).at("ok") == true);

    auto const report = client.sync_status(7);

    CHECK(report.at("ok") == true);
    CHECK(report.at("silenced")[0].at("http") == 500);
    CHECK(client.memory().by_pobj("77")->status == kaleidos::flow_status::incomplete);
    CHECK(client.sync_status(7).at("moved").size() == 1);
    CHECK(client.memory().by_pobj("77")->status == kaleidos::flow_status::being_handled);
}

TEST_CASE("a list of another shape ends the run with a crash", "[twins]") {
    Pain pain;
    pain.parliament.fault(GENERATE("wrong_json", "html_success"), "ingediend");
    auto const report = pain.client.sync_status(7);
    CHECK(report.at("ok") == false);
    CHECK(report.at("shown") == "TypeError: Cannot read properties of undefined");
}

TEST_CASE("a token is given up ten minutes before its end", "[twins]") {
    Pain pain;
    FakeClock clock;
    kaleidos::Client client(client_of(pain.parliament.base()), clock);

    pain.parliament.tell("token", {{"life_s", 3600}, {"announced_s", 3600}});
    CHECK(client.ping().at("ok") == true);
    clock.move(std::chrono::seconds{2999});
    CHECK(client.ping().at("ok") == true);
    CHECK(client.line().tokens() == 1);
    clock.move(std::chrono::seconds{1});
    CHECK(client.ping().at("ok") == true);
    CHECK(client.line().tokens() == 2);
}

TEST_CASE("a token of ten minutes or less is asked for with every call", "[twins]") {
    Pain pain;
    pain.parliament.tell("token", {{"life_s", 600}, {"form", GENERATE("text", "number")}});
    CHECK(pain.client.ping().at("ok") == true);
    CHECK(pain.client.ping().at("ok") == true);
    CHECK(pain.client.line().tokens() == 2);
}

TEST_CASE("a token that ended is not renewed on a 401", "[twins]") {
    Pain pain;
    CHECK(pain.client.ping().at("ok") == true);
    pain.parliament.tell("token", {{"end", true}});
    auto const report = pain.send();
    CHECK(report.at("ok") == false);
    CHECK(report.at("http") == 401);
    CHECK(pain.client.line().tokens() == 1);
}
