// SPDX-License-Identifier: EUPL-1.2
// /v1/webhooks: who may see and move webhooks, what he is told, and each way in which he is refused.
#include <catch2/catch.hpp>

#include "gateway/ledger/sqlite_ledger.hpp"
#include "tests/doubles/made_submission.hpp"
#include "tests/unit/api/house.hpp"

#include <nlohmann/json.hpp>

#include <latch>
#include <thread>

using namespace wetbode;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// One webhook, "kaleidos", behind the API; its receiver answers what it is told to.
struct Hooked {
    FakeClock clock;
    TemporaryFolder folder;
    Bell bell;
    std::unique_ptr<Ledger> ledger = open_sqlite_ledger({.folder = folder.path(), .opened = clock.now()}, [] {});
    AccessPolicy access{{}};
    FetchAnswer answer{.status = 204};
    std::function<void()> while_asked;
    std::vector<json> heard;
    Webhooks webhooks{{spec()}, ports()};
    WebhookWorker worker{spec(), ports()};
    House house{people, &webhooks};

    WebhookPorts ports() {
        return {*ledger, webhooks_in(*ledger), access, clock, bell, "https://g", {}, [] { return 0.0; }};
    }
    WebhookSpec spec() {
        return {.name = "kaleidos",
                .url = "https://r.example/hook?token=x",
                .keys = {std::string(32, 'k')},
                .kinds = WebhookKinds::from("submission.*").kinds,
                .audience = ClientName{"kaleidos"},
                .patience = {{{1h}, 0}, 24h, 1h},
                .fetch = [this](FetchRequest const& request) { return hear(request); }};
    }
    FetchAnswer hear(FetchRequest const& request) {
        heard.push_back(json::parse(request.body));
        if (while_asked) while_asked();
        if (answer.status == 0) throw Outage("fetch", "no answer came");
        return answer;
    }
    void admit(std::string const& key) {
        auto submission = made_submission(key, "dossier-" + key, clock.now());
        submission.key.client.text = "kaleidos";
        REQUIRE(ledger->admit(std::move(submission), Plan{{{"parliament"}}, false}).has_value());
    }
    Response post(std::string const& act, std::string const& body, std::string const& who = "chief") {
        return house.ask("POST", "/v1/webhooks/" + act, who, body, {{"content-type", "application/json"}});
    }
    json shown(std::string const& language = "en") {
        auto const response = house.ask("GET", "/v1/webhooks", "chief", "", {{"accept-language", language}});
        REQUIRE(response.status == 200);
        auto const list = json::parse(text_of(response))["webhooks"];
        REQUIRE(list.size() == 1);
        return list[0];
    }
};

std::string code_of(Response const& response) {
    return json::parse(text_of(response)).value("code", "");
}

constexpr std::array acts{"enable", "forget", "replay", "test"};

}  // namespace

TEST_CASE("an administrator sees each webhook without the secret part of its address", "[api][webhooks]") {
    Hooked hooked;

    auto const one = hooked.shown();

    CHECK(one["name"] == "kaleidos");
    CHECK(one["url"] == "https://r.example/hook");
    CHECK(one["kinds"] == "submission.*");
    CHECK(one["audience"] == "client kaleidos");
    CHECK(one["state"] == "enabled");
    CHECK(one["since"] == "2026-01-05T08:00:00.000Z");
    CHECK(one["cursor"] == 0);
    CHECK(one["behind"] == 0);
    CHECK(one["failures"] == 0);
    CHECK(one["passed_over"] == json{{"count", 0}, {"oldest", json::array()}});
    for (auto const* const key : {"why", "oldest", "failing_since", "due", "last_taken"}) CHECK(one[key].is_null());
    for (auto const* const key : {"at", "status", "error"}) CHECK(one["last"][key].is_null());
}

TEST_CASE("a webhook that fails is shown with its last try, its next and how far it is behind", "[api][webhooks]") {
    Hooked hooked;
    hooked.admit("a");
    hooked.answer = {.status = 500, .content_type = {}, .body = "oops"};
    static_cast<void>(hooked.worker.step());

    auto const one = hooked.shown();

    CHECK(one["behind"] == 1);
    CHECK(one["oldest"] == "2026-01-05T08:00:00.000Z");
    CHECK(one["failures"] == 1);
    CHECK(one["failing_since"] == "2026-01-05T08:00:00.000Z");
    CHECK(one["due"] == "2026-01-05T09:00:00.000Z");
    CHECK(one["last"] == json{{"at", "2026-01-05T08:00:00.000Z"}, {"status", 500}, {"error", "oops"}});
}

