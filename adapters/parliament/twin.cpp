// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/twin.hpp"

#include "adapters/parliament/twin_delivery.hpp"
#include "adapters/parliament/twin_lines.hpp"
#include "adapters/rest/twin_desk.hpp"
#include "adapters/rest/twin_json_filter.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/uuid.hpp"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <thread>

namespace wetbode::parliament {

namespace {

using json = nlohmann::json;
using twin::json_response;

constexpr std::string_view root = "/api/kaleidos/";
constexpr std::string_view status_root = "/api/kaleidos/v1/status/";

/// Which call of the API a request is.
Wire wire_of(api::Request const& request) {
    std::string_view path = request.path;
    bool const get = request.method == "GET";
    bool const post = request.method == "POST";
    if (!path.starts_with(root)) return Wire::other;
    auto const name = path.substr(root.size());
    if (name == "oauth/token" && post) return Wire::token;
    if (name == "v1/document" && post) return Wire::document;
    if (name == "v1/verwerkt" && post) return Wire::verwerkt;
    if (name == "v1/ping" && get) return Wire::ping;
    if (name == "v1/kanselarij" && get) return Wire::kanselarij;
    if (name == "v1/status/ingediend" && get) return Wire::ingediend;
    if (path.starts_with(status_root) && get) return Wire::status;
    return Wire::other;
}

std::string header_in(api::Request const& request, char const* name) {
    auto const found = request.headers.find(name);
    return found == request.headers.end() ? std::string() : found->second;
}

/// The known client sends text/plain, because node's fetch does so for a string; others say JSON, or nothing.
bool takes(std::string const& content_type) {
    auto type = content_type.substr(0, content_type.find(';'));
    type.erase(type.find_last_not_of(" \t") + 1);
    std::ranges::transform(type, type.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return type.empty() || type == "text/plain" || type == "application/json" || type == "application/ld+json";
}

}  // namespace

struct Twin::Inside {
    explicit Inside(TwinSettings wanted);

    [[nodiscard]] std::unique_ptr<api::Exchange> open(api::Request const& request);
    [[nodiscard]] std::unique_ptr<api::Exchange> open_control(api::Request const& request);
    [[nodiscard]] std::unique_ptr<api::Exchange> open_call(api::Request const& request, Wire call, FaultNow fault);
    [[nodiscard]] std::unique_ptr<api::Exchange> open_delivery(api::Request const& request, FaultNow fault);
    [[nodiscard]] std::unique_ptr<api::Exchange> open_small(FaultNow fault,
                                                            std::function<api::Response(std::string const&)> act);
    [[nodiscard]] std::optional<api::Response> spoil_reading(FaultNow const& fault, bool body_began);
    [[nodiscard]] api::Response answer(FaultNow const& fault, std::function<api::Response()> const& act);
    [[nodiscard]] api::Response answer_get(api::Request const& request, Wire call);
    [[nodiscard]] api::Response token(api::Request const& request, std::string const& body);
    [[nodiscard]] bool allowed(api::Request const& request);
    [[nodiscard]] api::Response unauthorised();
    [[nodiscard]] api::Response deliver(std::string const& rest, Taken delivery, WireFault fault);
    [[nodiscard]] api::Response process(std::string const& body);
    [[nodiscard]] std::string scenario_state();
    void happened(Trigger trigger, Wire call, std::string const& pobj);
    void play_due();
    void play_until(std::stop_token const& stop);

    TwinSettings settings;
    House house;

