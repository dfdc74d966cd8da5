// SPDX-License-Identifier: EUPL-1.2
// Receipts asked for again: as JSON the same bytes, on paper as PDF, and only by those who may see them.
#include <catch2/catch.hpp>

#include "unit/api/house.hpp"

using namespace wetbode;

namespace {

std::string refused_place(House& house, std::string const& who = "") {
    auto const answer = house.submit("bad", form({{"a.xml", "<memo/>"}}, "intern-secretarie"), who);
    REQUIRE(answer.status == 422);
    return "/v1/submissions/" + header(answer, "Wetbode-Submission") + "/receipt";
}

api::Headers const paper{{"accept", "application/pdf"}};

}  // namespace

TEST_CASE("a receipt can be asked for again, and its bytes are those of the first answer", "[api][receipt]") {
    House house;
    auto const first = house.submit("key", form({{"a.txt", "aaa"}}));

    auto const again = house.ask("GET", header(first, "Location") + "/receipt");

    CHECK(again.status == 200);
    CHECK(text_of(again) == text_of(first));
    CHECK(header(again, "Content-Type") == "application/json");
    CHECK(header(again, "ETag") == "\"" + sha256(text_of(first)).hex() + "\"");
    auto const unchanged =
        house.ask("GET", header(first, "Location") + "/receipt", "", "", {{"if-none-match", header(again, "ETag")}});
    CHECK(unchanged.status == 304);
    CHECK(text_of(unchanged).empty());
}

TEST_CASE("who asks for PDF gets the printer's paper, in his language", "[api][receipt]") {
    House house;
    auto const place = header(house.submit("key", form({{"a.txt", "aaa"}})), "Location") + "/receipt";

    auto const english = house.ask("GET", place, "", "", paper);
    auto const dutch = house.ask("GET", place, "", "",
                                 {{"accept", "application/pdf, application/json;q=0.5"}, {"accept-language", "nl"}});

    CHECK(english.status == 200);
    CHECK(header(english, "Content-Type") == "application/pdf");
    CHECK(header(english, "Wetbode-Seal-Level") == "PAdES-B-T");
    CHECK(header(english, "Cache-Control") == "no-store");
    CHECK(says(english, "%PDF en admitted"));
    CHECK(says(dutch, "%PDF nl admitted"));
    CHECK(header(dutch, "Content-Language") == "nl");
    CHECK(header(house.ask("GET", place, "", "", {{"accept", "*/*"}}), "Content-Type") == "application/json");
    CHECK(header(house.ask("GET", place, "", "", {{"accept", "text/html"}}), "Content-Type") == "application/json");
}

TEST_CASE("a refused submission has a notice of why, in both forms", "[api][receipt]") {
    House house;
    auto const place = refused_place(house);

    auto const notice = house.ask("GET", place);

    CHECK(notice.status == 200);
    CHECK(says(notice, "\"refusal\":{"));
    CHECK(says(notice, "\"nl\":"));
    CHECK(says(notice, "\"key\":\"bad\""));
    CHECK(text_of(notice) == text_of(house.ask("GET", place)));
    CHECK(says(house.ask("GET", place, "", "", paper), "%PDF en refused"));
}

TEST_CASE("only the sender and an administrator get a receipt", "[api][receipt]") {
    House house(people);
    auto const place = header(house.submit("key", form({{"a.txt", "aaa"}}), "kaleidos"), "Location") + "/receipt";
    for (auto const& headers : {api::Headers{}, paper}) {
        CHECK(house.ask("GET", place, "kaleidos", "", headers).status == 200);
        CHECK(house.ask("GET", place, "chief", "", headers).status == 200);
        CHECK(house.ask("GET", place, "other", "", headers).status == 404);
        CHECK(house.ask("GET", place, "clerk", "", headers).status == 403);
        CHECK(house.ask("GET", place, "", "", headers).status == 401);
    }
    CHECK(says(house.ask("GET", "/v1/submissions/none/receipt", "chief", "", paper), "SUBMISSION_UNKNOWN"));
}

TEST_CASE("printing takes the slow lane, and an outage there is told as one", "[api][receipt]") {
    House house;
    auto const place = header(house.submit("key", form({{"a.txt", "aaa"}})), "Location") + "/receipt";
    Request request;
    request.method = "GET";
    request.path = place;
    request.headers = {{"host", "localhost:8460"}};
    CHECK(house.api->open(request)->pace() == api::Pace::quick);
    request.headers["accept"] = "application/pdf";
    CHECK(house.api->open(request)->pace() == api::Pace::check);

    house.ill = true;

    auto const away = house.ask("GET", place, "", "", paper);
    CHECK(away.status == 503);
    CHECK_FALSE(header(away, "Retry-After").empty());
}

TEST_CASE("who asks for too many new receipts on paper is told when to come back", "[api][receipt]") {
    House house;
    auto const place = header(house.submit("key", form({{"a.txt", "aaa"}})), "Location") + "/receipt";
    house.print_later = std::chrono::seconds{90};

    auto const answer = house.ask("GET", place, "", "", paper);

    CHECK(answer.status == 429);
    CHECK(header(answer, "Retry-After") == "90");
    CHECK(says(answer, "RECEIPTS_TOO_MANY"));
    CHECK(house.ask("GET", place).status == 200);
}
