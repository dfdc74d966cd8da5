// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/api/wire.hpp"

using namespace wetbode;
using namespace wetbode::api;

namespace {

struct Outcome {
    Request request;
    std::string code;
};

Outcome read(std::string_view target, std::vector<std::pair<std::string_view, std::string_view>> fields) {
    Outcome outcome;
    fields.emplace_back("Host", "x");
    auto const refusal = read_header({11, "GET", target, std::move(fields)}, outcome.request);
    outcome.code = refusal ? refusal->code : "";
    return outcome;
}

}  // namespace

TEST_CASE("a target is split into path and query, both decoded", "[api]") {
    auto const request = read("/a%20b/c?x=1&y=%C3%A9+z&flag", {}).request;

    CHECK(request.path == "/a b/c");
    CHECK(request.query.at("x") == "1");
    CHECK(request.query.at("y") == "é z");
    CHECK(request.query.at("flag").empty());
}

TEST_CASE("the absolute form of a target replaces Host", "[api]") {
    auto const request = read("http://gateway.example:80/a?b=c", {}).request;

    CHECK(request.path == "/a");
    CHECK(request.query.at("b") == "c");
    CHECK(request.headers.at("host") == "gateway.example:80");
    CHECK(read("*", {}).request.path == "*");
}

TEST_CASE("lists are joined, singletons that occur twice are refused, of others the last wins", "[api]") {
    CHECK(read("/", {{"Accept", "a"}, {"accept", "b"}}).request.headers.at("accept") == "a, b");
    CHECK(read("/", {{"X-Y", "a"}, {"x-y", "b"}}).request.headers.at("x-y") == "b");
    CHECK(read("/", {{"Idempotency-Key", "a"}, {"idempotency-key", "b"}}).code == "HTTP_MALFORMED");
    CHECK(read("/", {{"HOST", "y"}}).code == "HTTP_MALFORMED");
    CHECK(read("/", {{"X", std::string_view("a\0b", 3)}}).code == "HTTP_MALFORMED");
    CHECK(read("/", {{"Content-Length", "12x"}}).code == "HTTP_MALFORMED");
}

TEST_CASE("broken escapes and broken UTF-8 are not decoded", "[api]") {
    CHECK(percent_decoded("a%2Fb") == "a/b");
    for (auto const* bad : {"%", "%4", "%G0", "%00", "%FF", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "%E2%82"}) {
        CAPTURE(bad);
        CHECK_FALSE(percent_decoded(bad).has_value());
    }
    CHECK(is_utf8("\xF0\x9F\x93\x9C"));
    CHECK(percent_encoded("a b/é") == "a%20b%2F%C3%A9");
}

TEST_CASE("no value of a header can break the message", "[api]") {
    Response response;
    response.headers = {{"Good", "1"}, {"Bad", "a\r\nSet-Cookie: x"}, {"Bad Name", "1"}};

    auto const head = head_of(response, {5, false, 11, std::chrono::sys_seconds{std::chrono::seconds{784111777}}});

    CHECK(head ==
          "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nGood: 1\r\nContent-Length: 5\r\n"
          "Connection: close\r\n\r\n");
}

TEST_CASE("an answer may say in its first line what is wrong, and nothing there can break the message", "[api]") {
    Response response;
    response.status = 422;
    response.reason = "MANIFEST_INVALID: a piece has no file";
    HeadFacts const facts{0, true, 11, std::chrono::sys_seconds{}};
    CHECK(head_of(response, facts).starts_with("HTTP/1.1 422 MANIFEST_INVALID: a piece has no file\r\n"));
    for (auto const* bad : {"a\r\nSet-Cookie: x", "\xC3\xA9", "tab\t"}) {
        response.reason = bad;
        CHECK(head_of(response, facts).starts_with("HTTP/1.1 422 Unprocessable Content\r\n"));
    }
    response.reason = std::string(1000, 'x');
    CHECK(head_of(response, facts).find("\r\n") < 500);
}
