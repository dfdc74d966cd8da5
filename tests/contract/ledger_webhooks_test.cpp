// SPDX-License-Identifier: EUPL-1.2
// The ledger's contract of webhooks, over every store.
#include <catch2/catch.hpp>

#include "gateway/webhook.hpp"
#include "tests/contract/ledger_fixture.hpp"

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

template <class Store>
struct WebhookHouse : House<Store> {
    using House<Store>::now;

    WebhookLedger& record() { return webhooks_in(**this); }
    WebhookState state(std::string const& name = "kaleidos") {
        auto const found = record().webhook(name);
        REQUIRE(found.has_value());
        return *found;
    }
    WebhookTry tried(std::int64_t sequence, WebhookTry::End end) {
        WebhookTry one{.name = "kaleidos", .epoch = state().epoch, .sequence = sequence, .end = end, .now = now};
        one.status = end == WebhookTry::End::taken ? 204 : 500;
        if (end == WebhookTry::End::taken) return one;
        one.answer = "no";
        one.failing_since = state().failing_since.value_or(now);
        if (end == WebhookTry::End::failed)
            one.due = now + 5s;
        else
            one.why = {"uit", "off"};
        return one;
    }
    Decision decision(std::string const& reason = "because") { return {"chief", reason, now}; }
};

}  // namespace

TEMPLATE_TEST_CASE("a webhook begins behind the newest event, and its place outlives a restart", "[ledger][webhooks]",
                   Sqlite) {
    WebhookHouse<TestType> house;
    house.admit("a", "dossier-a");
    CHECK_FALSE(house.record().webhook("kaleidos").has_value());

    auto const begun = house.record().begin_webhook("kaleidos", house.now);
    CHECK(begun.cursor == 1);
    CHECK(begun.enabled);
    CHECK(begun.failures == 0);
    house.admit("b", "dossier-b");
    house.open();

    CHECK(house.record().begin_webhook("kaleidos", house.now + 1h) == begun);
    CHECK(house.record().begin_webhook("other", house.now + 1h).cursor == 2);
}

TEMPLATE_TEST_CASE("a ledger has an identity that stays, and that no other has", "[ledger][webhooks]", Sqlite) {
    WebhookHouse<TestType> house;
    WebhookHouse<TestType> other;
    auto const identity = house.record().identity();
    house.open();

    CHECK(identity.size() == 32);
    CHECK(house.record().identity() == identity);
    CHECK(other.record().identity() != identity);
}

TEMPLATE_TEST_CASE("what is taken moves the cursor and forgets failures", "[ledger][webhooks]", Sqlite) {
    WebhookHouse<TestType> house;
    static_cast<void>(house.record().begin_webhook("kaleidos", house.now));
    house.admit("a", "dossier-a");
    CHECK(house.record().settle_webhook(house.tried(1, WebhookTry::End::failed)));
    CHECK(house.state().failures == 1);

    CHECK(house.record().settle_webhook(house.tried(1, WebhookTry::End::taken)));

    auto const state = house.state();
    CHECK(state.cursor == 1);
    CHECK(state.failures == 0);
    CHECK_FALSE(state.failing_since.has_value());
    CHECK_FALSE(state.due.has_value());
    CHECK(state.last_taken == house.now);
    CHECK(state.last_status == 204);
}

TEMPLATE_TEST_CASE("what fails leaves the cursor before the event and is kept with its next try", "[ledger][webhooks]",
                   Sqlite) {
    WebhookHouse<TestType> house;
    static_cast<void>(house.record().begin_webhook("kaleidos", house.now));
    for (auto const* const key : {"a", "b", "c"}) house.admit(key, "dossier");
    auto const began = house.now;
    CHECK(house.record().settle_webhook(house.tried(3, WebhookTry::End::failed)));
    house.now += 5s;
    CHECK(house.record().settle_webhook(house.tried(3, WebhookTry::End::failed)));
    house.open();

    auto const state = house.state();
    CHECK(state.cursor == 2);
    CHECK(state.failures == 2);
    CHECK(state.failing_since == began);
    CHECK(state.due == house.now + 5s);
    CHECK(state.last_try == house.now);
    CHECK(state.last_status == 500);
    CHECK(state.last_answer == "no");
    CHECK(house.kinds() == std::vector<std::string>(3, "submission.admitted"));  // a failure is no event
}

