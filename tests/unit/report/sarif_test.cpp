// SPDX-License-Identifier: EUPL-1.2
// A SARIF log as its readers need it: section numbers are those of SARIF 2.1.0.
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/report/sarif.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

using namespace wetbode;
using nlohmann::json;

namespace {

struct Memos {
    TemporaryFolder folder;
    Memos() {
        auto const place = folder.path() / "memo" / "1";
        std::filesystem::create_directories(place);
        std::ofstream(place / "type.toml")
            << "name = \"memo\"\nversion = \"1\"\ntitle_nl = \"nota\"\ntitle_en = \"memo\"\n"
               "root_uri = \"urn:test:memo\"\nroot_local = \"memo\"\nxsd = \"memo.xsd\"\nrules = [\"rules.toml\"]\n";
        std::ofstream(place / "rules.toml")
            << "[[rule]]\nid = \"MEMO.UNFINISHED\"\ncheck = \"text.unfinished\"\nseverity = \"warning\"\n"
               "title_nl = \"af\"\ntitle_en = \"finished\"\ntext_nl = \"nog {text}\"\ntext_en = \"still {text}\"\n"
               "owner = \"memo\"\nsource_nl = \"AKN-NC 1.0, punt 4\"\nsource_en = \"AKN-NC 1.0, clause 4\"\n";
        std::ofstream(place / "memo.xsd")
            << "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:test:memo\">"
               "<xs:element name=\"memo\" type=\"xs:string\"/></xs:schema>";
    }
};

Verdict verdict_of(std::vector<Fault> faults) {
    return {.document_type = "memo", .version = "1", .faults = std::move(faults), .akn_level = 1};
}

std::vector<Fault> const three{
    {.code = "XSD.TYPE",
     .line = 4,
     .column = 7,
     .path = "/memo/line[2]/@k",
     .nearest_id = "art_1",
     .message = {"fout \"hier\"", "wrong"},
     .detail = "raw"},
    {.code = "MEMO.UNFINISHED", .severity = Severity::warning, .line = 5, .path = "/memo", .message = {"nog", "still"}},
    {.code = "OTHER.HINT", .severity = Severity::hint, .message = {"tip", "hint"}},
};

/// The run of a log that holds what the standard demands of one.
json run_of(std::string const& text) {
    auto const log = json::parse(text);
    CHECK(log.at("version") == "2.1.0");  // 3.13.2
    REQUIRE(log.at("runs").size() == 1);
    auto run = log["runs"][0];
    auto const& driver = run.at("tool").at("driver");  // 3.14.6, 3.18.2
    CHECK(driver.at("name").is_string());
    std::set<std::string> ids;
    for (auto const& rule : driver.at("rules")) {  // 3.19.23: without doubles
        CHECK(ids.insert(rule.at("id")).second);
        if (rule.contains("helpUri")) CHECK(rule["helpUri"].get<std::string>().starts_with("https://"));
        auto const level = rule.at("defaultConfiguration").at("level").get<std::string>();
        CHECK((level == "error" || level == "warning" || level == "note"));
    }
    for (auto const& invocation : run.at("invocations")) CHECK(invocation.at("executionSuccessful").is_boolean());
    for (auto const& result : run.at("results")) {
        CHECK(ids.contains(result.at("ruleId").get<std::string>()));
        CHECK_FALSE(result.at("message").at("text").get<std::string>().empty());  // 3.27.11
        auto const& physical = result.at("locations").at(0).at("physicalLocation");
        CHECK(physical.at("artifactLocation").at("uri").is_string());
        if (physical.contains("region")) CHECK(physical["region"].at("startLine") >= 1);  // 3.30.5
    }
    return run;
}

}  // namespace

