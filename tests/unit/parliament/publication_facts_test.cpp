// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/parliament/document.hpp"
#include "adapters/parliament/publication_facts.hpp"
#include "adapters/parliament/statuses.hpp"

#include <algorithm>
#include <map>

using namespace wetbode;
using namespace wetbode::parliament;

namespace {

using Facts = std::vector<PublicationFact>;

Facts facts(std::map<std::string, std::string> const& members) {
    return facts_in([&](char const* member) {
        auto const found = members.find(member);
        return found == members.end() ? std::string() : found->second;
    });
}

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
