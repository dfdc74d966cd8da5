// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/twin_faults.hpp"

#include "adapters/rest/twin_desk.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace wetbode::parliament {

namespace {

using json = nlohmann::json;

constexpr std::size_t slow_pieces = 10;

constexpr std::array<std::pair<std::string_view, Wire>, 8> wire_names{{
    {"token", Wire::token}, {"ping", Wire::ping}, {"document", Wire::document}, {"status", Wire::status},
    {"ingediend", Wire::ingediend}, {"kanselarij", Wire::kanselarij}, {"verwerkt", Wire::verwerkt},
    {"other", Wire::other}}};

constexpr std::array<std::pair<std::string_view, WireFault>, 22> fault_names{{
    {"down", WireFault::down}, {"cut_in_body", WireFault::cut_in_body}, {"cut_after_body", WireFault::cut_after_body},
    {"500_before", WireFault::error_before}, {"500_after", WireFault::error_after},
    {"html_error", WireFault::html_error}, {"html_success", WireFault::html_success},
    {"slow", WireFault::slow}, {"slow_answer", WireFault::slow},
    {"slow_reading", WireFault::slow_reading}, {"slow_body", WireFault::slow_body}, {"401", WireFault::unauthorised},
    {"401_in_body", WireFault::unauthorised_in_body}, {"expired_token", WireFault::expired_token},
    {"expires_in_call", WireFault::expires_in_call}, {"partial_files", WireFault::partial_files},
    {"no_pobj", WireFault::no_pobj}, {"cut_answer", WireFault::cut_answer},
    {"truncated_json", WireFault::truncated_json}, {"wrong_json", WireFault::wrong_json},
    {"429", WireFault::too_many}, {"503", WireFault::busy}}};

api::Response page(int status) {
    auto response = twin::html_error();
    response.status = status;
    return response;
}

api::Response later(int status, int seconds) {
    auto response = problem(status, status == 429 ? "te veel aanvragen" : "onderhoud");
    response.headers.emplace_back("Retry-After", std::to_string(seconds));
    return response;
}

/// What is answered instead of acting.
std::optional<api::Response> instead(FaultNow const& fault) {
    switch (fault.fault) {
        case WireFault::error_before: return problem(500, "storing (before)");
        case WireFault::html_error: return page(500);
        case WireFault::html_success: return page(200);
        case WireFault::wrong_json: return twin::json_response(200, R"([{"versie":2,"resultaat":null}])");
        case WireFault::too_many: return later(429, fault.retry_after);
        case WireFault::busy: return later(503, fault.retry_after);
        case WireFault::down: return twin::cut_response();
        default: return std::nullopt;
    }
}

}  // namespace

std::string_view name_of(Wire call) {
    for (auto const& [name, value] : wire_names)
        if (value == call) return name;
    return "other";
}

std::optional<Wire> wire_named(std::string_view name) {
    for (auto const& [known, call] : wire_names)
        if (known == name) return call;
    return std::nullopt;
}

std::optional<WireFault> fault_named(std::string_view name) {
    for (auto const& [known, fault] : fault_names)
        if (known == name) return fault;
    return std::nullopt;
}

std::string WireFaults::set(FaultWish const& wish) {
    auto const fault = fault_named(wish.mode);
    if (!fault) return "unknown mode \"" + wish.mode + '"';
    if (wish.times < 0 || wish.times > 100'000) return "times is 0 .. 100000";
    if (wish.delay_ms < 0 || wish.delay_ms > 600'000) return "delay_ms is 0 .. 600000";
    if (wish.retry_after_s < 0 || wish.retry_after_s > 86'400) return "retry_after_s is 0 .. 86400";
    Waiting waiting{{*fault, std::chrono::milliseconds{wish.delay_ms}, static_cast<int>(wish.retry_after_s)},
                    Wire::document, wish.times};
    if (wish.on == "any" || (wish.on.empty() && *fault == WireFault::down)) waiting.on.reset();
    else if (!wish.on.empty() && !(waiting.on = wire_named(wish.on))) return "unknown call \"" + wish.on + '"';
    std::scoped_lock const lock(mutex_);
    if (wish.times == 0) queue_.clear();
    else queue_.push_back(waiting);
    return {};
}

void WireFaults::clear() {
    std::scoped_lock const lock(mutex_);
    queue_.clear();
}

FaultNow WireFaults::take(Wire call) {
    std::scoped_lock const lock(mutex_);
    auto const found = std::ranges::find_if(queue_, [&](auto const& one) { return !one.on || *one.on == call; });
    if (found == queue_.end()) return {};
    auto const what = found->what;
    if (--found->times == 0) queue_.erase(found);
    return what;
}

std::size_t WireFaults::waiting() const {
    std::scoped_lock const lock(mutex_);
    std::size_t sum = 0;
    for (auto const& one : queue_) sum += static_cast<std::size_t>(one.times);
    return sum;
}

void WireFaults::linger(std::chrono::milliseconds delay) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, delay, [&] { return released_; });
}

void WireFaults::release() {
    std::scoped_lock const lock(mutex_);
    released_ = true;
    changed_.notify_all();
}

api::Response with_fault(FaultNow fault, WireFaults& faults, std::function<api::Response()> const& act) {
    if (fault.fault == WireFault::slow) faults.linger(fault.delay);
    if (auto response = instead(fault)) return *response;
    auto response = act();
    switch (fault.fault) {
        case WireFault::error_after: return problem(500, "storing (after)");
        case WireFault::cut_after_body: return twin::cut_response();
        case WireFault::cut_answer: twin::cut_at_half(response); break;
        case WireFault::truncated_json: twin::end_at_half(response); break;
        case WireFault::slow_body: {
            auto const pause = fault.delay / static_cast<int>(slow_pieces);
            twin::dribble(response, slow_pieces, [&faults, pause] { faults.linger(pause); });
            break;
        }
        default: break;
    }
    return response;
}

api::Response problem(int status, std::string const& what) {
    auto const body = json{{"status", "ERROR"}, {"message", what}};
    return twin::json_response(status, body.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace wetbode::parliament
