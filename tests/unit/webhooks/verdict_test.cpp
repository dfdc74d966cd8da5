// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/webhooks/verdict.hpp"
#include "tests/doubles/fake_clock.hpp"

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

Instant const now = FakeClock::monday;
WebhookPatience const patience{{{1s, 10s, 60s}, 0}, 24h * 5};

WebhookState state(int failures = 0, std::optional<Instant> since = {}) {
    return {.name = "kaleidos",
            .epoch = 3,
            .begun = now - 24h * 30,
            .since = now - 24h * 30,
            .failures = failures,
            .failing_since = since,
            .last_try = since ? std::optional(now - 1h) : std::nullopt};
}

WebhookTry judged(WebhookAnswer const& answer, WebhookState const& before, double random = 0) {
    return verdict_on(answer, before, 7, patience, now, random);
}

}  // namespace

TEST_CASE("any 2xx is taken", "[webhooks]") {
    auto const status = GENERATE(200, 201, 202, 204, 299);
    auto const tried = judged({.status = status}, state(4, now - 2h));
    CHECK(tried.end == WebhookTry::End::taken);
    CHECK(tried.name == "kaleidos");
    CHECK(tried.epoch == 3);
    CHECK(tried.sequence == 7);
    CHECK(tried.status == status);
}

TEST_CASE("silence, redirects and all other answers are tried again by the schedule, whose last wait repeats",
          "[webhooks]") {
    auto const status = GENERATE(0, 100, 301, 302, 307, 400, 401, 404, 409, 422, 429, 500, 502, 503, 504);
    CAPTURE(status);
    CHECK(judged({.status = status}, state()).end == WebhookTry::End::failed);
    CHECK(judged({.status = status}, state()).due == now + 1s);
    CHECK(judged({.status = status}, state(1, now - 1h)).due == now + 10s);
    CHECK(judged({.status = status}, state(2, now - 1h)).due == now + 60s);
    CHECK(judged({.status = status}, state(99, now - 1h)).due == now + 60s);
}

TEST_CASE("a wait is lengthened by chance, never shortened", "[webhooks]") {
    WebhookPatience const spread{{{10s}, 20}, 24h};
    CHECK(verdict_on({.status = 500}, state(), 7, spread, now, 0.0).due == now + 10s);
    CHECK(verdict_on({.status = 500}, state(), 7, spread, now, 0.5).due == now + 11s);
}

TEST_CASE("a receiver that is busy may ask for a longer pause, up to a day", "[webhooks]") {
    auto const status = GENERATE(429, 503);
    CHECK(judged({.status = status, .retry_after = 30s}, state()).due == now + 30s);
    CHECK(judged({.status = status, .retry_after = 0s}, state()).due == now + 1s);
    CHECK(judged({.status = status, .retry_after = 24h * 365}, state()).due == now + 24h);
    CHECK(judged({.status = 500, .retry_after = 30s}, state()).due == now + 1s);
}

TEST_CASE("410 Gone disables at once and says so", "[webhooks]") {
    auto const tried = judged({.status = 410}, state());
    CHECK(tried.end == WebhookTry::End::disabled);
    CHECK_FALSE(tried.due.has_value());
    CHECK(tried.why.en.find("410") != std::string::npos);
    CHECK_FALSE(tried.why.nl.empty());
}

TEST_CASE("after its time of nothing but failure it is disabled, not a moment before", "[webhooks]") {
    CHECK(judged({.status = 500}, state(50, now - 24h * 5 + 1ms)).end == WebhookTry::End::failed);
    auto const tried = judged({.status = 500}, state(50, now - 24h * 5));
    CHECK(tried.end == WebhookTry::End::disabled);
    CHECK(tried.why.en == "Disabled: every try has failed for 120 hours (last status: 500).");
}

TEST_CASE("the first failure begins the time, a later one does not begin it again", "[webhooks]") {
    CHECK(judged({.status = 500}, state()).failing_since == now);
    CHECK(judged({.status = 500}, state(3, now - 3h)).failing_since == now - 3h);
}

TEST_CASE("time in which the gateway itself was away does not count against the receiver", "[webhooks]") {
    auto before = state(2, now - 24h * 6);
    before.last_try = now - 24h * 6 + 1h;

    auto const tried = judged({.status = 500}, before);

    CHECK(tried.end == WebhookTry::End::failed);
    CHECK(tried.failing_since == now);
}

TEST_CASE("Retry-After is read as seconds and as a date", "[webhooks]") {
    CHECK(retry_after_in("120", now) == 120s);
    CHECK(retry_after_in("0", now) == 0s);
    CHECK(retry_after_in("Mon, 05 Jan 2026 08:00:30 GMT", now) == 30s);  // the clock of the tests stands at 08:00:00
    CHECK_FALSE(retry_after_in("Mon, 05 Jan 2026 07:59:00 GMT", now).has_value());
}

TEST_CASE("a Retry-After that is neither is no wish at all", "[webhooks]") {
    auto const* const text =
        GENERATE("", "-1", "1.5", "soon", "99999999999999999999", "Mon, 31 Feb 2026 08:00:30 GMT",
                 "Mon, 05 Jan 2026 25:00:30 GMT", "Mon, 05 Xyz 2026 08:00:30 GMT", "Monday, 05-Jan-26 08:00:30 GMT");
    CAPTURE(text);
    CHECK_FALSE(retry_after_in(text, now).has_value());
}

TEST_CASE("an event is overdue after its time and five tries, whichever comes last", "[webhooks]") {
    WebhookPatience const hour{{{1s}, 0}, 24h * 5, 1h};
    CHECK(is_overdue(state(5, now - 1h), hour, now));
    CHECK_FALSE(is_overdue(state(4, now - 24h), hour, now));
    CHECK_FALSE(is_overdue(state(99, now - 1h + 1ms), hour, now));
    CHECK_FALSE(is_overdue(state(), hour, now));
    CHECK_FALSE(is_overdue(state(99, now - 24h), {{{1s}, 0}, 24h * 5, 0ms}, now));  // never
    auto disabled = state(5, now - 1h);
    disabled.enabled = false;
    CHECK_FALSE(is_overdue(disabled, hour, now));
}

TEST_CASE("silence, a busy receiver and a proxy in trouble say nothing about one event", "[webhooks]") {
    CHECK_FALSE(may_mean_one_event(GENERATE(0, 100, 204, 302, 408, 410, 425, 429, 502, 503, 504)));
    CHECK(may_mean_one_event(GENERATE(400, 401, 404, 409, 413, 422, 500, 501)));
}