TEMPLATE_TEST_CASE("a webhook that is disabled says so in the ledger, and may be enabled with a reason",
                   "[ledger][webhooks]", Sqlite) {
    WebhookHouse<TestType> house;
    static_cast<void>(house.record().begin_webhook("kaleidos", house.now));
    house.admit("a", "dossier-a");
    auto const rings = house.rings.load();
    CHECK(house.record().settle_webhook(house.tried(1, WebhookTry::End::disabled)));
    CHECK_FALSE(house.state().enabled);
    CHECK(house.state().why == Text{"uit", "off"});
    CHECK(house.state().cursor == 0);
    CHECK(house.rings > rings);
    house.now += 1h;

    auto const enabled = house.record().enable_webhook("kaleidos", house.decision("new address"));

    REQUIRE(enabled.has_value());
    CHECK(enabled->enabled);
    CHECK(enabled->since == house.now);
    CHECK(enabled->failures == 0);
    CHECK(enabled->cursor == 0);
    auto const events = house.events();
    CHECK(house.kinds() == std::vector<std::string>{"submission.admitted", "webhook.disabled", "webhook.enabled"});
    CHECK(events[1].actor == "wetbode");
    CHECK(events[2].actor == "chief");
    CHECK(events[2].data == R"({"reason":"new address","webhook":"kaleidos"})");
    CHECK(house->events({.audience = parliament, .submission = {}}, 0, all_events, 10).events.size() == 1);
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("a replay moves the cursor to a number or an instant, back or forth", "[ledger][webhooks]", Sqlite) {
    WebhookHouse<TestType> house;
    static_cast<void>(house.record().begin_webhook("kaleidos", house.now));
    for (auto const* const key : {"a", "b", "c"}) {
        house.admit(key, "dossier");
        house.now += minute;
    }
    CHECK(house.record().settle_webhook(house.tried(3, WebhookTry::End::taken)));

    auto const back = house.record().replay_webhook("kaleidos", {.after = 1}, house.decision());
    REQUIRE(back.has_value());
    CHECK(back->cursor == 1);
    CHECK(house.events().back().kind == "webhook.replayed");
    CHECK(house.events().back().data == R"({"from":"3","reason":"because","to":"1","webhook":"kaleidos"})");
    CHECK(house.record().replay_webhook("kaleidos", {.after = 4}, house.decision())->cursor == 4);
    CHECK(house.record().replay_webhook("kaleidos", {.since = FakeClock::monday + minute}, house.decision())->cursor ==
          1);
    CHECK(house.record().replay_webhook("kaleidos", {.since = FakeClock::monday + 24h}, house.decision())->cursor == 6);
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("decisions that cannot be carried out are refused and change nothing", "[ledger][webhooks]",
                   Sqlite) {
    WebhookHouse<TestType> house;
    auto const begun = house.record().begin_webhook("kaleidos", house.now);

    CHECK(house.record().enable_webhook("other", house.decision()).error().code == "WEBHOOK_UNKNOWN");
    CHECK(house.record().replay_webhook("other", {.after = 0}, house.decision()).error().code == "WEBHOOK_UNKNOWN");
    CHECK(house.record().replay_webhook("kaleidos", {.after = 1}, house.decision()).error().code == "WEBHOOK_POSITION");
    CHECK(house.record().replay_webhook("kaleidos", {.after = 0}, house.decision("")).error().code ==
          "DECISION_INCOMPLETE");
    CHECK(house.record().enable_webhook("kaleidos", house.decision("")).error().code == "DECISION_INCOMPLETE");
    CHECK(house.state() == begun);
    CHECK(house.events().empty());
}

TEMPLATE_TEST_CASE("a try from before a decision settles nothing", "[ledger][webhooks]", Sqlite) {
    WebhookHouse<TestType> house;
    static_cast<void>(house.record().begin_webhook("kaleidos", house.now));
    house.admit("a", "dossier-a");
    auto const stale = house.tried(1, WebhookTry::End::taken);
    auto const epoch = house.state().epoch;
    CHECK(house.record().replay_webhook("kaleidos", {.after = 0}, house.decision()).has_value());
    auto const before = house.state();

    CHECK_FALSE(house.record().settle_webhook(stale));
    CHECK_FALSE(house.record().pass_webhook("kaleidos", epoch, 1));
    CHECK(house.state() == before);
}

TEMPLATE_TEST_CASE("passing over events never moves the cursor back", "[ledger][webhooks]", Sqlite) {
    WebhookHouse<TestType> house;
    static_cast<void>(house.record().begin_webhook("kaleidos", house.now));
    for (auto const* const key : {"a", "b", "c"}) house.admit(key, "dossier");

    CHECK(house.record().pass_webhook("kaleidos", house.state().epoch, 2));
    CHECK(house.record().pass_webhook("kaleidos", house.state().epoch, 1));

    CHECK(house.state().cursor == 2);
}

TEMPLATE_TEST_CASE("an event that was passed over is kept with how its tries ended, and the cursor stands on it",
                   "[ledger][webhooks]", Sqlite) {
    WebhookHouse<TestType> house;
    static_cast<void>(house.record().begin_webhook("kaleidos", house.now));
    for (auto const* const key : {"a", "b"}) house.admit(key, "dossier");
    auto const began = house.now;
    CHECK(house.record().settle_webhook(house.tried(1, WebhookTry::End::failed)));
    house.now += 1h;
    CHECK(house.record().settle_webhook(house.tried(1, WebhookTry::End::failed)));

    CHECK(house.record().pass_over("kaleidos", house.state().epoch, 1, house.now));
    house.open();

    auto const state = house.state();
    CHECK(state.cursor == 1);
    CHECK(state.failures == 0);
    CHECK_FALSE(state.failing_since.has_value());
    CHECK_FALSE(state.due.has_value());
    auto const passed = house.record().passed_over("kaleidos");
    CHECK(passed.count == 1);
    CHECK(passed.oldest == std::vector<PassedEvent>{{1, began, house.now, 2, 500, "no"}});
    CHECK(house.events().back().kind == "webhook.passed_over");
    CHECK(house.events().back().data == R"({"event":"1","status":"500","tries":"2","webhook":"kaleidos"})");
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("only the event that failed last is passed over, and not after a decision", "[ledger][webhooks]",
                   Sqlite) {
    WebhookHouse<TestType> house;
    static_cast<void>(house.record().begin_webhook("kaleidos", house.now));
    for (auto const* const key : {"a", "b"}) house.admit(key, "dossier");
    auto const epoch = house.state().epoch;
    CHECK_FALSE(house.record().pass_over("kaleidos", epoch, 1, house.now));  // nothing failed
    CHECK(house.record().settle_webhook(house.tried(1, WebhookTry::End::failed)));
    CHECK_FALSE(house.record().pass_over("kaleidos", epoch, 2, house.now));
    CHECK_FALSE(house.record().pass_over("other", epoch, 1, house.now));
    CHECK(house.record().replay_webhook("kaleidos", {.after = 0}, house.decision()).has_value());

    CHECK_FALSE(house.record().pass_over("kaleidos", epoch, 1, house.now));

    CHECK(house.record().passed_over("kaleidos").count == 0);
    CHECK(house.state().cursor == 0);
}

TEMPLATE_TEST_CASE("what was passed over is told until it is sent again or forgotten", "[ledger][webhooks]", Sqlite) {
    WebhookHouse<TestType> house;
    static_cast<void>(house.record().begin_webhook("kaleidos", house.now));
    for (auto const* const key : {"a", "b", "c"}) house.admit(key, "dossier");
    for (auto const sequence : {1, 2, 3}) {
        CHECK(house.record().settle_webhook(house.tried(sequence, WebhookTry::End::failed)));
        CHECK(house.record().pass_over("kaleidos", house.state().epoch, sequence, house.now));
    }

    CHECK(house.record().replay_webhook("kaleidos", {.after = 2}, house.decision()).has_value());
    CHECK(house.record().passed_over("kaleidos").count == 2);
    auto const cursor = house.state().cursor;
    CHECK(house.record().forget_passed("other", house.decision()).error().code == "WEBHOOK_UNKNOWN");
    CHECK(house.record().forget_passed("kaleidos", house.decision("")).error().code == "DECISION_INCOMPLETE");
    CHECK(house.record().passed_over("kaleidos").count == 2);

    CHECK(house.record().forget_passed("kaleidos", house.decision("not wanted"))->cursor == cursor);

    CHECK(house.record().passed_over("kaleidos").count == 0);
    CHECK(house.events().back().kind == "webhook.forgotten");
    CHECK(house.events().back().data == R"({"events":"2","reason":"not wanted","webhook":"kaleidos"})");
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("a replay begins the patience with a failing receiver anew", "[ledger][webhooks]", Sqlite) {
    WebhookHouse<TestType> house;
    static_cast<void>(house.record().begin_webhook("kaleidos", house.now));
    house.admit("a", "dossier-a");
    CHECK(house.record().settle_webhook(house.tried(1, WebhookTry::End::failed)));

    auto const replayed = house.record().replay_webhook("kaleidos", {.after = 0}, house.decision());

    REQUIRE(replayed.has_value());
    CHECK(replayed->failures == 0);
    CHECK_FALSE(replayed->failing_since.has_value());
}
