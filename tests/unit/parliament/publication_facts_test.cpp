// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/parliament/document.hpp"
#include "adapters/parliament/publication_facts.hpp"
#include "adapters/parliament/statuses.hpp"
#include "adapters/parliament/strange_members.hpp"

#include <algorithm>

using namespace wetbode;
using namespace wetbode::parliament;

namespace {

using Facts = std::vector<PublicationFact>;

PublicationWords const words;

Facts facts(Members const& members) { return words.facts_in(members); }
Facts facts_of_status(std::string_view status, std::string_view date) { return words.facts_of_status(status, date); }

/// The publication items among the news of this answer.
std::vector<NewsItem> told(std::string const& body) {
    auto const entries = status_entries(body);
    REQUIRE(entries.has_value());
    auto news = news_of(*entries, {});
    std::erase_if(news, [](auto const& item) { return item.publication.empty(); });
    return news;
}

}  // namespace

TEST_CASE("a numac is read as a number and as a string", "[parliament]") {
    auto const news = told(R"({"documenten":[
        {"pobj":4711,"status":"ingediend","datum":"2026-05-01T10:00:00Z","numac":2026004711},
        {"pobj":"4712","status":"ingediend","datum":"2026-05-01T10:00:00Z","numac":"2026004712"}]})");

    REQUIRE(news.size() == 2);
    CHECK(news[0].reference == "4711");
    CHECK(news[0].publication == Facts{{"numac", "2026004711"}});
    CHECK(news[1].publication == Facts{{"numac", "2026004712"}});
    CHECK_FALSE(news[0].status);
}

TEST_CASE("the vote in plenary session is the day of adoption, in Belgium", "[parliament]") {
    auto const news = told(R"({"statussen":[{"status":"ingediend","datum":"2026-05-01T10:00:00Z"},
        {"pobj":"1","status":"aangenomen in plenaire vergadering","datum":"2025-06-24T22:30:00.000000Z"}]})");

    REQUIRE(news.size() == 1);
    CHECK(news[0].publication == Facts{{"adopted", "2025-06-25"}});
}

TEST_CASE("ratification, promulgation and publication are told by their status", "[parliament]") {
    CHECK(facts_of_status("Bekrachtigd en afgekondigd", "2026-07-10") ==
          Facts{{"ratified", "2026-07-10"}, {"promulgated", "2026-07-10"}});
    CHECK(facts_of_status("gepubliceerd in het Belgisch Staatsblad", "2026-10-02") ==
          Facts{{"published", "2026-10-02"}});
    CHECK(facts_of_status("te behandelen in commissie", "2026-10-02").empty());
    CHECK(facts_of_status("bekrachtigd", "morgen").empty());
}

TEST_CASE("what has not its form is left out, and the rest is kept", "[parliament]") {
    CHECK(facts({{"numac", "12"}, {"eli", "nergens"}, {"staatsblad", "2026-10-02"}}) ==
          Facts{{"published", "2026-10-02"}});
    CHECK(facts({}).empty());
}

TEST_CASE("an ELI tells its numac, and a document is cited by number and session", "[parliament]") {
    auto const eli = "http://www.ejustice.just.fgov.be/eli/decreet/2026/10/02/2026004711";
    CHECK(facts({{"staatsblad", eli}}) == Facts{{"eli", eli}, {"numac", "2026004711"}});
    CHECK(facts({{"nummer", "412"}, {"zittingsjaar", "2025-2026"}, {"volgnummer", "5"}}) ==
          Facts{{"document", "412 (2025-2026) nr. 5"}});
    CHECK(facts({{"nummer", "412"}}).empty());
}

TEST_CASE("the same status that tells more is another item, and that which tells the same is not", "[parliament]") {
    auto const key = [](std::string const& more) {
        return told(R"({"statussen":[{"pobj":"1","status":"bekrachtigd","datum":"2026-07-10")" + more + "}]}")[0].key;
    };

    CHECK(key("") == key(""));
    CHECK(key("") != key(R"(,"numac":"2026004711")"));
}

TEST_CASE("a member is known in whatever spelling", "[parliament]") {
    CHECK(facts({{"Numac_Nummer", "2026004711"}}) == Facts{{"numac", "2026004711"}});
    CHECK(facts({{"publicatieDatum", "2026-10-02"}}) == Facts{{"published", "2026-10-02"}});
    CHECK(words.reads("ELI"));
    CHECK_FALSE(words.reads("spoed"));
}

TEST_CASE("how the Parliament calls them is a setting", "[parliament]") {
    PublicationWords const other(" numac : BS nummer ;adopted: stemdatum,", "published : Verschenen (BS)");

    CHECK(other.facts_in({{"bs-nummer", "2026004711"}, {"stemdatum", "2026-06-24T22:30:00Z"}, {"numac", "1"}}) ==
          Facts{{"numac", "2026004711"}, {"adopted", "2026-06-25"}});
    CHECK(other.facts_of_status("verschenen (BS)", "2026-10-02") == Facts{{"published", "2026-10-02"}});
    CHECK(other.facts_of_status("bekrachtigd", "2026-10-02").empty());
    CHECK_THROWS_WITH(PublicationWords("numak: x", ""), "publication_members: \"numak: x\": there is no key \"numak\"");
    CHECK_THROWS_AS(PublicationWords("numac", ""), std::invalid_argument);
    CHECK_THROWS_AS(PublicationWords("", "numac: x"), std::invalid_argument);
    CHECK_THROWS_AS(PublicationWords("numac: --", ""), std::invalid_argument);
}

TEST_CASE("a member of a status that nobody reads is told once", "[parliament]") {
    std::vector<std::string> told;
    StrangeMembers strange([&](std::string_view event, auto const& fields) {
        told.push_back(std::string(event) + ' ' + fields.at(0).second + ' ' + fields.at(1).second);
    });
    auto const entries = status_entries(R"({"statussen":[
        {"pobj":1,"status":"ingediend","datum":"d","spoed":true,"numac":1,"commissie":{"naam":"x"}},
        {"pobj":1,"status":"bekrachtigd","datum":"d","spoed":false}]})");
    REQUIRE(entries);

    strange.note(*entries, "status");
    strange.note(*entries, "status");

    CHECK(told == std::vector<std::string>{"counterpart.unknown_member status commissie",
                                           "counterpart.unknown_member status spoed"});
}

TEST_CASE("whoever invents members without end is not told without end", "[parliament]") {
    int told = 0;
    StrangeMembers strange([&](std::string_view, auto const&) { ++told; });
    for (int i = 0; i < 1000; ++i)
        strange.note({{.pobj = "1", .status = "x", .strange = {"m" + std::to_string(i)}}}, "status");
    CHECK(told == 100);
}
