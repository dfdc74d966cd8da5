// SPDX-License-Identifier: EUPL-1.2
#include "gateway/webhooks/signature.hpp"
#include "tests/unit/webhooks/house.hpp"

#include <latch>

using namespace wetbode;
using namespace std::chrono_literals;

TEST_CASE("a new webhook hears nothing of what was before, and all that comes after, in order", "[webhooks]") {
    House house;
    house.admit("old");
    auto const worker = house.worker(ClientName{"kaleidos"});
    house.admit("a");
    house.admit("b");

    CHECK(worker->step() > 0ms);

    REQUIRE(house.receiver.heard.size() == 2);
    CHECK(house.receiver.heard[0].body["data"]["submission"] == "submission-a");
    CHECK(house.receiver.heard[1].body["data"]["submission"] == "submission-b");
    CHECK(house.log.front() == "webhook.begun");
    CHECK(worker->report().behind == 0);
    CHECK(worker->report().taken == 2);
}

TEST_CASE("each message is signed over its id, its time and its body", "[webhooks]") {
    House house;
    auto const worker = house.worker(ClientName{"kaleidos"});
    house.admit("a");
    static_cast<void>(worker->step());

    auto const& heard = house.receiver.heard.at(0);
    CHECK(heard.headers.at("webhook-timestamp") == webhook_timestamp(house.clock.now()));
    CHECK(heard.headers.at("webhook-signature") ==
          webhook_signature({heard.headers.at("webhook-id"), house.clock.now(), heard.raw}, {std::string(32, 'k')}));
}

TEST_CASE("what fails is tried again when its wait is over, under the same id, and nothing overtakes it",
          "[webhooks]") {
    House house;
    auto const worker = house.worker(ClientName{"kaleidos"});
    house.admit("a");
    house.admit("b");
    house.receiver.answers = {{.status = 500, .content_type = {}, .body = "later\x1b"}, {.status = 0}};

    CHECK(worker->step() == 0ms);
    CHECK(worker->step() == 1s);  // not due
    CHECK(house.receiver.heard.size() == 1);
    auto const report = worker->report();
    CHECK(report.behind == 2);
    CHECK(report.oldest == house.clock.now());
    CHECK(report.state.failures == 1);
    CHECK(report.state.last_status == 500);
    CHECK(report.state.last_answer == "later\xEF\xBF\xBD");
    CHECK(report.failed == 1);
    house.clock.move(1s);
    CHECK(worker->step() == 0ms);
    CHECK(worker->step() == 10s);
    house.clock.move(10s);
    CHECK(worker->step() > 10s);

    REQUIRE(house.receiver.heard.size() == 4);
    CHECK(house.receiver.heard[0].headers.at("webhook-id") == house.receiver.heard[2].headers.at("webhook-id"));
    CHECK(house.receiver.heard[0].raw == house.receiver.heard[2].raw);
    CHECK(house.receiver.heard[2].headers.at("webhook-timestamp") !=
          house.receiver.heard[0].headers.at("webhook-timestamp"));
    CHECK(house.receiver.heard[3].body["data"]["submission"] == "submission-b");
    CHECK_FALSE(worker->report().state.failing_since.has_value());
}

TEST_CASE("a restart goes on where it was, also in the middle of a failure", "[webhooks]") {
    House house;
    auto worker = house.worker(ClientName{"kaleidos"});
    house.admit("a");
    house.admit("b");
    house.receiver.answers = {{.status = 204}, {.status = 503, .content_type = {}, .body = {}, .retry_after = "60"}};
    CHECK(worker->step() == 0ms);

    worker.reset();
    house.reopen();
    worker = house.worker(ClientName{"kaleidos"});

    CHECK(worker->step() == 60s);
    house.clock.move(60s);
    static_cast<void>(worker->step());
    REQUIRE(house.receiver.heard.size() == 3);
    CHECK(house.receiver.heard[2].headers.at("webhook-id") == house.receiver.heard[1].headers.at("webhook-id"));
    CHECK(house.log.back() == "webhook.known");
}

TEST_CASE("410 Gone disables: nothing more is sent until a person enables it, and nothing is lost", "[webhooks]") {
    House house;
    Webhooks webhooks({house.spec(ClientName{"kaleidos"})}, house.ports());
    auto const worker = house.worker(ClientName{"kaleidos"});
    house.admit("a");
    house.receiver.answers = {{.status = 410}};
    CHECK(worker->step() == 0ms);
    house.admit("b");
    CHECK(worker->step() > 0ms);
    CHECK(house.receiver.heard.size() == 1);
    CHECK(house.log.back() == "webhook.disabled");
    auto const told = house.ledger->events({}, 0, 100, 100).events;
    CHECK(std::ranges::count(told, "webhook.disabled", &Event::kind) == 1);

    CHECK(webhooks.enable("other", {"chief", "why", house.clock.now()}).error().code == "WEBHOOK_UNKNOWN");
    REQUIRE(webhooks.enable("kaleidos", {"chief", "new address", house.clock.now()})->state.enabled);
    static_cast<void>(worker->step());

    REQUIRE(house.receiver.heard.size() == 3);
    CHECK(house.receiver.heard[1].body["data"]["submission"] == "submission-a");
    CHECK(house.receiver.heard[2].body["data"]["submission"] == "submission-b");
}

