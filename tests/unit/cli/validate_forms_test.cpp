// SPDX-License-Identifier: EUPL-1.2
// The forms of `validate` for other programs: one document each, whatever was found.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/xml/door.hpp"
#include "unit/cli/desk.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <map>

using namespace wetbode;
using nlohmann::json;

namespace {

std::vector<std::filesystem::path> four_documents(Desk const& desk) {
    return {desk.write("a.xml", good_memo), desk.write("b.xml", bad_memo), desk.folder.path() / "weg.xml",
            desk.write("d & \"e\".xml", warned_memo)};
}

class Counter final : public xml::Sink {
public:
    void start_element(xml::Element const& element) override { ++elements[std::string(element.local)]; }
    std::map<std::string, int> elements;
};

}  // namespace

TEST_CASE("as JSON every document is one value in a list", "[cli]") {
    Desk desk;
    CHECK(desk.validate({.files = four_documents(desk), .format = "json"}) == cli::unavailable);
    auto const all = json::parse(desk.said());
    REQUIRE(all.size() == 4);
    CHECK(all[0]["file"] == "a.xml");
    CHECK(all[0]["valid"] == true);
    CHECK(all[0]["document_type"] == "memo");
    CHECK(all[1]["valid"] == false);
    CHECK(all[1]["faults"][0]["code"] == "XSD.UNKNOWN_ELEMENT");
    CHECK(all[1]["faults"][0]["severity"] == "error");
    CHECK(all[1]["faults"][0]["message"].contains("nl"));
    CHECK(all[2]["valid"] == false);
    CHECK(all[2]["unread"]["en"] == "there is no such file");
    CHECK(all[3]["valid"] == true);
    CHECK(all[3]["faults"][0]["severity"] == "warning");
}

TEST_CASE("as SVRL all documents stand in one well-formed report, each under its name", "[cli]") {
    Desk desk;
    CHECK(desk.validate({.files = four_documents(desk), .format = "svrl"}) == cli::unavailable);
    Counter counter;
    std::array<xml::Sink*, 1> const sinks{&counter};
    REQUIRE(xml::read(content_of(desk.out.str()), {}, sinks));
    CHECK(counter.elements["schematron-output"] == 1);
    CHECK(counter.elements["active-pattern"] == 9);
    CHECK(counter.elements["failed-assert"] == 2);
    CHECK_THAT(desk.out.str(), Catch::Contains("d%20%26%20%22e%22.xml\""));
}

TEST_CASE("as SARIF all documents stand in one run", "[cli]") {
    Desk desk;
    CHECK(desk.validate({.files = four_documents(desk), .format = "sarif"}) == cli::unavailable);
    auto const run = json::parse(desk.out.str()).at("runs").at(0);
    REQUIRE(run["results"].size() == 2);
    CHECK(run["results"][0]["ruleId"] == "XSD.UNKNOWN_ELEMENT");
    CHECK(run["results"][1]["level"] == "warning");
    CHECK(run["artifacts"].size() == 3);
    CHECK(run["invocations"][0]["executionSuccessful"] == false);
    CHECK(run["tool"]["driver"]["rules"].size() == 2);
}

TEST_CASE("a form for programs carries no sum and no colour", "[cli]") {
    Desk desk;
    desk.colours = true;
    auto const* const format = GENERATE("json", "svrl", "sarif");
    CHECK(desk.validate({.files = {desk.write("a.xml", bad_memo)}, .format = format}) == cli::negative);
    CHECK(desk.out.str().find('\033') == std::string::npos);
    CHECK(desk.out.str().find("bestand:") == std::string::npos);
}
