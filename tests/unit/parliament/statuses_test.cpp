// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/parliament/statuses.hpp"
#include "gateway/base/rfc3339.hpp"

#include <nlohmann/json.hpp>

using namespace wetbode;
using namespace wetbode::parliament;

TEST_CASE("a dossier that was not registered is news of a refusal for its transfer", "[parliament]") {
    auto const entries = status_entries(
        R"({"documenten":[{"pobj":8765,"status":"niet ingeschreven","datum":"2024-09-09T14:50:00.000000Z"}]})");
    REQUIRE(entries);

    auto const news = news_of(*entries, {{{"t-1"}, "8765", {}}});

    REQUIRE(news.size() == 1);
    CHECK(news[0].kind == "refused");
    CHECK(news[0].transfer.text == "t-1");
    CHECK(news[0].reference == "8765");
    CHECK(news[0].key == "8765:niet ingeschreven:2024-09-09T14:50:00.000000Z");
    CHECK(!news[0].why.nl.empty());
}

TEST_CASE("a renumbered dossier is recognised by its old number, and both are told", "[parliament]") {
    auto const entries =
        status_entries(R"({"documenten":[{"pobj":9876,"pobj_vorig":"5678","status":"ingediend","datum":"d"}]})");
    REQUIRE(entries);

    auto const news = news_of(*entries, {{{"t-2"}, "", {{"pobj", "5678"}}}});

    REQUIRE(news.size() == 1);
    CHECK(news[0].kind == "status");
    CHECK(news[0].transfer.text == "t-2");
    auto const data = nlohmann::json::parse(news[0].data);
    CHECK(data["pobj"] == "9876");
    CHECK(data["pobj_vorig"] == "5678");
}

TEST_CASE("one bad item does not hide the others, and what is no list is told apart from an empty one",
          "[parliament]") {
    auto const entries = status_entries(R"({"documenten":[5,{"pobj":1},{"pobj":2,"status":"ingediend","datum":"d"}]})");
    REQUIRE(entries);
    CHECK(entries->size() == 1);
    CHECK(status_entries(R"({"statussen":[]})")->empty());
    CHECK(!status_entries("<html>"));
    CHECK(!status_entries("{}"));
}

TEST_CASE("the days asked for reach back to the last look", "[parliament]") {
    auto const now = from_rfc3339("2026-01-15T08:00:00Z").value();

    CHECK(days_back("", now, 30) == 30);
    CHECK(days_back("nonsense", now, 30) == 30);
    CHECK(days_back("2026-01-15T07:00:00.000Z", now, 30) == 2);
    CHECK(days_back("2026-01-05T07:00:00.000Z", now, 30) == 12);
    CHECK(days_back("2025-01-05T07:00:00.000Z", now, 30) == 30);
    CHECK(days_back("2027-01-05T07:00:00.000Z", now, 30) == 30);
}
