// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "unit/twins/caller.hpp"

using namespace wetbode;
using namespace wetbode::parliament;
using namespace std::chrono_literals;

namespace {

constexpr Instant noon{Milliseconds{1'767'600'000'000}};

std::string fault_in(std::string const& text) {
    try {
        (void)scenario_from(text, "a.toml");
    } catch (std::invalid_argument const& wrong) {
        return wrong.what();
    }
    return {};
}

std::vector<std::string> acts_of(std::vector<Due> const& due) {
    std::vector<std::string> acts;
    for (auto const& one : due) acts.push_back(one.act);
    return acts;
}

}  // namespace

TEST_CASE("a scenario of the Parliament that cannot be played is refused with its line", "[twins]") {
    CHECK(fault_in("name = \"a\"\n").find("a.toml:1: ") == 0);
    CHECK(fault_in("[[step]]\nsing = true\n") == "a.toml:2: unknown key \"sing\"");
    CHECK(fault_in("[[step]]\nrefuse = true\nheal = true\n").find("a step has one act") != std::string::npos);
    CHECK(fault_in("[[step]]\nfault = { mode = \"sing\" }\n").find("unknown mode") != std::string::npos);
    CHECK(fault_in("[[step]]\non_delivery = 0\nrefuse = true\n").find("a.toml:2: ") == 0);
    CHECK(fault_in("[[step]]\non_call = \"sing\"\nrefuse = true\n") == "a.toml:2: unknown call \"sing\"");
    CHECK(fault_in("[[step]]\non_delivery = 1\non_call = \"ping\"\nrefuse = true\n").find("not both") !=
          std::string::npos);
    CHECK(fault_in("[[step]]\nperkament = { poison = \"sugar\" }\n").find("unknown poison") != std::string::npos);
    CHECK(fault_in("[[step]]\non_delivery = \"each\"\nrefuse = true\n").empty());
}

TEST_CASE("steps are played in the order of their instants, each once", "[twins]") {
    Player player(scenario_from("[[step]]\nafter_ms = 200\nsay = \"late\"\n[[step]]\nsay = \"now\"\n"
                                "[[step]]\non_delivery = 2\nafter_ms = 50\nrefuse = true\n"
                                "[[step]]\non_call = \"ping\"\ncall = \"each\"\nclear_faults = true\n",
                                "a.toml"),
                  noon);

    CHECK(acts_of(player.take_due(noon)) == std::vector<std::string>{"say"});
    player.on(Trigger::delivery, Wire::document, "11", noon + 10ms);
    player.on(Trigger::delivery, Wire::document, "12", noon + 20ms);
    CHECK(player.take_due(noon + 69ms).empty());
    auto const refused = player.take_due(noon + 70ms);
    REQUIRE(acts_of(refused) == std::vector<std::string>{"refuse"});
    CHECK(refused[0].wish["pobj"] == "12");
    CHECK(player.next() == noon + 200ms);
    player.on(Trigger::call, Wire::ping, "", noon + 300ms);
    player.on(Trigger::call, Wire::token, "", noon + 300ms);
    CHECK(acts_of(player.take_due(noon + 300ms)) == std::vector<std::string>{"say", "clear_faults"});
    CHECK(player.played() == 4);
    CHECK(player.waiting() == 0);
}

TEST_CASE("a step on a call counts for that very call", "[twins]") {
    TwinSettings settings;
    settings.scenario =
        scenario_from("[[step]]\non_call = \"document\"\ncall = 2\nfault = { mode = \"500_before\" }\n", "a.toml");
    Twin twin(settings);
    Caller caller(twin);

    CHECK(caller.deliver("a", "AA==").status == 200);
    CHECK(caller.deliver("b", "AA==").status == 500);
    CHECK(caller.deliver("c", "AA==").status == 200);
    CHECK(caller.get("/_twin/scenario").body["played"] == 1);
}

TEST_CASE("a step on a delivery is for its dossier", "[twins]") {
    TwinSettings settings;
    settings.scenario = scenario_from("[[step]]\non_delivery = 2\nrefuse = true\n", "a.toml");
    Twin twin(settings);
    Caller caller(twin);
    auto const first = caller.deliver("a", "AA==").body["pobj"].get<std::string>();
    auto const second = caller.deliver("b", "AA==").body["pobj"].get<std::string>();

    auto const statuses = [&](std::string const& pobj) {
        return caller.get("/api/kaleidos/v1/status/" + pobj).body["statussen"];
    };
    CHECK(statuses(first).size() == 1);
    CHECK(statuses(second).back()["status"] == "niet ingeschreven");
}