TEST_CASE("why a webhook is disabled is told in the language of whoever asks", "[api][webhooks]") {
    Hooked hooked;
    hooked.admit("a");
    hooked.answer = {.status = 410};
    static_cast<void>(hooked.worker.step());

    CHECK(hooked.shown()["state"] == "disabled");
    CHECK(hooked.shown("en")["why"].get<std::string>().starts_with("Disabled"));
    CHECK(hooked.shown("nl")["why"].get<std::string>().starts_with("Uitgeschakeld"));
}

TEST_CASE("enabling with a reason lets it go on, and person and reason are recorded", "[api][webhooks]") {
    Hooked hooked;
    hooked.admit("a");
    hooked.answer = {.status = 410};
    static_cast<void>(hooked.worker.step());

    auto const response = hooked.post("kaleidos/enable", R"({"reason":"new address"})");

    CHECK(response.status == 200);
    CHECK(json::parse(text_of(response))["state"] == "enabled");
    auto const last = hooked.ledger->events({}, 0, 100, 100).events.back();
    CHECK(last.kind == "webhook.enabled");
    CHECK(last.actor == "chief");
    CHECK(json::parse(last.data)["reason"] == "new address");
}

TEST_CASE("a replay goes back to a number or an instant, or skips ahead", "[api][webhooks]") {
    Hooked hooked;
    hooked.admit("a");
    hooked.clock.move(1h);
    hooked.admit("b");
    static_cast<void>(hooked.worker.step());
    CHECK(hooked.heard.size() == 2);

    CHECK(json::parse(text_of(hooked.post("kaleidos/replay", R"({"reason":"lost","after":0})")))["cursor"] == 0);
    static_cast<void>(hooked.worker.step());
    CHECK(hooked.heard.size() == 4);
    auto const since = hooked.post("kaleidos/replay", R"({"reason":"lost","since":"2026-01-05T08:30:00Z"})");
    CHECK(json::parse(text_of(since))["cursor"] == 1);
    CHECK(json::parse(text_of(hooked.post("kaleidos/replay", R"({"reason":"skip","after":3})")))["cursor"] == 3);
}

TEST_CASE("what was passed over is shown, and told no longer once it is forgotten with a reason", "[api][webhooks]") {
    Hooked hooked;
    hooked.admit("a");
    hooked.admit("b");
    hooked.answer = {.status = 422, .content_type = {}, .body = "no such dossier"};
    hooked.while_asked = [&] {
        hooked.answer.status = hooked.heard.back()["data"]["submission"] == "submission-a" ? 422 : 204;
    };
    for (int i = 0; i < 6; ++i, hooked.clock.move(1h)) static_cast<void>(hooked.worker.step());

    auto const passed = hooked.shown()["passed_over"];
    CHECK(passed["count"] == 1);
    REQUIRE(passed["oldest"].size() == 1);
    CHECK(passed["oldest"][0]["sequence"] == 1);
    CHECK(passed["oldest"][0]["status"] == 422);
    CHECK(passed["oldest"][0]["tries"] == 6);
    CHECK(passed["oldest"][0]["error"] == "no such dossier");
    CHECK(passed["oldest"][0]["since"] == "2026-01-05T08:00:00.000Z");

    auto const response = hooked.post("kaleidos/forget", R"({"reason":"never wanted"})");
    CHECK(response.status == 200);
    CHECK(json::parse(text_of(response))["passed_over"]["count"] == 0);
    CHECK(hooked.ledger->events({}, 0, 100, 100).events.back().kind == "webhook.forgotten");
}

TEST_CASE("a test tells what the receiver answered, whether it took it or not", "[api][webhooks]") {
    Hooked hooked;

    auto const taken = json::parse(text_of(hooked.post("kaleidos/test", "{}")));
    CHECK(taken == json{{"taken", true}, {"status", 204}, {"answer", nullptr}, {"milliseconds", 0}});
    CHECK(hooked.heard.back()["type"] == "webhook.test");
    hooked.answer = {.status = 302, .content_type = {}, .body = "elsewhere"};
    auto const moved = json::parse(text_of(hooked.post("kaleidos/test", "{}")));
    CHECK(moved["taken"] == false);
    CHECK(moved["status"] == 302);
    CHECK(moved["answer"] == "elsewhere");
    hooked.answer.status = 0;
    auto const silent = json::parse(text_of(hooked.post("kaleidos/test", "{}")));
    CHECK(silent["taken"] == false);
    CHECK(silent["status"].is_null());
    CHECK(silent["answer"].get<std::string>().find("no answer came") != std::string::npos);
}

TEST_CASE("while one test is under way a second is turned away", "[api][webhooks]") {
    Hooked hooked;
    std::latch asked(1);
    std::latch release(1);
    hooked.while_asked = [&] {
        asked.count_down();
        release.wait();
    };
    std::jthread const first([&] { CHECK(hooked.post("kaleidos/test", "{}").status == 200); });
    asked.wait();

    auto const second = hooked.post("kaleidos/test", "{}");
    release.count_down();

    CHECK(second.status == 409);
    CHECK(code_of(second) == "WEBHOOK_BUSY");
}