    std::mutex play_mutex;  ///< over the player; never held while an act is done
    std::condition_variable_any play_changed;
    std::optional<Player> player;
    std::jthread player_thread;  ///< last: it ends before what it uses
};

Twin::Inside::Inside(TwinSettings wanted) : settings(std::move(wanted)), house(settings.state) {
    house.papers = settings.papers;
    house.say = settings.say;
    house.token_rules.life = settings.token_life;
    house.token_rules.form = settings.expires_in;
    house.keys = settings.keys;
    if (!settings.scenario) return;
    player.emplace(*settings.scenario, house.clock.now());
    play_due();
    player_thread = std::jthread([this](std::stop_token const& stop) { play_until(stop); });
}

Twin::Twin(TwinSettings settings) : inside_(std::make_unique<Inside>(std::move(settings))) {}
Twin::~Twin() = default;

void Twin::release() { inside_->house.faults.release(); }

api::Opener Twin::opener() {
    return [this](api::Request const& request) { return inside_->open(request); };
}

std::unique_ptr<api::Exchange> Twin::Inside::open(api::Request const& request) {
    if (request.path.starts_with("/_twin/")) return open_control(request);
    auto const call = wire_of(request);
    {
        std::scoped_lock const lock(house.mutex);
        ++house.calls[call];
    }
    happened(Trigger::call, call, {});
    auto const fault = house.faults.take(call);
    if (fault.fault == WireFault::down) return twin::fixed_exchange(twin::cut_response());
    if (call == Wire::token)
        return open_small(fault, [this, request](std::string const& body) { return token(request, body); });
    if (fault.fault == WireFault::expired_token) {
        std::scoped_lock const lock(house.mutex);
        house.tokens.clear();
    }
    if (fault.fault == WireFault::unauthorised) return twin::fixed_exchange(unauthorised());
    if (!allowed(request)) return twin::fixed_exchange(problem(401, "no valid token"));
    return open_call(request, call, fault);
}

std::unique_ptr<api::Exchange> Twin::Inside::open_call(api::Request const& request, Wire call, FaultNow fault) {
    if (call == Wire::other) return twin::fixed_exchange(problem(404, "no such resource"));
    if (request.method != "POST")
        return open_small(fault, [this, request, call](std::string const&) { return answer_get(request, call); });
    auto const type = header_in(request, "content-type");
    if (!takes(type))
        return twin::fixed_exchange(problem(415, "neither text/plain, application/json nor ld+json: " + type));
    if (call == Wire::document) return open_delivery(request, fault);
    return open_small(fault, [this](std::string const& body) { return process(body); });
}

std::unique_ptr<api::Exchange> Twin::Inside::open_control(api::Request const& request) {
    auto const name = request.path.substr(std::string_view("/_twin/").size());
    if (request.method == "POST")
        return twin::small_exchange([this, name](std::string const& body) { return do_act_in(house, name, body); });
    std::scoped_lock const lock(house.mutex);
    if (name == "received") return twin::fixed_exchange(json_response(200, received_answer(house.store)));
    if (name == "dossiers") return twin::fixed_exchange(json_response(200, dossiers_answer(house.store)));
    if (name == "calls") {
        json counts = json::object();
        for (auto const& [call, count] : house.calls) counts[std::string(name_of(call))] = count;
        return twin::fixed_exchange(json_response(200, counts.dump()));
    }
    if (name == "scenario") return twin::fixed_exchange(json_response(200, scenario_state()));
    return twin::fixed_exchange(problem(404, "no such switch"));
}

/// What ends a call before its body has come, or holds it up.
std::optional<api::Response> Twin::Inside::spoil_reading(FaultNow const& fault, bool body_began) {
    if (fault.fault == WireFault::slow_reading) house.faults.linger(fault.delay);
    if (!body_began) return std::nullopt;
    if (fault.fault == WireFault::cut_in_body) return twin::cut_response();
    if (fault.fault != WireFault::unauthorised_in_body) return std::nullopt;
    auto response = unauthorised();
    response.close = true;
    return response;
}

api::Response Twin::Inside::answer(FaultNow const& fault, std::function<api::Response()> const& act) {
    bool const too_late = fault.fault == WireFault::expires_in_call || fault.fault == WireFault::unauthorised_in_body;
    if (too_late) return unauthorised();
    if (fault.fault == WireFault::cut_in_body) return twin::cut_response();
    return with_fault(fault, house.faults, act);
}

std::unique_ptr<api::Exchange> Twin::Inside::open_small(FaultNow fault,
                                                        std::function<api::Response(std::string const&)> act) {
    return twin::small_exchange([this, fault, act = std::move(act)](std::string const& body) {
        if (fault.fault == WireFault::slow_reading) house.faults.linger(fault.delay);
        return answer(fault, [&] { return act(body); });
    });
}

std::unique_ptr<api::Exchange> Twin::Inside::open_delivery(api::Request const& request, FaultNow fault) {
    Taken delivery;
    delivery.key = twin::key_in(request);
    delivery.content_type = header_in(request, "content-type");
    // Shared by the two functions of one exchange.
    auto const filter = std::make_shared<twin::JsonFilter>(settings.message_bytes_max);
    return twin::exchange(
        [this, filter, fault](std::string_view bytes) -> std::optional<api::Response> {
            if (auto early = spoil_reading(fault, !bytes.empty())) return early;
            filter->update(bytes);
            if (!filter->too_long()) return std::nullopt;
            auto response = problem(413, "the message without its files is too long");
            response.close = true;
            return response;
        },
        [this, filter, fault, delivery] {
            return answer(fault, [&] { return deliver(filter->rest(), delivery, fault.fault); });
        });
}

api::Response Twin::Inside::deliver(std::string const& rest, Taken delivery, WireFault fault) {
    delivery.at = rfc3339(house.clock.now());
    auto const message = json::parse(rest, nullptr, false);
    if (message.is_discarded()) return problem(400, "the body is not JSON");
    auto const wrong = read_delivery(message, delivery);
    if (!wrong.empty()) return problem(400, wrong);
    delivery.remarks = remarks_on(message);

    std::unique_lock lock(house.mutex);
    auto* earlier = house.keys == Keys::honoured ? house.store.by_key(delivery.key) : nullptr;
    if (earlier != nullptr) {
        house.store.count_duplicate(*earlier);
        return json_response(200, delivery_answer(*earlier, fault));
    }
    if (!delivery.pobj.empty() && !house.store.knows(delivery.pobj))
        return problem(400, "pobj " + delivery.pobj + " is unknown");
    auto const& taken = house.store.take(std::move(delivery));
    auto response = json_response(200, delivery_answer(taken, fault));
    auto const pobj = taken.pobj;
    lock.unlock();
    happened(Trigger::delivery, Wire::document, pobj);
    return response;
}

api::Response Twin::Inside::process(std::string const& body) {
    Processed processed;
    auto const wrong = read_processed(json::parse(body, nullptr, false), processed);
    if (!wrong.empty()) return problem(400, wrong);
    processed.at = rfc3339(house.clock.now());
    std::scoped_lock const lock(house.mutex);
    auto const refused = house.store.process(processed);
    if (!refused.empty()) return problem(400, refused);
    return json_response(200, line_of({{"status", "SUCCESS"}, {"pobj", processed.pobj}, {"id", processed.flow}}));
}

api::Response Twin::Inside::answer_get(api::Request const& request, Wire call) {
    std::scoped_lock const lock(house.mutex);
    if (call == Wire::ping) return json_response(200, R"({"status":"OK"})");
    if (call == Wire::kanselarij) return kanselarij_answer(house.store);
    if (call == Wire::ingediend) {
        auto const days = request.query.find("dagen");
        int count = 30;
        if (days != request.query.end())
            std::from_chars(days->second.data(), days->second.data() + days->second.size(), count);
        count = std::clamp(count, 0, 3650);
        return json_response(200, submitted_answer(house.store, rfc3339(house.clock.now() - std::chrono::days{count})));
    }
    auto const name = request.path.substr(status_root.size());
    auto const* dossier = name.empty() ? nullptr : house.store.dossier(name);
    if (dossier == nullptr) return problem(404, "pobj " + name + " is unknown");
    return json_response(200, status_answer(*dossier));
}

api::Response Twin::Inside::token(api::Request const& request, std::string const& body) {
    auto const given = header_in(request, "authorization");
    auto const wanted = "Basic " + base64(settings.client_id + ':' + settings.client_secret);
    bool const any = settings.client_id.empty();
    if (!given.starts_with("Basic ") || (!any && given != wanted)) return problem(401, "unknown client");
    if (body != "grant_type=client_credentials") return problem(400, "grant_type must be client_credentials");
    auto const name = "twin-" + random_hex(16);
    std::scoped_lock const lock(house.mutex);
    auto const now = house.clock.now();
    auto const& rules = house.token_rules;
    std::erase_if(house.tokens, [&](auto const& token) { return token.second < now; });
    house.tokens[name] = now + rules.life;
    auto const seconds = rules.announced.count() > 0 ? rules.announced.count() : rules.life.count();
    json answer{{"access_token", name}, {"token_type", "Bearer"}, {"expires_in", seconds}};
    if (rules.form == SecondsForm::text) answer["expires_in"] = std::to_string(seconds);
    return json_response(200, answer.dump());
}

bool Twin::Inside::allowed(api::Request const& request) {
    auto const given = header_in(request, "authorization");
    if (!given.starts_with("Bearer ")) return false;
    std::scoped_lock const lock(house.mutex);
    auto const found = house.tokens.find(given.substr(7));
    return found != house.tokens.end() && house.clock.now() < found->second;
}

api::Response Twin::Inside::unauthorised() {
    std::scoped_lock const lock(house.mutex);
    house.tokens.clear();
    return problem(401, "the token has ended");
}

std::string Twin::Inside::scenario_state() {
    std::scoped_lock const lock(play_mutex);
    if (!player) return "{}";
    return line_of({{"name", player->scenario().name}, {"steps", player->scenario().steps.size()},
                    {"played", player->played()}, {"waiting", player->waiting()}});
}

void Twin::Inside::happened(Trigger trigger, Wire call, std::string const& pobj) {
    {
        std::scoped_lock const lock(play_mutex);
        if (!player) return;
        player->on(trigger, call, pobj, house.clock.now());
    }
    play_due();
    play_changed.notify_all();
}

/// Acts that are due are done by whoever finds them, so that a step on a call counts for that very call.
void Twin::Inside::play_due() {
    std::vector<Due> due;
    {
        std::scoped_lock const lock(play_mutex);
        due = player->take_due(house.clock.now());
    }
    for (auto const& one : due) {
        auto const response = do_act(house, one.act, one.wish);
        if (response.status < 300 || !house.say) continue;
        house.say("scenario, line " + std::to_string(one.line) + ": " + one.act + ": " + twin::body_of(response));
    }
}

void Twin::Inside::play_until(std::stop_token const& stop) {
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(play_mutex);
            auto const next = player->next();
            auto const sooner = [&] { return player->next() != next; };
            if (next) play_changed.wait_until(lock, stop, *next, sooner);
            else play_changed.wait(lock, stop, sooner);
        }
        if (!stop.stop_requested()) play_due();
    }
}

}  // namespace wetbode::parliament
