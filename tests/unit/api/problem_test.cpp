// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/api/language.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/base/files.hpp"

#include <algorithm>

using namespace wetbode;
using namespace wetbode::api;

namespace {

Language language_for(std::string const& accept) {
    return language_of({{"accept-language", accept}});
}
std::string body_of(Response const& response) {
    return std::get<std::string>(response.body);
}
bool has(Response const& response, std::string const& text) {
    return body_of(response).find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("every code of the table has sentences in both languages and a sound status", "[api]") {
    for (auto const& kind : problem_kinds()) {
        CAPTURE(kind.code);
        CHECK(kind.status >= 400);
        CHECK(kind.status < 600);
        for (auto const& text : {kind.title, kind.detail, kind.remedy}) {
            CHECK_FALSE(text.nl.empty());
            CHECK_FALSE(text.en.empty());
        }
    }
    auto const kinds = problem_kinds();
    auto const same = [](auto const& a, auto const& b) { return a.code == b.code; };
    CHECK(std::adjacent_find(kinds.begin(), kinds.end(), same) == kinds.end());
}

TEST_CASE("the description that partners read tells the status of every code of the table", "[api]") {
    auto const description = read_file(WETBODE_SOURCE_DIR "/gateway/api/openapi.yaml", 1 << 20);
    for (auto const& kind : problem_kinds()) {
        CAPTURE(kind.code);
        auto const row = description.find("const: " + std::string(kind.code));
        REQUIRE(row != std::string::npos);
        CHECK(description.substr(row, 80).find("title: \"" + std::to_string(kind.status)) != std::string::npos);
    }
}

TEST_CASE("the language of an answer follows the highest weight, Dutch by default", "[api]") {
    CHECK(language_of({}) == Language::nl);
    CHECK(language_for("en") == Language::en);
    CHECK(language_for("en-GB, nl;q=0.9") == Language::en);
    CHECK(language_for("fr, nl;q=0.8, en;q=0.7") == Language::nl);
    CHECK(language_for("nl;q=0.3 , en;q=0.35") == Language::en);
    CHECK(language_for("*") == Language::nl);
    CHECK(language_for("english") == Language::nl);
    CHECK(language_for("en;q=0") == Language::nl);
    CHECK(language_for(";;,,q=,en;q=x") == Language::nl);
}

TEST_CASE("a refusal becomes a problem document with its faults", "[api]") {
    Refusal refusal;
    refusal.code = "DOCUMENT_INVALID";
    refusal.detail = {"twee fouten", "two faults"};
    refusal.faults.push_back(
        {"XSD.CONTENT", Severity::error, "a.xml", 12, 3, "/a/b", "art_1", {"mist", "misses"}, "\xFF"});
    refusal.more_faults = true;

    auto const response = problem(refusal, {Language::en, "/v1/submissions/1"});

    CHECK(response.status == 422);
    CHECK(has(response, "\"type\":\"urn:wetbode:problem:DOCUMENT_INVALID\""));
    CHECK(has(response, "\"detail\":\"two faults\""));
    CHECK(has(response, "\"title\":\"Document invalid\""));
    CHECK(has(response, "\"message\":\"misses\""));
    CHECK(has(response, "\"nearest_id\":\"art_1\""));
    CHECK(has(response, "\"more_faults\":true"));
    CHECK(has(problem(refusal, {Language::nl, {}}), "\"message\":\"mist\""));
}

TEST_CASE("a code that the table does not know is about what was sent", "[api]") {
    CHECK(status_of("SOMETHING_NEW") == 422);
    CHECK(status_of("KEY_REUSED") == 422);
    CHECK(status_of("TRANSFER_STATE") == 409);
}

TEST_CASE("a 503 tells when to come back and a 401 how to prove oneself", "[api]") {
    auto const has_header = [](Response const& response, std::string const& name) {
        return std::any_of(response.headers.begin(), response.headers.end(),
                           [&](auto const& header) { return header.first == name; });
    };
    CHECK(has_header(problem(door_refusal("OUTAGE"), {}), "Retry-After"));
    CHECK(has_header(problem(door_refusal("CREDENTIALS"), {}), "WWW-Authenticate"));
}
