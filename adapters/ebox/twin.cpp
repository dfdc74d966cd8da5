// SPDX-License-Identifier: EUPL-1.2
#include "adapters/ebox/twin.hpp"

#include "adapters/ebox/twin_checks.hpp"
#include "adapters/rest/twin_desk.hpp"
#include "adapters/rest/twin_multipart.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/clock.hpp"
#include "gateway/refusal.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <mutex>

namespace wetbode::ebox {

namespace {

using json = nlohmann::json;
using twin::FaultMode;
using twin::json_response;

api::Response problem(int status, std::string const& code, std::string const& message, Instant now) {
    return json_response(status, json{{"code", code}, {"id", uuid_v7(now)}, {"message", message}}.dump());
}

bool ends_with_publish(std::string_view path, TwinVersion& version) {
    version = path.ends_with("/publishMessage") ? TwinVersion::v2 : TwinVersion::v3;
    return version == TwinVersion::v2 || path.ends_with("/ebox/messages/") || path.ends_with("/ebox/messages");
}

json files_of(std::vector<twin::ReceivedPart> const& parts) {
    json files = json::array();
    for (auto const& part : parts) {
        if (part.name == "messageToPublish") continue;
        files.push_back({{"part", part.name}, {"name", part.file_name}, {"mediaType", part.media_type},
                         {"sha256", part.digest.hex()}, {"bytes", part.bytes}});
    }
    return files;
}

}  // namespace

struct Twin::Inside {
    explicit Inside(TwinSettings wanted) : settings(std::move(wanted)), journal(settings.state, "ebox.jsonl") {
        for (auto const& line : journal.lines()) {
            auto const entry = json::parse(line, nullptr, false);
            if (!entry.is_object()) throw Outage("twin", "a line of the journal is not JSON: " + line.substr(0, 80));
            apply(entry);
        }
    }

    [[nodiscard]] std::unique_ptr<api::Exchange> open(api::Request const& request);
    [[nodiscard]] std::unique_ptr<api::Exchange> open_publish(api::Request const& request, TwinVersion version);
    [[nodiscard]] api::Response publish(std::vector<twin::ReceivedPart> const& parts, std::string const& key,
                                        TwinVersion version, twin::FaultNow fault);
    [[nodiscard]] std::unique_ptr<api::Exchange> open_search(api::Request const& request, bool citizens);
    [[nodiscard]] api::Response search(std::string const& body, bool citizens);
    [[nodiscard]] api::Response give_token(std::string const& body);
    [[nodiscard]] bool allowed(api::Request const& request) const;
    [[nodiscard]] api::Response set_recipients(std::string const& body);
    [[nodiscard]] std::string received();
    void apply(json const& entry);