TEST_CASE("a replay sends the same events again under the same ids", "[webhooks]") {
    House house;
    Webhooks webhooks({house.spec(ClientName{"kaleidos"})}, house.ports());
    auto const worker = house.worker(ClientName{"kaleidos"});
    house.admit("a");
    house.admit("b");
    static_cast<void>(worker->step());

    CHECK(webhooks.replay("kaleidos", {.after = 0}, {"chief", "lost", house.clock.now()})->state.cursor == 0);
    static_cast<void>(worker->step());

    REQUIRE(house.receiver.heard.size() == 4);
    CHECK(house.receiver.heard[2].headers.at("webhook-id") == house.receiver.heard[0].headers.at("webhook-id"));
    CHECK(house.receiver.heard[3].raw == house.receiver.heard[1].raw);
}

TEST_CASE("a decision that comes while a message is under way is not undone by its end", "[webhooks]") {
    House house;
    Webhooks webhooks({house.spec(ClientName{"kaleidos"})}, house.ports());
    auto spec = house.spec(ClientName{"kaleidos"});
    bool first = true;
    spec.fetch = [&](FetchRequest const& request) {
        auto answer = house.receiver.hear(request);
        if (std::exchange(first, false))
            CHECK(webhooks.replay("kaleidos", {.after = 0}, {"chief", "lost", house.clock.now()}).has_value());
        return answer;
    };
    WebhookWorker worker(std::move(spec), house.ports());
    house.admit("a");

    CHECK(worker.step() == 0ms);
    CHECK(worker.report().state.cursor == 0);
    static_cast<void>(worker.step());

    CHECK(house.receiver.heard.size() == 2);
}

TEST_CASE("a counterpart hears what its feed shows, by the same access levels", "[webhooks]") {
    House house;
    auto const worker = house.worker(parliament);
    house.admit("open");
    house.admit("closed", AccessLevel::intern_regering);

    static_cast<void>(worker->step());

    REQUIRE(house.receiver.heard.size() == 1);
    CHECK(house.receiver.heard[0].body["data"]["submission"] == "submission-open");
    CHECK(worker->report().behind == 0);
}

TEST_CASE("a sender hears of his own submissions only, an administrator of everything", "[webhooks]") {
    House house;
    auto const own = house.worker(ClientName{"kaleidos"});
    house.admit("mine");
    house.admit("theirs", AccessLevel::publiek, "burgerzaken");
    static_cast<void>(own->step());
    REQUIRE(house.receiver.heard.size() == 1);
    CHECK(house.receiver.heard[0].body["data"]["submission"] == "submission-mine");

    auto spec = house.spec(Everyone{});
    spec.name = "all";
    WebhookWorker all(std::move(spec), house.ports());
    house.admit("third", AccessLevel::intern_secretarie, "burgerzaken");
    static_cast<void>(all.step());
    CHECK(house.receiver.heard.size() == 2);
}

TEST_CASE("only the kinds that were asked for are sent", "[webhooks]") {
    House house;
    auto const worker = house.worker(Everyone{}, "webhook.*");
    house.admit("a");
    REQUIRE(house.ledger->census().last_sequence == 1);
    CHECK(webhooks_in(*house.ledger).enable_webhook("kaleidos", {"chief", "why", house.clock.now()}).has_value());

    static_cast<void>(worker->step());

    CHECK(house.receiver.types() == std::vector<std::string>{"webhook.enabled"});
}

TEST_CASE("many events that are none of its business cost one act, not one each", "[webhooks]") {
    House house;
    auto const worker = house.worker(parliament, "submission.*");
    for (int i = 0; i < 1001; ++i)
        house.ledger->note_references(parliament, {"urn:d"}, {{"pobj", std::to_string(i)}}, "told", house.clock.now());
    CHECK(webhooks_in(*house.ledger).webhook("kaleidos")->cursor == 0);

    static_cast<void>(worker->step());

    CHECK(house.receiver.heard.empty());
    CHECK(webhooks_in(*house.ledger).webhook("kaleidos")->cursor == 1001);
}

TEST_CASE("a test is sent whatever the state, and changes nothing", "[webhooks]") {
    House house;
    Webhooks webhooks({house.spec(ClientName{"kaleidos"})}, house.ports());
    house.receiver.answers = {{.status = 410, .content_type = {}, .body = "gone"}};

    auto const answer = webhooks.test("kaleidos");

    REQUIRE(answer.has_value());
    CHECK(answer->status == 410);
    CHECK(answer->words == "gone");
    CHECK(house.receiver.types() == std::vector<std::string>{"webhook.test"});
    CHECK(webhooks.reports().at(0).state.enabled);
    CHECK(webhooks.reports().at(0).url == "https://r.example/hook");
    CHECK(webhooks.test("other").error().code == "WEBHOOK_UNKNOWN");
}

TEST_CASE("a thread of its own sends at the bell, and a slow receiver holds up nobody else", "[webhooks]") {
    House house;
    std::latch stuck(1);
    std::latch release(1);
    std::latch heard(3);
    auto slow = house.spec(ClientName{"kaleidos"});
    slow.name = "slow";
    slow.fetch = [&](FetchRequest const&) {
        stuck.count_down();
        release.wait();
        return FetchAnswer{.status = 204};
    };
    auto quick = house.spec(ClientName{"kaleidos"});
    quick.name = "quick";
    quick.fetch = [&](FetchRequest const&) {
        heard.count_down();
        return FetchAnswer{.status = 204};
    };
    std::vector<WebhookSpec> specs;
    specs.push_back(std::move(slow));
    specs.push_back(std::move(quick));
    auto ports = house.ports();
    ports.log = {};
    Webhooks webhooks(std::move(specs), ports);
    webhooks.start();

    house.admit("a");
    stuck.wait();
    house.admit("b");
    house.admit("c");
    heard.wait();

    CHECK(webhooks.reports().at(1).state.name == "slow");
    CHECK(webhooks.reports().at(1).behind == 3);
    release.count_down();
    webhooks.stop();
}