TEST_CASE("nobody but an administrator sees or moves a webhook", "[api][webhooks]") {
    Hooked hooked;
    auto const before = hooked.shown();
    for (auto const* const who : {"kaleidos", "clerk", "desk"}) {
        INFO(who);
        CHECK(hooked.house.ask("GET", "/v1/webhooks", who).status == 403);
        for (std::string const act : acts)
            CHECK(hooked.post("kaleidos/" + act, R"({"reason":"because"})", who).status == 403);
    }
    CHECK(hooked.house.ask("GET", "/v1/webhooks", "stranger").status == 401);
    for (std::string const act : acts) CHECK(hooked.post("kaleidos/" + act, "{}", "stranger").status == 401);
    CHECK(hooked.shown() == before);
    CHECK(hooked.heard.empty());
}

TEST_CASE("a webhook that the settings do not name is unknown", "[api][webhooks]") {
    Hooked hooked;
    House bare(people);
    for (std::string const act : acts) {
        INFO(act);
        std::string const body = act == "test"     ? "{}"
                                 : act == "replay" ? R"({"reason":"because","after":0})"
                                                   : R"({"reason":"because"})";
        auto const response = hooked.post("other/" + act, body);
        CHECK(response.status == 404);
        CHECK(code_of(response) == "WEBHOOK_UNKNOWN");
        CHECK(bare.ask("POST", "/v1/webhooks/kaleidos/" + act, "chief", body, {{"content-type", "application/json"}})
                  .status == 404);
    }
    CHECK(text_of(bare.ask("GET", "/v1/webhooks", "chief")) == R"({"webhooks":[]})");
}

TEST_CASE("a decision that says too little or too much is refused, says what is amiss and changes nothing",
          "[api][webhooks]") {
    auto const [act, body, told] = GENERATE(table<std::string, std::string, std::string>({
        {"enable", "{", "not a JSON object"},
        {"enable", "[]", "not a JSON object"},
        {"enable", "{}", "\\\"reason\\\" is needed"},
        {"enable", R"({"reason":7})", "\\\"reason\\\" is needed"},
        {"enable", R"({"reason":"x"})", ""},
        {"enable", R"({"reason":"bell\u0007"})", "control character"},
        {"enable", R"({"reason":"because","after":1})", "unknown key: after"},
        {"forget", "{}", "\\\"reason\\\" is needed"},
        {"forget", R"({"reason":"because","all":true})", "unknown key: all"},
        {"replay", R"({"after":0})", "\\\"reason\\\" is needed"},
        {"replay", R"({"reason":"because"})", "one of them"},
        {"replay", R"({"reason":"because","after":0,"since":"2026-01-05T08:00:00Z"})", "one of them"},
        {"replay", R"({"reason":"because","after":-1})", "whole number from 0"},
        {"replay", R"({"reason":"because","after":1.5})", "whole number from 0"},
        {"replay", R"({"reason":"because","after":"1"})", "whole number from 0"},
        {"replay", R"({"reason":"because","since":"yesterday"})", "an instant like"},
        {"replay", R"({"reason":"because","since":5})", "an instant like"},
        {"replay", R"({"reason":"because","before":5})", "unknown key: before"},
        {"test", R"({"reason":"because"})", "empty JSON object"},
        {"test", "nothing", "empty JSON object"},
    }));
    Hooked hooked;
    auto const before = hooked.shown();
    CAPTURE(act, body);

    auto const response = hooked.post("kaleidos/" + act, body);

    CHECK(response.status == 422);
    CHECK(code_of(response) == "DECISION_INVALID");
    CHECK(says(response, told));
    CHECK(hooked.shown() == before);
    CHECK(hooked.heard.empty());
}

TEST_CASE("a replay from beyond the newest event is refused, and the newest is told", "[api][webhooks]") {
    Hooked hooked;
    hooked.admit("a");

    auto const response = hooked.post("kaleidos/replay", R"({"reason":"because","after":2})");

    CHECK(response.status == 422);
    CHECK(code_of(response) == "WEBHOOK_POSITION");
}

TEST_CASE("a body of another kind, or too long, is refused", "[api][webhooks]") {
    Hooked hooked;
    auto const path = std::string("/v1/webhooks/kaleidos/enable");
    CHECK(hooked.house.ask("POST", path, "chief", "reason=x", {{"content-type", "text/plain"}}).status == 415);
    CHECK(hooked.post("kaleidos/enable", R"({"reason":")" + std::string(70'000, 'x') + "\"}").status == 413);
    CHECK(hooked.house.ask("DELETE", path, "chief").status == 405);
    CHECK(hooked.house.ask("POST", "/v1/webhooks", "chief", "{}", {{"content-type", "application/json"}}).status ==
          405);
}
