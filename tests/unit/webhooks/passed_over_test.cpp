// SPDX-License-Identifier: EUPL-1.2
// One event that a receiver refuses for ever does not silence those behind it; a receiver that is away loses nothing.
#include "tests/unit/webhooks/house.hpp"

using namespace wetbode;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

bool is_of(json const& body, std::string const& key) {
    return body["data"]["submission"] == json("submission-" + key);
}

/// What the receiver took, in the order in which it took it.
struct Taker {
    std::vector<std::string> refused;  ///< keys of submissions
    int status = 422;                  ///< to those; 0 = silence
    std::vector<std::string> taken;

    FetchAnswer operator()(json const& body) {
        for (auto const& key : refused)
            if (is_of(body, key)) return {.status = status, .content_type = {}, .body = "no such dossier"};
        taken.push_back(body["data"]["submission"]);
        return {.status = 204};
    }
};

struct Scene : House {
    Taker taker;
    std::unique_ptr<WebhookWorker> one;

    explicit Scene(WebhookAudience audience = ClientName{"kaleidos"}) {
        receiver.judge = [this](json const& body) { return taker(body); };
        one = worker(std::move(audience));
    }
    /// Works until there is nothing to do now.
    void settle() {
        while (one->step() == 0ms) {
        }
    }
    void in(Milliseconds span) {
        for (auto const end = clock.now() + span; clock.now() < end; clock.move(10min)) settle();
        settle();
    }
    [[nodiscard]] PassedEvents passed() { return one->report().passed; }
};

}  // namespace

TEST_CASE("an event that is refused for ever is passed over, kept and told; those behind it come in order",
          "[webhooks]") {
    Scene scene;
    scene.taker.refused = {"b"};
    for (auto const* const key : {"a", "b", "c", "d"}) scene.admit(key);

    scene.in(50min);
    CHECK(scene.taker.taken == std::vector<std::string>{"submission-a"});  // not yet its time
    CHECK(scene.passed().count == 0);
    scene.in(20min);

    CHECK(scene.taker.taken == std::vector<std::string>{"submission-a", "submission-c", "submission-d"});
    auto const passed = scene.passed();
    REQUIRE(passed.count == 1);
    CHECK(passed.oldest.at(0).sequence == 2);
    CHECK(passed.oldest.at(0).status == 422);
    CHECK(passed.oldest.at(0).tries >= 5);
    CHECK(passed.oldest.at(0).answer == "no such dossier");
    CHECK(std::ranges::count(scene.log, "webhook.passed_over") == 1);
    CHECK(scene.one->report().state.enabled);
    CHECK_FALSE(scene.one->report().state.failing_since.has_value());
    CHECK(scene.one->report().behind == 0);
}

TEST_CASE("a receiver that takes nothing at all loses nothing: all waits, in order, and after its time it is disabled",
          "[webhooks]") {
    auto const status = GENERATE(0, 422, 500, 503);
    Scene scene;
    scene.taker.refused = {"a", "b", "c"};
    scene.taker.status = status;
    for (auto const* const key : {"a", "b", "c"}) scene.admit(key);

    scene.in(23h);
    CHECK(scene.passed().count == 0);
    CHECK(scene.one->report().state.cursor == 0);
    CHECK(scene.one->report().state.enabled);
    scene.in(2h);

    CHECK_FALSE(scene.one->report().state.enabled);
    CHECK(scene.passed().count == 0);
    CHECK(scene.one->report().state.cursor == 0);
}

TEST_CASE("nothing is passed over while nothing is behind it, and at once when something comes", "[webhooks]") {
    Scene scene;
    scene.taker.refused = {"a"};
    scene.admit("a");
    scene.in(3h);
    CHECK(scene.passed().count == 0);

    scene.admit("b");
    scene.in(10min);

    CHECK(scene.passed().count == 1);
    CHECK(scene.taker.taken == std::vector<std::string>{"submission-b"});
}

TEST_CASE("several that are refused one behind the other each get their own time", "[webhooks]") {
    Scene scene;
    scene.taker.refused = {"a", "b"};
    for (auto const* const key : {"a", "b", "c"}) scene.admit(key);

    scene.in(70min);
    CHECK(scene.passed().count == 1);
    CHECK(scene.taker.taken == std::vector<std::string>{"submission-c"});  // proof that the receiver lives
    scene.in(80min);

    CHECK(scene.passed().count == 2);
    // c comes once more in its turn, under the same id.
    std::set<std::string> ids;
    for (auto const& heard : scene.receiver.heard)
        if (is_of(heard.body, "c")) ids.insert(heard.headers.at("webhook-id"));
    CHECK(ids.size() == 1);
    CHECK(scene.one->report().behind == 0);
}

