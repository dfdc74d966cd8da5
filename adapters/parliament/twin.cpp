// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/twin.hpp"

#include "adapters/parliament/twin_store.hpp"
#include "adapters/rest/twin_desk.hpp"
#include "adapters/rest/twin_json_filter.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/clock.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <mutex>

namespace wetbode::parliament {

namespace {

using json = nlohmann::json;
using twin::FaultMode;
using twin::json_response;

constexpr std::string_view root = "/api/kaleidos/";

api::Response problem(int status, std::string const& what) {
    return json_response(status, json{{"status", "ERROR"}, {"message", what}}.dump());
}

std::string text_in(json const& object, char const* key) {
    auto const found = object.find(key);
    if (found == object.end()) return {};
    if (found->is_number_integer()) return found->dump();
    return found->is_string() ? found->get<std::string>() : std::string();
}

bool all_digits(std::string const& text) {
    return !text.empty() && text.size() <= 15 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "sha256:<hex>:<bytes>", as the filter wrote it in place of the content.
bool split_content(std::string const& content, TakenFile& file) {
    if (!content.starts_with("sha256:") || content.size() < 73) return false;
    file.sha256 = content.substr(7, 64);
    auto const* const end = content.data() + content.size();
    return std::from_chars(content.data() + 72, end, file.bytes).ec == std::errc{};
}

/// Reads the delivery; the answer tells what is wrong with it. `message` had its contents replaced by digests.
std::string read_delivery(json const& message, Taken& taken) {
    if (!message.is_object()) return "the body is not a JSON object";
    taken.flow = text_in(message, "@id");
    taken.pobj = text_in(message, "pobj");
    if (taken.flow.empty()) return "@id is missing";
    auto const pieces = message.value(json::json_pointer("/@reverse/Dossier.isNeerslagVan/Dossier.bestaatUit"),
                                      json::array());
    if (!pieces.is_array()) return "Dossier.bestaatUit is not a list";
    for (auto const& piece : pieces) {
        auto const files = piece.is_object() ? piece.find("Stuk.isVoorgesteldDoor") : piece.end();
        if (files == piece.end() || !files->is_array()) return "a Stuk has no files";
        for (auto const& one : *files) {
            if (!one.is_object()) return "a file is not an object";
            TakenFile file;
            file.id = text_in(one, "@id");
            file.name = text_in(one, "filename");
            file.previous_pfls = text_in(one, "previousPfls");
            if (file.id.empty() || file.name.empty()) return "a file lacks @id or filename";
            if (!split_content(text_in(one, "content"), file)) return "the content of " + file.id + " is not base 64";
            taken.files.push_back(std::move(file));
        }
    }
    return taken.files.empty() ? "the dossier holds no file" : std::string();
}

json success(Taken const& taken, bool leave_last_out) {
    json files = json::array();
    for (std::size_t i = 0; i + (leave_last_out ? 1 : 0) < taken.files.size(); ++i) {
        auto const& file = taken.files[i];
        json pfls = file.pfls;
        if (i % 2 == 1) pfls = std::stoll(file.pfls);  // now a string, now a number, like the real one
        files.push_back({{"id", file.id}, {"pfls", pfls}});
    }
    return {{"status", "SUCCESS"}, {"id", taken.flow}, {"pobj", taken.pobj}, {"files", files}};
}

}  // namespace

struct Twin::Inside {
    explicit Inside(TwinSettings wanted) : settings(std::move(wanted)), store(settings.state) {}

    [[nodiscard]] std::unique_ptr<api::Exchange> open(api::Request const& request);
    [[nodiscard]] std::unique_ptr<api::Exchange> open_control(api::Request const& request);
    [[nodiscard]] std::unique_ptr<api::Exchange> open_delivery(api::Request const& request);
    [[nodiscard]] api::Response answer_get(api::Request const& request);
    [[nodiscard]] api::Response token(api::Request const& request, std::string const& body);
    [[nodiscard]] bool allowed(api::Request const& request);
    [[nodiscard]] api::Response deliver(std::string const& rest, std::string const& key, twin::FaultNow fault);
    [[nodiscard]] api::Response set_status(std::string const& body);

