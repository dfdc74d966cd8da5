// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "unit/twins/caller.hpp"

using namespace wetbode;
using nlohmann::json;

namespace {

constexpr auto ping = "/api/kaleidos/v1/ping";

parliament::TwinSettings ignoring_keys() {
    parliament::TwinSettings settings;
    settings.keys = parliament::Keys::ignored;
    return settings;
}

}  // namespace

TEST_CASE("a delivery that comes again is one more, whatever its key", "[twins]") {
    parliament::Twin twin(ignoring_keys());
    Caller caller(twin);

    auto const first = caller.deliver("k", "AA==");
    auto const again = caller.deliver("k", "AA==");

    CHECK(first.body["pobj"] != again.body["pobj"]);
    auto const received = caller.get("/_twin/received").body;
    CHECK(received["counts"]["deliveries"] == 2);
    CHECK(received["counts"]["copies"] == 1);
    CHECK(received["received"][1]["copy_of"] == 0);
    CHECK(received["flows_twice"][0]["pobj"].size() == 2);
    CHECK(caller.tell("keys", {{"honoured", true}}).status == 200);
    CHECK(caller.deliver("k2", "AA==").body == caller.deliver("k2", "AA==").body);
}

TEST_CASE("faults that come before an act leave nothing behind", "[twins]") {
    parliament::Twin twin(ignoring_keys());
    Caller caller(twin);

    caller.fault("html_success");
    auto const page = caller.deliver("a", "AA==");
    CHECK(page.status == 200);
    CHECK(page.body.is_discarded());
    caller.fault("wrong_json");
    CHECK(caller.deliver("a", "AA==").body.is_array());
    CHECK(caller.tell("faults", {{"mode", "429"}, {"retry_after_s", 7}}).status == 200);
    auto const many = caller.deliver("a", "AA==");
    CHECK(many.status == 429);
    CHECK(many.headers.at("Retry-After") == "7");
    caller.fault("503");
    CHECK(caller.deliver("a", "AA==").status == 503);
    caller.fault("cut_in_body");
    CHECK(caller.deliver("a", "AA==").cut);
    caller.fault("401_in_body");
    CHECK(caller.deliver("a", "AA==").status == 401);
    CHECK(caller.counts()["deliveries"] == 0);
}

TEST_CASE("a token can end before, in and after a call", "[twins]") {
    auto const mode = std::string(GENERATE("expired_token", "expires_in_call", "401_in_body"));
    parliament::Twin twin(ignoring_keys());
    Caller caller(twin);
    caller.fault(mode);

    CHECK(caller.deliver("a", "AA==").status == 401);

    CHECK(caller.counts()["deliveries"] == 0);
    Caller next(twin);  // with a new token
    CHECK(next.deliver("a", "AA==").status == 200);
}

TEST_CASE("faults that come after an act have acted", "[twins]") {
    parliament::Twin twin(ignoring_keys());
    Caller caller(twin);

    caller.fault("no_pobj");
    CHECK_FALSE(caller.deliver("a", "AA==").body.contains("pobj"));
    caller.fault("truncated_json");
    auto const half = caller.deliver("a", "AA==");
    CHECK(half.status == 200);
    CHECK_FALSE(half.cut);
    CHECK(half.body.is_discarded());
    caller.fault("cut_answer");
    CHECK(caller.deliver("a", "AA==").cut);
    CHECK(caller.tell("faults", {{"mode", "slow_body"}, {"delay_ms", 10}}).status == 200);
    CHECK(caller.deliver("a", "AA==").body["status"] == "SUCCESS");
    CHECK(caller.tell("faults", {{"mode", "slow"}, {"delay_ms", 1}}).status == 200);
    CHECK(caller.deliver("a", "AA==").body["status"] == "SUCCESS");
    CHECK(caller.counts()["deliveries"] == 5);
}

TEST_CASE("a fault waits for its own call, as often as wished, and can be cleared", "[twins]") {
    parliament::Twin twin(ignoring_keys());
    Caller caller(twin);
    CHECK(caller.tell("faults", {{"mode", "500_before"}, {"on", "ping"}, {"times", 2}}).body["waiting"] == 2);

    CHECK(caller.deliver("a", "AA==").status == 200);
    CHECK(caller.get(ping).status == 500);
    CHECK(caller.get(ping).status == 500);
    CHECK(caller.get(ping).status == 200);
    CHECK(caller.tell("faults", {{"mode", "down"}, {"times", 9}}).body["waiting"] == 9);
    CHECK(caller.get(ping).cut);
    CHECK(caller.tell("clear_faults", json::object()).status == 200);
    CHECK(caller.get(ping).status == 200);
}

TEST_CASE("a wish that is wrong is refused and sets nothing", "[twins]") {
    parliament::Twin twin(ignoring_keys());
    Caller caller(twin);

    for (auto const& wish : {json{{"mode", "sing"}}, json{{"mode", "401"}, {"times", -1}},
                             json{{"mode", "401"}, {"on", "x"}},
                             json{{"mode", "slow"}, {"delay_ms", 600'001}}, json{{"mod", "401"}}, json::array()})
        CHECK(caller.tell("faults", wish).status == 400);
    CHECK(caller.tell("sing", json::object()).status == 404);
    CHECK(caller.deliver("a", "AA==").status == 200);
}

TEST_CASE("what a client does otherwise than the known one is remarked, and taken all the same", "[twins]") {
    parliament::Twin twin(ignoring_keys());
    Caller caller(twin);

    CHECK(caller.deliver("a", "AA==").status == 200);

    auto const remarks = caller.get("/_twin/received").body["received"][0]["remarks"];
    CHECK(std::find(remarks.begin(), remarks.end(), "@context is not a list") != remarks.end());
    CHECK(std::find(remarks.begin(), remarks.end(), "stuk 1: @type is not Stuk") != remarks.end());
}

TEST_CASE("three content types are taken and no other", "[twins]") {
    parliament::Twin twin(ignoring_keys());
    Caller caller(twin);
    auto const status_with = [&](std::string const& type) {
        return caller.post("/api/kaleidos/v1/verwerkt", "{}", {{"content-type", type}}).status;
    };
    for (auto const* const type : {"text/plain;charset=UTF-8", "application/json", "Application/LD+JSON"})
        CHECK(status_with(type) == 400);  // the body is wrong, the type is not
    for (auto const* const type : {"text/html", "application/xml"}) CHECK(status_with(type) == 415);
}

TEST_CASE("the life of a token is written as a text or as a number", "[twins]") {
    parliament::Twin twin(ignoring_keys());
    Caller caller(twin);
    auto const token = [&] {
        return caller.call("POST", "/api/kaleidos/oauth/token", "grant_type=client_credentials",
                           {{"authorization", "Basic eA=="}}).body["expires_in"];
    };
    CHECK(token() == "3600");
    CHECK(caller.tell("token", {{"form", "number"}, {"life_s", 10}, {"announced_s", 900}}).status == 200);
    CHECK(token() == 900);
    CHECK(caller.tell("token", {{"life_s", 0}}).status == 400);
}
