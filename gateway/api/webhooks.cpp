// SPDX-License-Identifier: EUPL-1.2
// /v1/webhooks: how those that are pushed to fare, and what an administrator can do about it.
#include "gateway/api/call.hpp"
#include "gateway/base/rfc3339.hpp"

#include <nlohmann/json.hpp>

namespace wetbode::api {
namespace {

using nlohmann::json;

json instant_or_null(std::optional<Instant> const& at) {
    return at ? json(rfc3339(*at)) : json();
}
json text_or_null(std::string const& text) {
    return text.empty() ? json() : json(text);
}
json status_or_null(int status) {
    return status == 0 ? json() : json(status);
}

std::string dumped(json const& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json value_of(PassedEvents const& passed) {
    auto oldest = json::array();
    for (auto const& event : passed.oldest)
        oldest.push_back({{"sequence", event.sequence},
                          {"since", rfc3339(event.since)},
                          {"passed", rfc3339(event.passed)},
                          {"tries", event.tries},
                          {"status", status_or_null(event.status)},
                          {"error", text_or_null(event.answer)}});
    return {{"count", passed.count}, {"oldest", std::move(oldest)}};
}

json value_of(WebhookReport const& report, Language language) {
    auto const& state = report.state;
    json last{{"at", instant_or_null(state.last_try)},
              {"status", status_or_null(state.last_status)},
              {"error", text_or_null(state.last_answer)}};
    return {{"name", state.name},
            {"url", report.url},
            {"kinds", report.kinds},
            {"audience", report.audience},
            {"state", state.enabled ? "enabled" : "disabled"},
            {"since", rfc3339(state.since)},
            {"why", text_or_null(state.why.in(language))},
            {"begun", rfc3339(state.begun)},
            {"cursor", state.cursor},
            {"behind", report.behind},
            {"oldest", instant_or_null(report.oldest)},
            {"failures", state.failures},
            {"failing_since", instant_or_null(state.failing_since)},
            {"due", instant_or_null(state.due)},
            {"last_taken", instant_or_null(state.last_taken)},
            {"last", std::move(last)},
            {"passed_over", value_of(report.passed)}};
}

/// {"reason":"..."} and what else the act takes, in `order`.
struct Wish {
    Decision decision;
    json order;
};

Result<Wish> wish_of(Call const& call, std::string const& body, std::initializer_list<std::string_view> known) {
    auto order = json::parse(body, nullptr, false);
    if (order.is_discarded() || !order.is_object())
        return tl::unexpected(bad_decision("de inhoud is geen JSON-object", "the body is not a JSON object"));
    for (auto const& [key, value] : order.items())
        if (key != "reason" && std::find(known.begin(), known.end(), key) == known.end())
            return tl::unexpected(bad_decision("onbekende sleutel: " + key, "unknown key: " + key));
    auto const reason = order.find("reason");
    if (reason == order.end() || !reason->is_string())
        return tl::unexpected(bad_decision("\"reason\" is nodig, een tekst", "\"reason\" is needed, a text"));
    auto decision = decision_with(call, reason->get<std::string>());
    if (!decision) return tl::unexpected(decision.error());
    return Wish{std::move(*decision), std::move(order)};
}

Result<WebhookReplay> replay_in(json const& order) {
    auto const after = order.find("after");
    auto const since = order.find("since");
    if ((after == order.end()) == (since == order.end()))
        return tl::unexpected(bad_decision("geef \"after\" (nummer) of \"since\" (tijdstip), een van beide",
                                           "give \"after\" (number) or \"since\" (instant), one of them"));
    WebhookReplay replay;
    if (after != order.end()) {
        if (!after->is_number_integer() || after->get<std::int64_t>() < 0)
            return tl::unexpected(
                bad_decision("\"after\" is een geheel getal vanaf 0", "\"after\" is a whole number from 0"));
        replay.after = after->get<std::int64_t>();
        return replay;
    }
    if (since->is_string()) replay.since = from_rfc3339(since->get<std::string>());
    if (!replay.since)
        return tl::unexpected(bad_decision("\"since\" is een tijdstip zoals 2026-11-23T08:00:00Z",
                                           "\"since\" is an instant like 2026-11-23T08:00:00Z"));
    return replay;
}

Response decided(Call const& call, Result<WebhookReport> const& report) {
    if (!report) return call.refuse(report.error());
    return json_answer(200, dumped(value_of(*report, call.language)));
}

}  // namespace

Response get_webhooks(Call const& call) {
    auto list = json::array();
    if (call.parts.webhooks != nullptr)
        for (auto const& report : call.parts.webhooks->reports()) list.push_back(value_of(report, call.language));
    return json_answer(200, dumped({{"webhooks", std::move(list)}}));
}

Response post_webhook_enable(Call const& call, std::string const& body) {
    if (call.parts.webhooks == nullptr) return call.refuse("WEBHOOK_UNKNOWN");
    auto const wish = wish_of(call, body, {});
    if (!wish) return call.refuse(wish.error());
    return decided(call, call.parts.webhooks->enable(call.arguments.at(0), wish->decision));
}

Response post_webhook_forget(Call const& call, std::string const& body) {
    if (call.parts.webhooks == nullptr) return call.refuse("WEBHOOK_UNKNOWN");
    auto const wish = wish_of(call, body, {});
    if (!wish) return call.refuse(wish.error());
    return decided(call, call.parts.webhooks->forget(call.arguments.at(0), wish->decision));
}

Response post_webhook_replay(Call const& call, std::string const& body) {
    if (call.parts.webhooks == nullptr) return call.refuse("WEBHOOK_UNKNOWN");
    auto const wish = wish_of(call, body, {"after", "since"});
    if (!wish) return call.refuse(wish.error());
    auto const replay = replay_in(wish->order);
    if (!replay) return call.refuse(replay.error());
    return decided(call, call.parts.webhooks->replay(call.arguments.at(0), *replay, wish->decision));
}

Response post_webhook_test(Call const& call, std::string const& body) {
    if (call.parts.webhooks == nullptr) return call.refuse("WEBHOOK_UNKNOWN");
    auto const order = json::parse(body, nullptr, false);
    if (!order.is_object() || !order.empty())
        return call.refuse(bad_decision("een proef vraagt een leeg JSON-object", "a test takes an empty JSON object"));
    auto const answer = call.parts.webhooks->test(call.arguments.at(0));
    if (!answer) return call.refuse(answer.error());
    return json_answer(200, dumped({{"taken", answer->status >= 200 && answer->status < 300},
                                    {"status", status_or_null(answer->status)},
                                    {"answer", text_or_null(answer->words)},
                                    {"milliseconds", answer->took.count()}}));
}

}  // namespace wetbode::api
