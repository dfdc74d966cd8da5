// SPDX-License-Identifier: EUPL-1.2
// /v1/rules, and verdicts with advice, on a catalogue with one type and one rule.
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "doubles/made_files_policy.hpp"
#include "doubles/memory_ledger.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/api/api.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

using namespace wetbode;

namespace {

CatalogueSettings memos_in(std::filesystem::path const& folder) {
    auto const place = folder / "memo" / "1";
    std::filesystem::create_directories(place);
    std::ofstream(place / "type.toml") << R"(name = "memo"
version = "1"
title_nl = "nota"
title_en = "memo"
root_uri = "urn:test:memo"
root_local = "memo"
xsd = "memo.xsd"
rules = ["rules.toml"]
)";
    std::ofstream(place / "rules.toml") << R"([[rule]]
id = "MEMO.UNFINISHED"
check = "text.unfinished"
severity = "warning"
title_nl = "af"
title_en = "finished"
text_nl = "nog {text}"
text_en = "still {text}"
owner = "memo"
source_nl = "huis"
source_en = "house"
)";
    std::ofstream(place / "memo.xsd") << R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
        targetNamespace="urn:test:memo"><xs:element name="memo" type="xs:string"/></xs:schema>)";
    return {.schemas = folder};
}

struct House {
    TemporaryFolder spool;
    TemporaryFolder schemas;
    FakeClock clock;
    MemoryLedger ledger;
    AccessPolicy access{{{CounterpartName{"parliament"}, {AccessLevel::publiek}}}};
    Routes routes{{{"all", std::nullopt, "", "", {{"parliament"}}, true}}};
    Catalogue catalogue{memos_in(schemas.path())};
    FileCheck files{plain_text_policy()};
    Completeness completeness{{}};
    Intake intake{ledger, {catalogue, files, routes, access, completeness}};
    Feed feed{ledger, access, {"http://gateway.example", 500}};
    api::Api api{api::ApiParts{intake, ledger, catalogue, feed, access, clock, {}, spool.path(),
                               "http://gateway.example", [] { return std::string(); },
                               [] { return api::HealthReport{}; }, {}, [](std::string_view, api::LogFields const&) {}}};

    api::Response ask(std::string const& type, std::string const& language, std::string const& etag = "") {
        api::Request request;
        request.method = "GET";
        request.path = "/v1/rules";
        if (!type.empty()) request.query["type"] = type;
        request.headers = {{"host", "localhost:8460"}, {"accept-language", language}};
        if (!etag.empty()) request.headers["if-none-match"] = etag;
        return api.open(request)->finish();
    }
};

std::string body_of(api::Response const& response) { return std::get<std::string>(response.body); }

std::string etag_of(api::Response const& response) {
    for (auto const& [name, value] : response.headers)
        if (name == "ETag") return value;
    return {};
}

}  // namespace

TEST_CASE("the rules are listed in the language of the caller", "[api]") {
    House house;

    auto const english = nlohmann::json::parse(body_of(house.ask("", "en")));
    auto const dutch = nlohmann::json::parse(body_of(house.ask("memo", "nl")));

    REQUIRE(english["rules"].size() == 1);
    CHECK(english["rules"][0]["id"] == "MEMO.UNFINISHED");
    CHECK(english["rules"][0]["severity"] == "warning");
    CHECK(english["rules"][0]["types"] == nlohmann::json::array({"memo"}));
    CHECK(english["rules"][0]["text"] == "still {text}");
    CHECK(dutch["rules"][0]["text"] == "nog {text}");
    CHECK(dutch["rules"][0]["source"] == "huis");
}

TEST_CASE("every other code of an answer is listed beside the rules", "[api]") {
    House house;
    auto const kind_of = [](nlohmann::json const& body, std::string const& id) {
        for (auto const& code : body.at("codes"))
            if (code.at("id") == id) return code.at("kind").get<std::string>();
        return std::string();
    };

    auto const all = nlohmann::json::parse(body_of(house.ask("", "nl")));
    auto const of_memo = nlohmann::json::parse(body_of(house.ask("memo", "en")));

    CHECK(kind_of(all, "XSD.CONTENT") == "schema");
    CHECK(kind_of(all, "LETTER.POSTCODE") == "letter");
    CHECK(kind_of(all, "KEY_REUSED") == "refusal");
    CHECK(kind_of(of_memo, "XML.ENCODING") == "xml");
    CHECK(kind_of(of_memo, "LETTER.POSTCODE").empty());
    CHECK(all["codes"][0]["title"] != of_memo["codes"][0]["title"]);
}

TEST_CASE("the list of rules has an entity tag for each language", "[api]") {
    House house;
    auto const etag = etag_of(house.ask("", "en"));

    CHECK(house.ask("", "en", etag).status == 304);
    CHECK(body_of(house.ask("", "en", etag)).empty());
    CHECK(house.ask("", "nl", etag).status == 200);
}

TEST_CASE("rules of a document type that does not exist are not an empty list", "[api]") {
    House house;
    CHECK(house.ask("nota", "en").status == 400);
}
