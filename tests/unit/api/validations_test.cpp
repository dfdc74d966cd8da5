// SPDX-License-Identifier: EUPL-1.2
// What a check without handing in answers, and in which form.
#include <catch2/catch.hpp>

#include "gateway/api/weights.hpp"
#include "unit/api/house.hpp"

#include <array>

using namespace wetbode;

namespace {

Response check(House& house, std::string const& text, std::string const& accept = "", std::string const& query = "") {
    api::Headers headers{{"content-type", "application/xml"}};
    if (!accept.empty()) headers["accept"] = accept;
    return house.ask("POST", "/v1/validations" + query, "", text, headers);
}

}  // namespace

TEST_CASE("a check of a form tells the verdict of every file and stores nothing", "[api]") {
    House house;
    auto const sent = form({{"a.txt", std::string(100'000, 'a')}, {"b.txt", ""}});
    auto const answer = house.ask("POST", "/v1/validations", "", sent,
                                  {{"content-type", "multipart/form-data; boundary=b"}});

    CHECK(answer.status == 200);
    CHECK_FALSE(says(answer, "\"valid\":false"));  // a warning refuses nothing
    CHECK(says(answer, "\"file\":\"a.txt\""));
    CHECK((says(answer, "\"code\":\"FILE.EMPTY\"") && says(answer, "\"severity\":\"warning\"")));
    CHECK(house.ledger.transfers({}).empty());
    CHECK(files_in(house.spool.path()) == 0);
}

TEST_CASE("a check of one document of an unknown type says so", "[api]") {
    House house;
    auto const answer =
        house.ask("POST", "/v1/validations", "", "<unknown/>", {{"content-type", "application/xml; charset=utf-8"}});

    CHECK(answer.status == 200);
    CHECK(says(answer, "\"valid\":false"));
    CHECK(says(answer, "DOCUMENT_TYPE.UNKNOWN"));
}

TEST_CASE("a check of one document tells its type and its faults", "[api]") {
    House house;
    auto const check = [&](std::string const& path, std::string const& line) {
        return house.ask("POST", path, "", "<memo xmlns=\"urn:test:memo\">" + line + "</memo>",
                         {{"content-type", "application/xml"}});
    };

    auto const good = check("/v1/validations", "<line>" + std::string(100'000, 'a') + "</line>");
    CHECK(says(good, "\"valid\":true"));
    CHECK(says(good, "\"document_type\":\"memo\""));
    CHECK(files_in(house.spool.path()) == 0);
    auto const bad = check("/v1/validations?type=memo", "<other/>");
    CHECK(bad.status == 200);
    CHECK(says(bad, "\"valid\":false"));
    CHECK(says(bad, "\"severity\":\"error\""));
}

TEST_CASE("a document with warnings alone is valid and tells them", "[api]") {
    House house;
    auto const answer = check(house, "<memo xmlns=\"urn:test:memo\"><line>[invullen]</line></memo>");
    CHECK(says(answer, "\"valid\":true"));
    CHECK(says(answer, "MEMO.UNFINISHED"));
    CHECK(says(answer, "\"severity\":\"warning\""));
}

TEST_CASE("a check of one document tells the refusal that its submission would get", "[api]") {
    House house;
    auto const bad = check(house, "<memo xmlns=\"urn:test:memo\"><other/></memo>");
    CHECK(says(bad, "\"refusal\":{\"code\":\"DOCUMENT_INVALID\""));
    CHECK_FALSE(says(check(house, "<memo xmlns=\"urn:test:memo\"><line/></memo>"), "\"refusal\""));
}

TEST_CASE("a check of a form names the file of each verdict", "[api]") {
    House house;
    auto const memo = std::string("<memo xmlns=\"urn:test:memo\"><other/></memo>");
    auto text = form({{"a.xml", memo}});
    text.replace(text.find("text/plain"), 10, "application/xml");
    auto const answer =
        house.ask("POST", "/v1/validations", "", text, {{"content-type", "multipart/form-data; boundary=b"}});
    CHECK(says(answer, "\"file\":\"a.xml\""));
    CHECK(says(answer, "\"refusal\":{\"code\":\"DOCUMENT_INVALID\""));
    CHECK(house.ledger.transfers({}).empty());
}

TEST_CASE("an empty type is no type: the root element tells it", "[api]") {
    House house;
    CHECK(says(check(house, "<memo xmlns=\"urn:test:memo\"><line/></memo>", "", "?type="), "\"valid\":true"));
}

TEST_CASE("the verdict on one document comes in the form that is asked for", "[api]") {
    House house;
    std::string const memo = "<memo xmlns=\"urn:test:memo\"><other/></memo>";

    auto const sarif = check(house, memo, "application/sarif+json");
    CHECK(header(sarif, "Content-Type") == "application/sarif+json");
    CHECK(says(sarif, "\"version\":\"2.1.0\""));
    CHECK(says(sarif, "\"ruleId\":\"XSD."));
    auto const svrl = check(house, memo, "text/html, application/xml;q=0.9");
    CHECK(header(svrl, "Content-Type") == "application/xml");
    CHECK(says(svrl, "title=\"memo/1\""));
    CHECK(says(svrl, "id=\"XSD."));
    CHECK(header(check(house, memo, "*/*"), "Content-Type") == "application/json");
    CHECK(header(check(house, memo, "image/png"), "Content-Type") == "application/json");
}

TEST_CASE("the most exact range of Accept decides, then the weight, then our own order", "[api]") {
    std::array<std::string_view, 2> const forms{"application/json", "application/xml"};
    auto const [accept, wanted] = GENERATE(table<std::string, std::string>({
        {"", "application/json"},
        {"application/*", "application/json"},
        {"application/xml", "application/xml"},
        {"APPLICATION/XML;charset=utf-8", "application/xml"},
        {"*/*;q=0.1, application/xml", "application/xml"},
        {"application/json;q=0.2, application/xml;charset=utf-8;q=0.3", "application/xml"},
        {"application/xml;q=0, */*", "application/json"},
        {"application/json;q=0, */*", "application/xml"},
        {"application/xml;q=x", "application/json"},
    }));
    CAPTURE(accept);
    CHECK(api::wanted_form({{"accept", accept}}, forms) == wanted);
}
