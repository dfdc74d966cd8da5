// SPDX-License-Identifier: EUPL-1.2
// `wetbode webhooks`: what an order must say, and how the answers read.
#include <catch2/catch.hpp>

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/webhooks.hpp"

#include <nlohmann/json.hpp>

using namespace wetbode;
using namespace wetbode::cli;
using Catch::Contains;
using nlohmann::json;

namespace {

CommandLine read(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--language", "en", "webhooks"});
    return read_command_line(arguments, [](char const*) { return std::string(); });
}

json webhook() {
    return {{"name", "kaleidos"},
            {"url", "https://r.example/hook"},
            {"kinds", "transfer.*"},
            {"audience", "client kaleidos"},
            {"state", "enabled"},
            {"since", "2026-01-05T08:00:00.000Z"},
            {"why", nullptr},
            {"begun", "2026-01-05T08:00:00.000Z"},
            {"cursor", 41},
            {"behind", 3},
            {"oldest", "2026-01-05T09:00:00.000Z"},
            {"failures", 0},
            {"failing_since", nullptr},
            {"due", nullptr},
            {"last_taken", nullptr},
            {"last", {{"at", nullptr}, {"status", nullptr}, {"error", nullptr}}},
            {"passed_over", {{"count", 0}, {"oldest", json::array()}}}};
}

std::string listed(json const& one, Language language = Language::en) {
    return webhook_list_report(json{{"webhooks", json::array({one})}}.dump(), {}, language);
}

}  // namespace

TEST_CASE("without an act webhooks are listed, all or by name", "[cli][webhooks]") {
    CHECK_FALSE(read({}).ended.has_value());
    CHECK(read({}).choices.webhooks.act == "list");
    CHECK(read({"list", "kaleidos"}).choices.webhooks.names == std::vector<std::string>{"kaleidos"});
}

TEST_CASE("an order that can be carried out is taken as it was given", "[cli][webhooks]") {
    auto const line = read({"replay", "kaleidos", "--after", "4711", "--reason", "data were lost"});
    REQUIRE_FALSE(line.ended.has_value());
    CHECK(line.choices.webhooks.act == "replay");
    CHECK(line.choices.webhooks.after == 4711);
    CHECK(line.choices.webhooks.reason == "data were lost");
    CHECK_FALSE(read({"test", "kaleidos"}).ended.has_value());
    CHECK_FALSE(read({"enable", "kaleidos", "--reason", "mended"}).ended.has_value());
    CHECK_FALSE(read({"forget", "kaleidos", "--reason", "never wanted"}).ended.has_value());
    CHECK(read({"replay", "kaleidos", "--since", "2026-01-05T08:00:00Z", "--reason", "lost"}).choices.webhooks.since ==
          "2026-01-05T08:00:00Z");
}

TEST_CASE("an order that lacks something, or says too much, is refused with what to say", "[cli][webhooks]") {
    auto const [order, told] = GENERATE(table<std::vector<std::string>, std::string>({
        {{"test"}, "Name the webhook"},
        {{"enable", "--reason", "because"}, "Name the webhook"},
        {{"enable", "kaleidos"}, "--reason"},
        {{"forget", "kaleidos"}, "--reason"},
        {{"replay", "kaleidos", "--after", "1"}, "--reason"},
        {{"replay", "kaleidos", "--reason", "because"}, "--after NUMBER or --since TIME"},
        {{"replay", "kaleidos", "--reason", "because", "--after", "1", "--since", "2026-01-05T08:00:00Z"},
         "one of them"},
        {{"replay", "kaleidos", "--reason", "because", "--after", "-1"}, "--after"},
        {{"replay", "kaleidos", "--reason", "because", "--after", "many"}, "--after"},
        {{"enable", "kaleidos", "--reason", "because", "--after", "1"}, "belong to wetbode webhooks replay"},
        {{"forget", "kaleidos", "--reason", "because", "--after", "1"}, "belong to wetbode webhooks replay"},
        {{"enable", "kaleidos", "--reason", "x"}, "--reason"},
        {{"remove", "kaleidos"}, "remove"},
    }));
    auto const line = read(order);
    CAPTURE(order);
    REQUIRE(line.ended == misused);
    CHECK_THAT(line.err, Contains(told));
}

TEST_CASE("mistakes are told in Dutch to who reads Dutch", "[cli][webhooks]") {
    CHECK_THAT(mistake_in({.act = "test"}, Language::nl), Contains("Noem de webhook"));
    CHECK_THAT(mistake_in({.act = "forget", .names = {"a"}}, Language::nl), Contains("reden"));
}