TEST_CASE("every fault is a result with its place and level", "[report]") {
    Memos const memos;
    Catalogue const catalogue({.schemas = memos.folder.path()});
    auto const run = run_of(report::sarif_of("a map/b.xml", verdict_of(three), catalogue, Language::nl));

    auto const& results = run["results"];
    REQUIRE(results.size() == 3);
    CHECK(results[0]["level"] == "error");
    CHECK(results[1]["level"] == "warning");
    CHECK(results[2]["level"] == "note");
    CHECK(results[0]["message"]["text"] == "fout \"hier\"");
    auto const& location = results[0]["locations"][0];
    CHECK(location["physicalLocation"]["artifactLocation"]["uri"] == "a%20map/b.xml");
    CHECK(location["physicalLocation"]["region"] == json({{"startLine", 4}, {"startColumn", 7}}));
    CHECK(location["logicalLocations"][0]["fullyQualifiedName"] == "/memo/line[2]/@k");
    CHECK(location["logicalLocations"][0]["kind"] == "attribute");
    CHECK(results[1]["locations"][0]["physicalLocation"]["region"] == json({{"startLine", 5}}));
    CHECK_FALSE(results[2]["locations"][0]["physicalLocation"].contains("region"));
    CHECK(run["columnKind"] == "unicodeCodePoints");  // as the columns of faults are
    CHECK(run["artifacts"][0]["properties"]["akn_level"] == 1);
}

TEST_CASE("the rules of a log are those of the types in it and the codes that were found", "[report]") {
    Memos const memos;
    Catalogue const catalogue({.schemas = memos.folder.path()});
    auto const run = run_of(report::sarif_of("b.xml", verdict_of(three), catalogue, Language::en));

    auto const& rules = run["tool"]["driver"]["rules"];
    REQUIRE(rules.size() == 3);
    CHECK(rules[0]["id"] == "MEMO.UNFINISHED");
    CHECK(rules[0]["shortDescription"]["text"] == "finished");
    CHECK(rules[0]["defaultConfiguration"]["level"] == "warning");
    CHECK_THAT(rules[0]["helpUri"].get<std::string>(), Catch::Contains("akn-nc"));
    CHECK(rules[2]["id"] == "XSD.TYPE");
    CHECK(rules[2]["helpUri"] == "https://www.w3.org/TR/xmlschema-1/");
}

TEST_CASE("a log of many documents is one, and says which could not be read", "[report]") {
    Memos const memos;
    Catalogue const catalogue({.schemas = memos.folder.path()});
    report::SarifLog log(catalogue, Language::nl);
    auto text = log.opening();
    for (auto const* const name : {"a.xml", "b.xml", "c.xml"}) {
        auto const verdict = verdict_of(name[0] == 'a' ? std::vector<Fault>{} : three);
        text += log.add(name, verdict, report::sarif_results(name, verdict, Language::nl));
    }
    log.note_unread("d.xml", {"weg", "gone"});
    auto const run = run_of(text + log.closing());

    CHECK(run["results"].size() == 6);
    CHECK(run["artifacts"].size() == 3);
    auto const& invocation = run["invocations"][0];
    CHECK(invocation["executionSuccessful"] == false);
    CHECK_THAT(invocation["toolExecutionNotifications"][0]["message"]["text"].get<std::string>(),
               Catch::Contains("weg"));
}

TEST_CASE("what is not UTF-8 in a document does not break the log", "[report]") {
    Memos const memos;
    Catalogue const catalogue({.schemas = memos.folder.path()});
    auto const verdict = verdict_of({{.code = "XML.ENCODING", .message = {"a\xFF", "a\xFF"}, .detail = "\xC3"}});
    CHECK(run_of(report::sarif_of("b\xFF.xml", verdict, catalogue, Language::nl))["results"].size() == 1);
}

TEST_CASE("a path becomes a reference that names it", "[report]") {
    CHECK(report::uri_of("a/b c.xml") == "a/b%20c.xml");
    CHECK(report::uri_of("/tmp/é.xml") == "file:///tmp/%C3%A9.xml");
    CHECK(report::uri_of("a:b.xml") == "a%3Ab.xml");  // else "a" would be a scheme
    CHECK(report::uri_of("50%.xml") == "50%25.xml");
}