    TwinSettings settings;
    SystemClock clock;
    twin::Faults faults;         ///< of publishing
    twin::Faults search_faults;  ///< of the look-ups
    std::mutex mutex;  ///< over all below, and over the recipients in the settings
    twin::Journal journal;
    std::vector<json> published;
    std::map<std::string, std::size_t> keys;  ///< sender, application and key -> place in `published`
    std::set<std::string> scopes;             ///< that tokens were asked for, as they came on the wire
};

Twin::Twin(TwinSettings settings) : inside_(std::make_unique<Inside>(std::move(settings))) {}
Twin::~Twin() = default;

void Twin::release() {
    inside_->faults.release();
    inside_->search_faults.release();
}

api::Opener Twin::opener() {
    return [this](api::Request const& request) { return inside_->open(request); };
}

void Twin::Inside::apply(json const& entry) {
    auto const scope = entry.value("scope", "");
    if (entry.value("entry", "") == "duplicate") {
        auto const found = keys.find(scope);
        if (found == keys.end()) return;
        auto& one = published[found->second];
        one["duplicates"] = one.value("duplicates", 0) + 1;
        return;
    }
    if (!scope.empty()) keys[scope] = published.size();
    published.push_back(entry);
}

std::unique_ptr<api::Exchange> Twin::Inside::open(api::Request const& request) {
    if (request.path == "/_twin/received" && request.method == "GET")
        return twin::fixed_exchange(json_response(200, received()));
    if (request.path == "/_twin/faults" && request.method == "POST")
        return twin::small_exchange([this](std::string const& body) { return faults.set(body); });
    if (request.path == "/_twin/search_faults" && request.method == "POST")
        return twin::small_exchange([this](std::string const& body) { return search_faults.set(body); });
    if (request.path == "/_twin/recipients" && request.method == "POST")
        return twin::small_exchange([this](std::string const& body) { return set_recipients(body); });
    if (faults.take_if_down()) return twin::fixed_exchange(twin::cut_response());
    auto version = TwinVersion::v3;
    if (request.method == "POST" && request.path.ends_with("/token"))
        return twin::small_exchange([this](std::string const& body) { return give_token(body); });
    if (request.method == "POST" && ends_with_publish(request.path, version)) return open_publish(request, version);
    for (bool const citizens : {true, false})
        if (request.method == "POST" &&
            request.path.ends_with(citizens ? "/citizenEboxConsents/search" : "/eboxPreferences/search"))
            return open_search(request, citizens);
    return twin::fixed_exchange(problem(404, "NOT_FOUND", "no such resource", clock.now()));
}

api::Response Twin::Inside::give_token(std::string const& body) {
    auto const at = body.find("&scope=");
    if (body.find("grant_type=client_credentials") == std::string::npos ||
        body.find("client_assertion=") == std::string::npos || at == std::string::npos)
        return json_response(400, R"({"error":"invalid_request"})");
    {
        std::scoped_lock const lock(mutex);
        scopes.insert(body.substr(at + 7, body.find('&', at + 7) - at - 7));
    }
    auto const token = settings.bearer.empty() ? "twin-" + random_hex(16) : settings.bearer;
    return json_response(200,
                         json{{"access_token", token}, {"token_type", "Bearer"}, {"expires_in", 3600}}.dump());
}

bool Twin::Inside::allowed(api::Request const& request) const {
    auto const given = request.headers.find("authorization");
    return settings.bearer.empty() ||
           (given != request.headers.end() && given->second == "Bearer " + settings.bearer);
}

std::unique_ptr<api::Exchange> Twin::Inside::open_search(api::Request const& request, bool citizens) {
    auto const fault = search_faults.take_for_delivery();
    if (fault.mode == FaultMode::down) return twin::fixed_exchange(twin::cut_response());
    if (!allowed(request) || fault.mode == FaultMode::unauthorised)
        return twin::fixed_exchange(problem(401, "UNAUTHORIZED", "the token is not valid", clock.now()));
    return twin::small_exchange([this, citizens, fault](std::string const& body) {
        if (fault.mode == FaultMode::slow) search_faults.linger(fault.delay);
        if (fault.mode == FaultMode::html_error) return twin::html_error();
        if (fault.mode == FaultMode::cut_after_body) return twin::cut_response();
        if (fault.mode != FaultMode::none && fault.mode != FaultMode::slow)
            return problem(500, "INTERNAL_ERROR", "storing", clock.now());
        return search(body, citizens);
    });
}

/// A recipient who is in no table has a box: the twin knows no others.
api::Response Twin::Inside::search(std::string const& body, bool citizens) {
    auto const question = json::parse(body, nullptr, false);
    auto const* type = citizens ? "CITIZEN" : "ENTERPRISE";
    if (!question.is_object() || question.value("eboxType", json()) != type ||
        question.value("eboxIdType", json()) != (citizens ? "SSIN" : "EnterpriseNumber") ||
        !question.value("eboxIdValueList", json()).is_array())
        return problem(400, "INVALID_INPUT", "eboxType, eboxIdType and eboxIdValueList are needed", clock.now());
    json rows = json::array();
    std::scoped_lock const lock(mutex);
    for (auto const& one : question["eboxIdValueList"]) {
        auto const number = one.is_string() ? one.get<std::string>() : std::string();
        if (number.empty() || settings.without_box.contains(number)) continue;
        json row{{"eboxId", {{"eboxType", citizens ? "citizen" : "enterprise"}, {"eboxIdValue", number}}}};
        if (citizens) row["consent"] = !settings.withdrawn.contains(number);
        else row["exclusivelyEbox"] = settings.exclusive.contains(number);
        rows.push_back(std::move(row));
    }
    return json_response(200, rows.dump(-1, ' ', false, json::error_handler_t::replace));
}

std::unique_ptr<api::Exchange> Twin::Inside::open_publish(api::Request const& request, TwinVersion version) {
    auto const fault = faults.take_for_delivery();
    if (fault.mode == FaultMode::down) return twin::fixed_exchange(twin::cut_response());
    if (!allowed(request) || fault.mode == FaultMode::unauthorised)
        return twin::fixed_exchange(problem(401, "UNAUTHORIZED", "the token is not valid", clock.now()));
    auto const type = request.headers.find("content-type");
    // Shared by the two functions of one exchange.
    auto const reader = std::make_shared<twin::MultipartReader>(type == request.headers.end() ? "" : type->second);
    return twin::exchange(
        [reader](std::string_view bytes) -> std::optional<api::Response> {
            reader->update(bytes);
            return std::nullopt;
        },
        [this, reader, version, fault, key = twin::key_in(request)] {
            if (!reader->fault().empty()) return problem(400, "INVALID_INPUT", reader->fault(), clock.now());
            return publish(reader->parts(), key, version, fault);
        });
}

api::Response Twin::Inside::publish(std::vector<twin::ReceivedPart> const& parts, std::string const& key,
                                    TwinVersion version, twin::FaultNow fault) {
    auto const now = clock.now();
    if (fault.mode == FaultMode::slow) faults.linger(fault.delay);
    if (fault.mode == FaultMode::error_before) return problem(500, "INTERNAL_ERROR", "storing (before)", now);
    if (fault.mode == FaultMode::html_error) return twin::html_error();
    auto const check = checked(parts, version);
    if (!check.code.empty()) return problem(400, check.code, check.message, now);

    std::scoped_lock const lock(mutex);
    if (settings.inactive.contains(check.recipient))
        return problem(400, "INVALID_INPUT", "the company is not active", now);
    auto const scope = key.empty() ? std::string() : check.sender + '/' + check.application + '/' + key;
    if (!scope.empty() && keys.contains(scope)) {
        json const line{{"entry", "duplicate"}, {"scope", scope}};
        journal.append(line.dump());
        apply(line);
        return problem(409, "CONFLICT", "this idempotency key was used before", now);
    }
    bool const no_box = settings.without_box.contains(check.recipient) || settings.withdrawn.contains(check.recipient);
    json entry{{"entry", "published"}, {"scope", scope}, {"key", key}, {"messageId", uuid_v7(now)},
               {"at", rfc3339(now)}, {"recipient", check.recipient}, {"subject", check.subject},
               {"noDigitalUser", no_box}, {"files", files_of(parts)}, {"duplicates", 0}};
    journal.append(entry.dump(-1, ' ', false, json::error_handler_t::replace));
    apply(entry);
    if (fault.mode == FaultMode::error_after) return problem(500, "INTERNAL_ERROR", "storing (after)", now);
    if (fault.mode == FaultMode::cut_after_body) return twin::cut_response();
    json answer{{"messageId", entry["messageId"]}, {"expirationDate", rfc3339(now + std::chrono::days{365})}};
    if (no_box) {
        answer["code"] = "NO_DIGITAL_USER";
        answer["message"] = "the recipient " + check.recipient + " has never opened an e-Box";
    }
    return json_response(201, answer.dump());
}

api::Response Twin::Inside::set_recipients(std::string const& body) {
    auto const wish = json::parse(body, nullptr, false);
    if (!wish.is_object()) return json_response(400, R"({"error":"{\"without_box\":[],\"inactive\":[], ...}"})");
    std::scoped_lock const lock(mutex);
    for (auto const& [key, into] : {std::pair{"without_box", &settings.without_box},
                                    std::pair{"inactive", &settings.inactive},
                                    std::pair{"exclusive", &settings.exclusive},
                                    std::pair{"withdrawn", &settings.withdrawn}}) {
        auto const list = wish.find(key);
        if (list == wish.end() || !list->is_array()) continue;
        into->clear();
        for (auto const& one : *list)
            if (one.is_string()) into->insert(one.get<std::string>());
    }
    return json_response(200, "{}");
}

std::string Twin::Inside::received() {
    std::scoped_lock const lock(mutex);
    int duplicates = 0;
    for (auto const& one : published) duplicates += one.value("duplicates", 0);
    json const list{{"received", published}, {"scopes", scopes},
                    {"counts", {{"deliveries", published.size()}, {"duplicates", duplicates}}}};
    return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace wetbode::ebox