TEST_CASE("a list tells of each webhook how far it is, and nothing about what is not there", "[cli][webhooks]") {
    auto const text = listed(webhook());
    CHECK_THAT(text, Contains("kaleidos: enabled since 2026-01-05T08:00:00.000Z"));
    CHECK_THAT(text, Contains("hears: transfer.* (client kaleidos)"));
    CHECK_THAT(text, Contains("passed number: 41"));
    CHECK_THAT(text, Contains("behind: 3"));
    CHECK_THAT(text, !Contains("failing since") && !Contains("answer") && !Contains("Enable it again"));
    CHECK_THAT(text, !Contains("passed over"));
    CHECK_THAT(listed(webhook(), Language::nl), Contains("ingeschakeld sinds") && Contains("achterstand: 3"));
}

TEST_CASE("a webhook that is disabled is told with why and how to enable it again", "[cli][webhooks]") {
    auto one = webhook();
    one["state"] = "disabled";
    one["why"] = "Disabled: the receiver says so.";
    auto const text = listed(one);
    CHECK_THAT(text, Contains("kaleidos: DISABLED"));
    CHECK_THAT(text, Contains("why: Disabled: the receiver says so."));
    CHECK_THAT(text, Contains("wetbode webhooks enable kaleidos --reason"));
}

TEST_CASE("events that were passed over are told one by one, with both ways to go on", "[cli][webhooks]") {
    auto one = webhook();
    one["passed_over"] = {{"count", 2},
                          {"oldest",
                           {{{"sequence", 12},
                             {"since", "2026-01-05T08:00:00.000Z"},
                             {"tries", 6},
                             {"status", 422},
                             {"error", "no such\x1b dossier"}},
                            {{"sequence", 15},
                             {"since", "2026-01-05T09:00:00.000Z"},
                             {"tries", 7},
                             {"status", nullptr},
                             {"error", nullptr}}}}};
    auto const text = listed(one);
    CHECK_THAT(text, Contains("not taken and passed over: 2"));
    CHECK_THAT(text, Contains("number 12: HTTP 422, 6 tries since 2026-01-05T08:00:00.000Z: no such"));
    CHECK_THAT(text, Contains("number 15: no answer, 7 tries since"));
    CHECK_THAT(text, Contains("wetbode webhooks replay kaleidos --after 11 --reason"));
    CHECK_THAT(text, Contains("wetbode webhooks forget kaleidos --reason"));
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK_THAT(listed(one, Language::nl), Contains("overgeslagen: 2") && Contains("nummer 12"));
}

TEST_CASE("only those that were named are listed", "[cli][webhooks]") {
    auto other = webhook();
    other["name"] = "krab";
    auto const all = json{{"webhooks", {webhook(), other}}}.dump();
    CHECK_THAT(webhook_list_report(all, {"krab"}, Language::en), Contains("krab:") && !Contains("kaleidos:"));
    CHECK(webhook_list_report(all, {"nobody"}, Language::en) == "No webhooks.\n");
    CHECK(webhook_list_report(R"({"webhooks":[]})", {}, Language::nl) == "Geen webhooks.\n");
}

TEST_CASE("a test tells whether it was taken, by what answer and in which time", "[cli][webhooks]") {
    auto const taken =
        webhook_test_report(R"({"taken":true,"status":204,"answer":null,"milliseconds":12})", "kaleidos", Language::en);
    CHECK(taken.taken);
    CHECK(taken.text == "kaleidos: taken (HTTP 204, 12 ms)\n");
    auto const silent = webhook_test_report(
        R"({"taken":false,"status":null,"answer":"no answer","milliseconds":15000})", "kaleidos", Language::nl);
    CHECK_FALSE(silent.taken);
    CHECK(silent.text == "kaleidos: NIET aangenomen (geen antwoord, 15000 ms)\n  no answer\n");
}

TEST_CASE("an answer that is none of ours is shown as it came, and never counts as taken", "[cli][webhooks]") {
    CHECK(webhook_list_report("<html>", {}, Language::en) == "<html>\n");
    CHECK(webhook_report("[]", Language::en) == "[]\n");
    CHECK_FALSE(webhook_test_report("<html>", "kaleidos", Language::en).taken);
    CHECK_FALSE(webhook_test_report(R"({"taken":"yes"})", "kaleidos", Language::en).taken);
    auto odd = webhook();
    odd["passed_over"] = {{"count", "many"}, {"oldest", {7}}};
    CHECK_THAT(listed(odd), Contains("kaleidos: enabled"));
}