    TwinSettings settings;
    SystemClock clock;
    twin::Faults faults;
    std::mutex mutex;  ///< over all below
    TwinStore store;
    std::map<std::string, Instant> tokens;
};

Twin::Twin(TwinSettings settings) : inside_(std::make_unique<Inside>(std::move(settings))) {}
Twin::~Twin() = default;

void Twin::release() { inside_->faults.release(); }

api::Opener Twin::opener() {
    return [this](api::Request const& request) { return inside_->open(request); };
}

std::unique_ptr<api::Exchange> Twin::Inside::open(api::Request const& request) {
    if (request.path.starts_with("/_twin/")) return open_control(request);
    if (faults.take_if_down()) return twin::fixed_exchange(twin::cut_response());
    auto const path = std::string_view(request.path);
    if (path == std::string(root) + "oauth/token" && request.method == "POST")
        return twin::small_exchange([this, request](std::string const& body) { return token(request, body); });
    if (!allowed(request)) return twin::fixed_exchange(problem(401, "no valid token"));
    if (path == std::string(root) + "v1/document" && request.method == "POST") return open_delivery(request);
    if (request.method == "GET") return twin::fixed_exchange(answer_get(request));
    return twin::fixed_exchange(problem(404, "no such resource"));
}

std::unique_ptr<api::Exchange> Twin::Inside::open_control(api::Request const& request) {
    if (request.path == "/_twin/received" && request.method == "GET") {
        std::scoped_lock const lock(mutex);
        return twin::fixed_exchange(json_response(200, store.received()));
    }
    if (request.path == "/_twin/faults" && request.method == "POST")
        return twin::small_exchange([this](std::string const& body) { return faults.set(body); });
    if (request.path == "/_twin/status" && request.method == "POST")
        return twin::small_exchange([this](std::string const& body) { return set_status(body); });
    return twin::fixed_exchange(problem(404, "no such switch"));
}

std::unique_ptr<api::Exchange> Twin::Inside::open_delivery(api::Request const& request) {
    auto const fault = faults.take_for_delivery();
    if (fault.mode == FaultMode::down) return twin::fixed_exchange(twin::cut_response());
    if (fault.mode == FaultMode::unauthorised) {
        std::scoped_lock const lock(mutex);
        tokens.clear();
        return twin::fixed_exchange(problem(401, "the token has ended"));
    }
    // Shared by the two functions of one exchange.
    auto const filter = std::make_shared<twin::JsonFilter>(settings.message_bytes_max);
    return twin::exchange(
        [filter](std::string_view bytes) -> std::optional<api::Response> {
            filter->update(bytes);
            if (!filter->too_long()) return std::nullopt;
            auto response = problem(413, "the message without its files is too long");
            response.close = true;
            return response;
        },
        [this, filter, fault, key = twin::key_in(request)] { return deliver(filter->rest(), key, fault); });
}

api::Response Twin::Inside::deliver(std::string const& rest, std::string const& key, twin::FaultNow fault) {
    if (fault.mode == FaultMode::slow) faults.linger(fault.delay);
    if (fault.mode == FaultMode::error_before) return problem(500, "storing (before)");
    if (fault.mode == FaultMode::html_error) return twin::html_error();
    Taken delivery;
    delivery.key = key;
    delivery.at = rfc3339(clock.now());
    auto const wrong = read_delivery(json::parse(rest, nullptr, false), delivery);
    if (!wrong.empty()) return problem(400, wrong);

    std::scoped_lock const lock(mutex);
    auto* earlier = store.by_key(key);
    if (earlier != nullptr) store.count_duplicate(*earlier);
    else if (!delivery.pobj.empty() && !store.knows(delivery.pobj))
        return problem(400, "pobj " + delivery.pobj + " is unknown");
    auto const& taken = earlier != nullptr ? *earlier : store.take(std::move(delivery));
    if (fault.mode == FaultMode::error_after) return problem(500, "storing (after)");
    if (fault.mode == FaultMode::cut_after_body) return twin::cut_response();
    return json_response(200, success(taken, fault.mode == FaultMode::partial_files).dump());
}

api::Response Twin::Inside::answer_get(api::Request const& request) {
    auto const path = std::string_view(request.path);
    auto const status = std::string(root) + "v1/status/";
    if (path == std::string(root) + "v1/ping") return json_response(200, R"({"status":"OK"})");
    if (!path.starts_with(status)) return problem(404, "no such resource");
    auto const name = std::string(path.substr(status.size()));
    std::scoped_lock const lock(mutex);
    if (name == "ingediend") {
        auto const days = request.query.find("dagen");
        int count = 30;
        if (days != request.query.end())
            std::from_chars(days->second.data(), days->second.data() + days->second.size(), count);
        count = std::clamp(count, 0, 3650);
        return json_response(200, store.submitted_since(rfc3339(clock.now() - std::chrono::days{count})));
    }
    auto const* history = store.history(name);
    if (history == nullptr) return problem(404, "pobj " + name + " is unknown");
    json list = json::array();
    for (auto const& one : *history) list.push_back({{"status", one.status}, {"datum", one.date}});
    return json_response(200, json{{"statussen", list}}.dump());
}

api::Response Twin::Inside::token(api::Request const& request, std::string const& body) {
    auto const given = request.headers.find("authorization");
    auto const wanted = "Basic " + base64(settings.client_id + ':' + settings.client_secret);
    bool const any = settings.client_id.empty();
    if (given == request.headers.end() || !given->second.starts_with("Basic ") || (!any && given->second != wanted))
        return problem(401, "unknown client");
    if (body != "grant_type=client_credentials") return problem(400, "grant_type must be client_credentials");
    auto const name = "twin-" + random_hex(16);
    std::scoped_lock const lock(mutex);
    auto const now = clock.now();
    std::erase_if(tokens, [&](auto const& token) { return token.second < now; });
    tokens[name] = now + settings.token_life;
    // The real one writes the number as a string at times.
    return json_response(200, json{{"access_token", name}, {"token_type", "Bearer"},
                                   {"expires_in", std::to_string(settings.token_life.count())}}.dump());
}

bool Twin::Inside::allowed(api::Request const& request) {
    auto const given = request.headers.find("authorization");
    if (given == request.headers.end() || !given->second.starts_with("Bearer ")) return false;
    std::scoped_lock const lock(mutex);
    auto const found = tokens.find(given->second.substr(7));
    return found != tokens.end() && clock.now() < found->second;
}

api::Response Twin::Inside::set_status(std::string const& body) {
    auto const wish = json::parse(body, nullptr, false);
    if (!wish.is_object()) return problem(400, "the body is not a JSON object");
    auto const pobj = text_in(wish, "pobj");
    auto const status = text_in(wish, "status");
    auto const renumbered = text_in(wish, "renumbered");
    auto const date = text_in(wish, "datum");
    if (!all_digits(pobj) || status.empty() || (!renumbered.empty() && !all_digits(renumbered)))
        return problem(400, "needs pobj and status; renumbered is a number");
    if (!date.empty() && !from_rfc3339(date)) return problem(400, "datum is not a date-time");
    std::scoped_lock const lock(mutex);
    if (!store.move(pobj, status, date.empty() ? rfc3339(clock.now()) : date, renumbered))
        return problem(404, "pobj is unknown, or the new number is taken");
    return json_response(200, "{}");
}

}  // namespace wetbode::parliament
