// SPDX-License-Identifier: EUPL-1.2
#include "gateway/webhooks/worker.hpp"

#include "gateway/base/screen_text.hpp"
#include "gateway/dispatch/backoff.hpp"
#include "gateway/webhooks/payload.hpp"
#include "gateway/webhooks/signature.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace wetbode {

namespace {

constexpr int page_events = 200;
constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();
/// Looked through again after a restart, at most.
constexpr std::int64_t unwritten_max = 1000;
/// A few acts of the ledger ring no bell (a claim, a renewal): they are heard after this at the latest.
constexpr Milliseconds idle_max{60'000};
constexpr std::uint64_t answer_octets_max = 4096;
constexpr std::size_t words_octets_max = 200;
/// Asked of those behind an event that fails: at once, and how far they are looked for.
constexpr std::size_t asked_max = 10;
constexpr int pages_behind_max = 25;
constexpr Milliseconds pause_first{1000};
constexpr Milliseconds pause_max{60'000};

}  // namespace

WebhookWorker::WebhookWorker(WebhookSpec spec, WebhookPorts ports)
    : spec_(std::move(spec)), ports_(std::move(ports)), identity_(ports_.record.identity()) {
    ensure(static_cast<bool>(spec_.fetch) && static_cast<bool>(ports_.random), "a webhook has all that it needs");
    bool const is_new = !ports_.record.webhook(spec_.name).has_value();
    auto const state = ports_.record.begin_webhook(spec_.name, ports_.clock.now());
    log(is_new ? "webhook.begun" : "webhook.known", {{"after", std::to_string(state.cursor)},
                                                     {"state", state.enabled ? "enabled" : "disabled"},
                                                     {"audience", text_of(spec_.audience)},
                                                     {"kinds", spec_.kinds.text()}});
}

WebhookWorker::~WebhookWorker() {
    stop();
}

void WebhookWorker::start() {
    ensure(!thread_.joinable(), "a webhook is started once");
    thread_ = std::jthread([this](std::stop_token const& stop) { work(stop); });
}

void WebhookWorker::stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

std::int64_t WebhookWorker::position(WebhookState const& state) {
    return seen_.with([&](Seen& seen) {
        if (seen.epoch != state.epoch) seen = {state.epoch, state.cursor};  // a person has moved the cursor
        return std::max(seen.sequence, state.cursor);
    });
}

void WebhookWorker::seen(WebhookState const& state, std::int64_t sequence) {
    seen_.with([&](Seen& seen) { seen = {state.epoch, sequence}; });
}

Milliseconds WebhookWorker::step(std::stop_token const& stop) {
    auto const state = ports_.record.webhook(spec_.name);
    ensure(state.has_value(), "a webhook that was begun is in the ledger");
    auto const now = ports_.clock.now();
    if (!state->enabled) return idle_max;
    if (state->due && *state->due > now) return std::min(*state->due - now, idle_max);

    auto const from = position(*state);
    auto page = ports_.ledger.events(filter_for(spec_.audience), from, newest, page_events);
    auto const full = std::ssize(page.events) == page_events;
    // Not full: nothing for this audience lies between the last one and the end of the ledger.
    auto const end = full ? page.events.back().sequence : std::max(from, page.last_sequence);
    std::erase_if(page.events, [&](Event const& event) { return !spec_.kinds.fit(event.kind); });
    for (auto const& event : heard_by(spec_.audience, std::move(page.events), ports_.ledger, ports_.access)) {
        if (stop.stop_requested()) return Milliseconds{0};
        auto const sent = send(event, *state);
        if (sent == Sent::not_taken) ask_behind(event, stop);
        if (sent != Sent::taken) return Milliseconds{0};  // the next step reads what holds now
        seen(*state, event.sequence);
    }
    seen(*state, end);
    if (end - state->cursor > unwritten_max) ports_.record.pass_webhook(spec_.name, state->epoch, end);
    return full ? Milliseconds{0} : idle_max;
}

WebhookWorker::Sent WebhookWorker::send(Event const& event, WebhookState const& state) {
    auto const answer = post(webhook_id(identity_, event), webhook_body(event, ports_.base_url));
    // How often it failed before: after something was taken, not at all.
    auto const before = ports_.record.webhook(spec_.name);
    ensure(before.has_value(), "a webhook that was begun is in the ledger");
    auto tried = verdict_on(answer, *before, event.sequence, spec_.patience, ports_.clock.now(), ports_.random());
    tried.epoch = state.epoch;
    if (!ports_.record.settle_webhook(tried)) return Sent::stale;
    ++(tried.end == WebhookTry::End::taken ? taken_ : failed_);
    tell(tried, event, answer.took);
    return tried.end == WebhookTry::End::taken ? Sent::taken : Sent::not_taken;
}

std::vector<Event> WebhookWorker::behind(Event const& failing) {
    std::vector<Event> found;
    auto from = failing.sequence;
    for (int page = 0; page < pages_behind_max && found.size() < asked_max; ++page) {
        auto events = ports_.ledger.events(filter_for(spec_.audience), from, newest, page_events).events;
        if (events.empty()) break;
        from = events.back().sequence;
        std::erase_if(events, [&](Event const& event) { return !spec_.kinds.fit(event.kind); });
        for (auto& event : heard_by(spec_.audience, std::move(events), ports_.ledger, ports_.access))
            if (found.size() < asked_max) found.push_back(std::move(event));
    }
    return found;
}

/// One that fails is poison only if the receiver takes another and then still refuses it: when it takes nothing, or has
/// just come back, nothing is passed over.
void WebhookWorker::ask_behind(Event const& failing, std::stop_token const& stop) {
    auto const state = ports_.record.webhook(spec_.name);
    if (!state || !is_overdue(*state, spec_.patience, ports_.clock.now())) return;
    auto const others = behind(failing);
    if (asked_.failing != failing.sequence) asked_ = {failing.sequence, 0};
    auto const first = asked_.rounds++;
    for (std::size_t i = 0; i < others.size() && !stop.stop_requested(); ++i) {
        auto const at = (first + i) % others.size();
        auto const answer = post(webhook_id(identity_, others[at]), webhook_body(others[at], ports_.base_url));
        ++(is_taken(answer.status) ? taken_ : failed_);
        if (is_taken(answer.status)) return pass_over(failing, *state, {others[at], answer.status, at == 0});
        if (!may_mean_one_event(answer.status)) return;
    }
}

/// What was taken in its stead is sent once more in its turn, under the same id, unless it is the very next.
void WebhookWorker::pass_over(Event const& failing, WebhookState const& state, Proof const& proof) {
    if (send(failing, state) != Sent::not_taken) return;
    auto const now = ports_.clock.now();
    auto const last = ports_.record.webhook(spec_.name);
    if (!last || !last->enabled) return;
    if (!ports_.record.pass_over(spec_.name, state.epoch, failing.sequence, now)) return;
    log("webhook.passed_over", {{"sequence", std::to_string(failing.sequence)},
                                {"kind", failing.kind},
                                {"tries", std::to_string(last->failures)},
                                {"status", std::to_string(last->last_status)},
                                {"error", last->last_answer}});
    if (!proof.is_next) return;
    ports_.record.settle_webhook({.name = spec_.name,
                                  .epoch = state.epoch,
                                  .sequence = proof.event.sequence,
                                  .end = WebhookTry::End::taken,
                                  .now = now,
                                  .status = proof.status});
}

WebhookAnswer WebhookWorker::post(std::string const& id, std::string const& body) {
    auto const at = ports_.clock.now();
    FetchRequest request{.url = spec_.url,
                         .method = "POST",
                         .content_type = "application/json",
                         .body = body,
                         .accept = "",
                         .time = spec_.timeout,
                         .answer_bytes_max = answer_octets_max};
    request.headers = {{"webhook-id", id},
                       {"webhook-timestamp", webhook_timestamp(at)},
                       {"webhook-signature", webhook_signature({id, at, body}, spec_.keys)},
                       {"User-Agent", "Wetbode"}};
    request.answer_may_be_cut = true;
    WebhookAnswer answer;
    try {
        auto const got = spec_.fetch(request);
        answer.status = got.status;
        answer.words = screen_text(got.body.substr(0, words_octets_max));
        answer.retry_after = retry_after_in(got.retry_after, ports_.clock.now());
    } catch (Outage const& outage) {
        answer.words = screen_text(outage.what());
    }
    answer.took = ports_.clock.now() - at;
    return answer;
}

void WebhookWorker::tell(WebhookTry const& tried, Event const& event, Milliseconds took) const {
    if (tried.end == WebhookTry::End::taken) return;  // metrics count them; a line each would drown all others
    LogFields fields{{"sequence", std::to_string(event.sequence)},
                     {"kind", event.kind},
                     {"status", std::to_string(tried.status)},
                     {"ms", std::to_string(took.count())},
                     {"error", tried.answer}};
    if (tried.end == WebhookTry::End::failed) return log("webhook.failed", std::move(fields));
    fields.emplace_back("why", tried.why.en);
    log("webhook.disabled", std::move(fields));
}

WebhookReport WebhookWorker::report() {
    auto const state = ports_.record.webhook(spec_.name);
    ensure(state.has_value(), "a webhook that was begun is in the ledger");
    auto const from = position(*state);
    auto const page = ports_.ledger.events({}, from, newest, 1);
    WebhookReport report{.state = *state,
                         .url = spec_.url.substr(0, spec_.url.find('?')),
                         .kinds = spec_.kinds.text(),
                         .audience = text_of(spec_.audience),
                         .behind = std::max<std::int64_t>(0, page.last_sequence - from),
                         .oldest = {},
                         .taken = taken_,
                         .failed = failed_,
                         .passed = ports_.record.passed_over(spec_.name)};
    if (!page.events.empty()) report.oldest = page.events.front().at;
    return report;
}

WebhookAnswer WebhookWorker::test() {
    auto answer = post(webhook_test_id(), webhook_test_body(spec_.name, ports_.clock.now()));
    log("webhook.tested", {{"status", std::to_string(answer.status)}, {"error", answer.words}});
    return answer;
}

void WebhookWorker::work(std::stop_token const& stop) {
    Backoff backoff(pause_first, pause_max);
    while (!stop.stop_requested()) {
        auto const heard = ports_.bell.rings();
        auto pause = idle_max;
        bool broken = false;
        try {
            pause = step(stop);
            backoff.recovered();
        } catch (std::exception const& fault) {
            pause = backoff.pause();
            broken = true;
            log("webhook.outage", {{"error", fault.what()}});
        }
        if (pause <= Milliseconds{0}) continue;
        if (!broken) {
            ports_.bell.wait(heard, pause, stop);
            continue;
        }
        Bell quiet;  // the bell would wake it at once, and what is broken is still broken
        quiet.wait(quiet.rings(), pause, stop);
    }
}

void WebhookWorker::log(std::string_view event, LogFields fields) const {
    if (!ports_.log) return;
    fields.insert(fields.begin(), {"webhook", spec_.name});
    ports_.log(event, fields);
}

}  // namespace wetbode
