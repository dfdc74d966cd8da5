// SPDX-License-Identifier: EUPL-1.2
// /v1/transfers: what is on its way, and the two decisions that a person can take about it, with his reason.
#include "gateway/api/call.hpp"
#include "gateway/json/json.hpp"

#include <nlohmann/json.hpp>

namespace wetbode::api {
namespace {

constexpr std::size_t parameter_bytes_max = 128;

/// {"reason":"..."} and nothing else: who decides is known from his proof, not from his word.
Result<Decision> decision_of(Call const& call, std::string const& body) {
    auto const value = nlohmann::json::parse(body, nullptr, false);
    if (value.is_discarded() || !value.is_object())
        return tl::unexpected(bad_decision("de inhoud is geen JSON-object", "the body is not a JSON object"));
    auto const reason = value.find("reason");
    if (value.size() != 1 || reason == value.end() || !reason->is_string())
        return tl::unexpected(bad_decision("precies een sleutel is nodig: \"reason\", een tekst",
                                           "exactly one key is needed: \"reason\", a text"));
    return decision_with(call, reason->get<std::string>());
}

std::optional<std::string> parameter(Call const& call, std::string_view name) {
    auto const found = call.request.query.find(name);
    if (found == call.request.query.end()) return std::nullopt;
    return found->second;
}

Result<TransferFilter> filter_of(Call const& call) {
    TransferFilter filter;
    if (auto const state = parameter(call, "state")) {
        filter.state = transfer_state_from(*state);
        if (!filter.state)
            return tl::unexpected(door_refusal("QUERY_INVALID", {"onbekende toestand", "unknown state"}));
    }
    for (std::string_view const name : {"counterpart", "submission", "after"}) {
        auto const value = parameter(call, name);
        if (!value) continue;
        if (value->empty() || value->size() > parameter_bytes_max)
            return tl::unexpected(door_refusal("QUERY_INVALID", {"parameter " + std::string(name) + " is ongeldig",
                                                                 "parameter " + std::string(name) + " is invalid"}));
        if (name == "counterpart") filter.counterpart = CounterpartName{*value};
        if (name == "submission") filter.submission = SubmissionId{*value};
        if (name == "after") filter.after = *value;
    }
    auto const limit = number_in(call.request, "limit", 100, 1, call.parts.limits.page_transfers_max);
    if (!limit) return tl::unexpected(limit.error());
    filter.most = static_cast<int>(*limit);
    return filter;
}

Response decided(Call const& call, Result<Transfer> const& transfer) {
    if (!transfer) return call.refuse(transfer.error());
    return json_answer(200, json::view_of(*transfer, call.language));
}

std::string time_text(TimeView const& time, Language language) {
    nlohmann::json const value{{"state", time.state},
                               {"mode", std::string(name_of(time.mode))},
                               {"attempts", time.attempts},
                               {"why", time.why.in(language)}};
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string seal_text(SealView const& seal, Language language) {
    nlohmann::json const value{{"state", seal.state}, {"attempts", seal.attempts}, {"why", seal.why.in(language)}};
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

Response get_transfers(Call const& call) {
    auto filter = filter_of(call);
    if (!filter) return call.refuse(filter.error());
    if (call.caller.role == Role::sender) filter->sender = call.caller.name;
    if (call.caller.role == Role::clerk) {
        // Another counterpart than his own has nothing for him: an empty page, as for one that does not exist.
        if (filter->counterpart && *filter->counterpart != call.caller.counterpart)
            return json_answer(200, json::page_of({}, "", call.language));
        filter->counterpart = call.caller.counterpart;
    }
    auto const transfers = call.parts.ledger.transfers(*filter);
    bool const full = transfers.size() == static_cast<std::size_t>(filter->most);
    auto const next = full ? transfers.back().id.text : std::string{};
    return json_answer(200, json::page_of(transfers, next, call.language));
}

Response get_transfer(Call const& call) {
    auto const transfer = visible_transfer(call, {call.arguments.at(0)});
    if (!transfer) return call.refuse("TRANSFER_UNKNOWN");
    auto const attempts = call.parts.ledger.attempts(transfer->id, call.parts.limits.attempts_shown_max);
    return json_answer(200, json::view_of(*transfer, attempts, call.language));
}

Response post_replay(Call const& call, std::string const& body) {
    auto const transfer = visible_transfer(call, {call.arguments.at(0)});
    if (!transfer) return call.refuse("TRANSFER_UNKNOWN");
    auto const decision = decision_of(call, body);
    if (!decision) return call.refuse(decision.error());
    return decided(call, call.parts.ledger.replay(transfer->id, *decision));
}

Response post_withdraw(Call const& call, std::string const& body) {
    auto const transfer = visible_transfer(call, {call.arguments.at(0)});
    if (!transfer) return call.refuse("TRANSFER_UNKNOWN");
    auto const decision = decision_of(call, body);
    if (!decision) return call.refuse(decision.error());
    return decided(call, call.parts.ledger.withdraw(transfer->id, *decision));
}

Response post_seal_replay(Call const& call, std::string const& body) {
    auto const view = visible_submission(call, {call.arguments.at(0)});
    if (!view) return call.refuse("SUBMISSION_UNKNOWN");
    auto const decision = decision_of(call, body);
    if (!decision) return call.refuse(decision.error());
    auto const seal = call.parts.ledger.replay_seal(view->id, *decision);
    if (!seal) return call.refuse(seal.error());
    return json_answer(200, seal_text(*seal, call.language));
}

Response post_time_replay(Call const& call, std::string const& body) {
    auto const view = visible_submission(call, {call.arguments.at(0)});
    if (!view) return call.refuse("SUBMISSION_UNKNOWN");
    auto const decision = decision_of(call, body);
    if (!decision) return call.refuse(decision.error());
    auto const seal = call.parts.ledger.replay_time(view->id, *decision);
    if (!seal) return call.refuse(seal.error());
    return json_answer(200, time_text(seal->time, call.language));
}

}  // namespace wetbode::api