TEST_CASE("two events at which the receiver falls silent are passed over as well", "[webhooks]") {
    Scene scene;
    scene.taker.refused = {"a", "b"};
    scene.taker.status = 0;
    for (auto const* const key : {"a", "b", "c"}) scene.admit(key);

    scene.in(4h);

    CHECK(scene.passed().count == 2);
    CHECK(scene.one->report().behind == 0);
}

TEST_CASE("events that are none of its business are no proof, however many lie between", "[webhooks]") {
    Scene scene(parliament);
    scene.taker.refused = {"a"};
    scene.admit("a");
    for (int i = 0; i < 450; ++i) scene.admit("closed" + std::to_string(i), AccessLevel::intern_regering);
    scene.in(2h);
    CHECK(scene.passed().count == 0);

    scene.admit("b");
    scene.in(10min);

    CHECK(scene.passed().count == 1);
    CHECK(scene.taker.taken == std::vector<std::string>{"submission-b"});
}

TEST_CASE("what was passed over is sent again by a replay from before it, and is told no longer", "[webhooks]") {
    Scene scene;
    Webhooks webhooks({scene.spec(ClientName{"kaleidos"})}, scene.ports());
    scene.taker.refused = {"a"};
    for (auto const* const key : {"a", "b"}) scene.admit(key);
    scene.in(70min);
    REQUIRE(scene.passed().count == 1);

    scene.taker.refused.clear();
    REQUIRE(webhooks.replay("kaleidos", {.after = 0}, {"chief", "mended", scene.clock.now()}).has_value());
    scene.settle();

    CHECK(scene.passed().count == 0);
    CHECK(scene.taker.taken == std::vector<std::string>{"submission-b", "submission-a", "submission-b"});
}

TEST_CASE("what was passed over is forgotten with a reason, and then told no longer", "[webhooks]") {
    Scene scene;
    Webhooks webhooks({scene.spec(ClientName{"kaleidos"})}, scene.ports());
    scene.taker.refused = {"a"};
    for (auto const* const key : {"a", "b"}) scene.admit(key);
    scene.in(70min);

    CHECK(webhooks.forget("other", {"chief", "why", scene.clock.now()}).error().code == "WEBHOOK_UNKNOWN");
    CHECK(webhooks.forget("kaleidos", {"chief", "", scene.clock.now()}).error().code == "DECISION_INCOMPLETE");
    CHECK(webhooks.reports().at(0).passed.count == 1);
    CHECK(webhooks.forget("kaleidos", {"chief", "never wanted", scene.clock.now()})->passed.count == 0);
    scene.settle();

    CHECK(scene.taker.taken == std::vector<std::string>{"submission-b"});
}

TEST_CASE("with pass_over_after 0 an event that is refused holds up those behind it", "[webhooks]") {
    Scene scene;
    auto spec = scene.spec(ClientName{"kaleidos"});
    spec.patience.pass_over_after = 0ms;
    scene.one = std::make_unique<WebhookWorker>(std::move(spec), scene.ports());
    scene.taker.refused = {"a"};
    for (auto const* const key : {"a", "b"}) scene.admit(key);

    scene.in(10h);

    CHECK(scene.taker.taken.empty());
    CHECK(scene.passed().count == 0);
}

TEST_CASE("a receiver that comes back between two questions gets what it refused, and nothing is passed over",
          "[webhooks]") {
    Scene scene;
    scene.taker.refused = {"a", "b"};
    scene.taker.status = 500;
    for (auto const* const key : {"a", "b", "c"}) scene.admit(key);
    scene.in(50min);
    scene.receiver.judge = [&](json const& body) {
        if (is_of(body, "b")) scene.taker.refused.clear();  // it is back when it is asked for the one behind
        return scene.taker(body);
    };

    scene.in(30min);

    CHECK(scene.passed().count == 0);
    CHECK(scene.taker.taken ==
          std::vector<std::string>{"submission-b", "submission-a", "submission-b", "submission-c"});
}

TEST_CASE("a decision that comes while those behind are asked is not undone", "[webhooks]") {
    Scene scene;
    Webhooks webhooks({scene.spec(ClientName{"kaleidos"})}, scene.ports());
    scene.taker.refused = {"a"};
    for (auto const* const key : {"a", "b"}) scene.admit(key);
    bool once = true;
    scene.receiver.judge = [&](json const& body) {
        if (is_of(body, "b") && std::exchange(once, false))
            CHECK(webhooks.replay("kaleidos", {.after = 2}, {"chief", "skip", scene.clock.now()}).has_value());
        return scene.taker(body);
    };

    scene.in(70min);

    CHECK(scene.passed().count == 0);
    CHECK(scene.one->report().state.cursor >= 2);
}
