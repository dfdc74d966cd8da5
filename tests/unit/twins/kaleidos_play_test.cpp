// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/kaleidos/twin_legacy.hpp"
#include "unit/twins/stand.hpp"

using namespace wetbode;
using namespace wetbode::kaleidos;
using nlohmann::json;

namespace {

std::string fault_in(std::string const& text) {
    try {
        (void)play_from(text, "a.toml");
    } catch (std::invalid_argument const& wrong) {
        return wrong.what();
    }
    return {};
}

std::filesystem::path tree() { return WETBODE_SOURCE_DIR; }

struct Told {
    int status = 0;
    json body;
};

Told ask(Legacy& twin, std::string const& method, std::string const& path, std::string const& body) {
    api::Request request;
    request.method = method;
    request.path = path;
    auto const exchange = twin.opener()(request);
    if (!body.empty()) (void)exchange->receive(body);
    auto const response = exchange->finish();
    return {response.status, json::parse(std::get<std::string>(response.body))};
}

}  // namespace

TEST_CASE("a scenario that cannot be played is refused with its line", "[twins]") {
    CHECK(fault_in("name = \"a\"\n").find("a.toml:1: ") == 0);
    CHECK(fault_in("[[step]]\nping = {}\n[[step]]\nsing = {}\n") == "a.toml:4: no such act \"sing\"");
    CHECK(fault_in("[[step]]\nping = {}\nsend = { dossier = \"a\" }\n").find("has one act") != std::string::npos);
    CHECK(fault_in("[[step]]\nsend = {}\n") == "a.toml:2: send needs \"dossier\"");
    CHECK(fault_in("[[step]]\nsync-status = { dagen = 0 }\n").find("from 1 to 3650") != std::string::npos);
    CHECK(fault_in("[[step]]\nsync-status = { dag = 1 }\n") == "a.toml:2: unknown member \"dag\"");
    CHECK(fault_in("[[step]]\nping = {}\nexpect = \"maybe\"\n").find("a.toml:3: expect is") == 0);
    CHECK(fault_in("[[step]]\nping = {}\nafter_ms = -1\n").find("a.toml:3: a whole number") == 0);
    CHECK(fault_in("[[step]]\nafter_ms = 1\n").find("without an act") != std::string::npos);
    CHECK(fault_in("[[step]\n").find("a.toml:1") == 0);
    CHECK(fault_in("[[step]]\nping = {}\n").empty());
}

TEST_CASE("every scenario that comes with the twins can be played", "[twins]") {
    int count = 0;
    for (auto const& entry : std::filesystem::directory_iterator(tree() / "adapters/kaleidos/scenarios")) {
        CHECK_NOTHROW(read_play(entry.path()));
        ++count;
    }
    for (auto const& entry : std::filesystem::directory_iterator(tree() / "adapters/parliament/scenarios")) {
        CHECK_NOTHROW(parliament::read_scenario(entry.path()));
        ++count;
    }
    CHECK(count >= 8);
}

TEST_CASE("the dossiers that come with the twin go through, and the one with a hole has it", "[twins]") {
    ParliamentStand parliament;
    Legacy twin({client_of(parliament.base()), tree() / "adapters/kaleidos/dossiers"});

    CHECK(twin.act("send", {{"dossier", "beken"}}).at("left_out").empty());
    CHECK(twin.act("send", {{"dossier", "met-gat"}}).at("left_out") == json::array({"memorie.pdf"}));
    auto const received = parliament.look("received");
    CHECK(received["received"][0]["remarks"].empty());
    CHECK(received["received"][0]["files"].size() == 5);
}

TEST_CASE("a scenario counts what went otherwise than expected", "[twins]") {
    ParliamentStand parliament;
    Dossiers dossiers;
    dossiers.make("a", json::array({Dossiers::file("a.pdf", "urn:bestand:1")}));
    Legacy twin({client_of(parliament.base()), dossiers.path()});
    auto const play = play_from("[[step]]\nping = {}\ntimes = 2\nexpect = \"ok\"\n"
                                "[[step]]\nsend = { dossier = \"a\" }\nexpect = \"failed\"\n"
                                "[[step]]\nsend = { dossier = \"b\" }\n", "a.toml");
    std::vector<bool> as_expected;

    auto const otherwise =
        twin.play(play, [&](Report const& report) { as_expected.push_back(report.at("as_expected")); });

    CHECK(otherwise == 1);
    CHECK(as_expected == std::vector<bool>{true, true, false, true});
    twin.release();
    CHECK(twin.play(play, [](Report const&) { FAIL("it was told to end"); }) == 0);
}

TEST_CASE("the twin is told over HTTP what to do, and tells what it did", "[twins]") {
    ParliamentStand parliament;
    Dossiers dossiers;
    dossiers.make("a", json::array({Dossiers::file("a.pdf", "urn:bestand:1")}));
    Legacy twin({client_of(parliament.base()), dossiers.path()});

    CHECK(ask(twin, "POST", "/_twin/send", R"({"dossier":"a"})").body["ok"] == true);
    CHECK(ask(twin, "POST", "/_twin/relink", R"({"pobj":"last","flow":"urn:flow:2"})").body["pobj"] == "1000001");
    auto const memory = ask(twin, "GET", "/_twin/memory", "").body;
    CHECK(memory["flows"][0]["flow"] == "urn:flow:2");
    CHECK(memory["calls"] == 2);
    CHECK(ask(twin, "GET", "/_twin/acts", "").body["acts"].size() == 2);
}

TEST_CASE("a wish that is wrong is refused, and no path leaves the folder of dossiers", "[twins]") {
    ParliamentStand parliament;
    Dossiers dossiers;
    Legacy twin({client_of(parliament.base()), dossiers.path()});

    CHECK(ask(twin, "POST", "/_twin/sing", "{}").status == 404);
    CHECK(ask(twin, "POST", "/_twin/send", "{}").status == 400);
    CHECK(ask(twin, "POST", "/_twin/send", "[").status == 400);
    CHECK(ask(twin, "PUT", "/_twin/send", "{}").status == 405);
    CHECK(ask(twin, "GET", "/_twin/secrets", "").status == 404);
    CHECK(ask(twin, "GET", "/", "").status == 404);
    for (auto const* const name : {"..", "../a", "/etc", "unknown"}) {
        auto const told = ask(twin, "POST", "/_twin/send", json{{"dossier", name}}.dump());
        CHECK(told.status == 200);
        CHECK(told.body["ok"] == false);
    }
    CHECK(parliament.look("received")["counts"]["deliveries"] == 0);
}
