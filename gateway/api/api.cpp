// SPDX-License-Identifier: EUPL-1.2
// The table of routes, the dispatch by it, and the border at which exceptions become answers. See api.hpp.
#include "gateway/api/api.hpp"

#include "gateway/api/border.hpp"
#include "gateway/api/call.hpp"
#include "gateway/api/language.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace wetbode::api {
namespace {

using Reader = Response (*)(Call const&);
using Actor = Response (*)(Call const&, std::string const&);
using Maker = std::unique_ptr<Exchange> (*)(Call);

struct Entry {
    Route route;
    std::variant<Reader, Actor, Maker> act;
};

std::vector<Entry> const& entries() {
    using enum Role;
    static std::vector<Entry> const table{
        {{"POST", "/v1/submissions", {sender, admin}, {}}, &post_submission},
        {{"GET", "/v1/submissions/{id}", {sender, clerk, admin}, {}}, &get_submission},
        {{"GET", "/v1/submissions/{id}/files/{name}", {sender, clerk, admin}, {}}, &get_file},
        {{"GET", "/v1/submissions/{id}/seal", {sender, clerk, admin}, {}}, &get_seal},
        {{"GET", "/v1/submissions/{id}/seal/original", {sender, clerk, admin}, {}}, &get_original_seal},
        {{"GET", "/v1/submissions/{id}/evidence", {sender, clerk, admin}, {}}, &get_evidence},
        {{"GET", "/v1/submissions/{id}/receipt", {sender, admin}, {}}, &get_receipt},
        {{"POST", "/v1/submissions/{id}/seal/replay", {admin}, {}}, &post_seal_replay},
        {{"POST", "/v1/submissions/{id}/time/replay", {admin}, {}}, &post_time_replay},
        {{"POST", "/v1/validations", {sender, admin}, {"type"}}, &post_validation},
        {{"POST", "/v1/verifications", {sender, admin}, {"expect"}}, &post_verification},
        {{"GET", "/v1/rules", {sender, clerk, admin}, {"type"}}, &get_rules},
        {{"GET", "/v1/dossiers", {sender, clerk, admin}, {"id", "counterpart", "name"}}, &get_dossier},
        {{"POST", "/v1/dossiers/publication", {sender, publisher, admin}, {"id", "counterpart", "name"}},
         &post_publication},
        {{"GET", "/v1/transfers", {sender, clerk, admin}, {"state", "counterpart", "submission", "after", "limit"}},
         &get_transfers},
        {{"GET", "/v1/transfers/{id}", {sender, clerk, admin}, {}}, &get_transfer},
        {{"POST", "/v1/transfers/{id}/replay", {admin}, {}}, &post_replay},
        {{"POST", "/v1/transfers/{id}/withdraw", {sender, admin}, {}}, &post_withdraw},
        {{"GET", "/v1/webhooks", {admin}, {}}, &get_webhooks},
        {{"POST", "/v1/webhooks/{name}/enable", {admin}, {}}, &post_webhook_enable},
        {{"POST", "/v1/webhooks/{name}/forget", {admin}, {}}, &post_webhook_forget},
        {{"POST", "/v1/webhooks/{name}/test", {admin}, {}}, &post_webhook_test},
        {{"POST", "/v1/webhooks/{name}/replay", {admin}, {}}, &post_webhook_replay},
        {{"GET", "/feeds/{counterpart}", {clerk, admin}, {}}, &get_feed},
        {{"GET", "/feeds/{counterpart}/events", {clerk, admin}, {"after", "limit"}}, &get_feed_events},
        {{"GET", "/feeds/{counterpart}/{page}", {clerk, admin}, {}}, &get_feed_page},
        {{"GET", "/health", {}, {}}, &get_health},
        {{"GET", "/metrics", {admin}, {}}, &get_metrics},
        {{"GET", "/openapi.yaml", {}, {}}, &get_openapi},
    };
    return table;
}

std::string_view take_segment(std::string_view& rest) {
    rest.remove_prefix(1);
    auto const end = std::min(rest.find('/'), rest.size());
    auto const segment = rest.substr(0, end);
    rest.remove_prefix(end);
    return segment;
}

/// The arguments if `path` has the form of `pattern`.
std::optional<std::vector<std::string>> arguments_in(std::string_view path, std::string_view pattern) {
    std::vector<std::string> arguments;
    while (!pattern.empty()) {
        if (path.empty()) return std::nullopt;
        auto const wanted = take_segment(pattern);
        auto const given = take_segment(path);
        if (wanted.starts_with('{')) {
            if (given.empty()) return std::nullopt;
            arguments.emplace_back(given);
        } else if (wanted != given) {
            return std::nullopt;
        }
    }
    if (!path.empty()) return std::nullopt;
    return arguments;
}

class Reading final : public Exchange {
public:
    Reading(Call call, Reader reader) : call_(std::move(call)), reader_(reader) {}
    std::optional<Response> receive(std::string_view bytes) override {
        if (bytes.empty()) return std::nullopt;
        return call_.refuse("BODY_UNEXPECTED");
    }
    Response finish() override { return reader_(call_); }

private:
    Call call_;
    Reader reader_;
};

class Acting final : public Exchange {
public:
    Acting(Call call, Actor actor) : call_(std::move(call)), actor_(actor) {}
    std::optional<Response> receive(std::string_view bytes) override {
        auto const type = call_.request.headers.find("content-type");
        // A page of another site can send a form without asking, but not JSON: so this check also stops such pages.
        bool const json = type != call_.request.headers.end() && type->second.starts_with("application/json");
        if (!json) return call_.refuse("MEDIA_TYPE");
        if (body_.size() + bytes.size() > call_.parts.limits.json_bytes_max) return call_.refuse("BODY_TOO_LARGE");
        body_.append(bytes);
        return std::nullopt;
    }
    Response finish() override { return actor_(call_, body_); }

private:
    Call call_;
    Actor actor_;
    std::string body_;
};

Response method_not_allowed(Call const& call, std::vector<std::string_view> const& methods) {
    auto response = call.refuse("METHOD");
    std::string allow;
    for (auto const method : methods) allow += (allow.empty() ? "" : ", ") + std::string(method);
    if (std::find(methods.begin(), methods.end(), "GET") != methods.end()) allow += ", HEAD";
    response.headers.emplace_back("Allow", allow);
    return response;
}

/// Proof of identity and rights, before anything else is done. Empty = go on.
std::optional<Response> turned_away(Call& call, Route const& route) {
    auto const& clients = call.parts.clients;
    if (clients.empty()) {
        if (!is_local(call.request)) return call.refuse("HOST_FORBIDDEN");
        call.caller = {ClientName{"local"}, Role::admin, {}};
        return std::nullopt;
    }
    if (route.roles.empty()) return std::nullopt;
    auto caller = caller_of(call.request, clients);
    if (!caller) return call.refuse("CREDENTIALS");
    call.caller = std::move(*caller);
    if (std::find(route.roles.begin(), route.roles.end(), call.caller.role) == route.roles.end())
        return call.refuse("FORBIDDEN");
    return std::nullopt;
}

std::optional<Response> misunderstood(Call const& call, Route const& route) {
    for (auto const& [name, value] : call.request.query) {
        if (std::find(route.query.begin(), route.query.end(), name) != route.query.end()) continue;
        return call.refuse(
            door_refusal("QUERY_INVALID", {"onbekende parameter: " + name, "unknown parameter: " + name}));
    }
    return std::nullopt;
}

std::unique_ptr<Exchange> exchange_for(Entry const& entry, Call call) {
    if (auto answer = turned_away(call, entry.route)) return std::make_unique<Settled>(std::move(*answer));
    if (auto answer = misunderstood(call, entry.route)) return std::make_unique<Settled>(std::move(*answer));
    if (auto const* reader = std::get_if<Reader>(&entry.act))
        return std::make_unique<Reading>(std::move(call), *reader);
    if (auto const* actor = std::get_if<Actor>(&entry.act)) return std::make_unique<Acting>(std::move(call), *actor);
    return std::get<Maker>(entry.act)(std::move(call));
}

std::unique_ptr<Exchange> dispatched(Call call) {
    auto const method = call.request.method == "HEAD" ? std::string_view("GET") : std::string_view(call.request.method);
    std::vector<std::string_view> methods;
    for (auto const& entry : entries()) {
        auto arguments = arguments_in(call.request.path, entry.route.path);
        if (!arguments) continue;
        if (entry.route.method == method) {
            call.arguments = std::move(*arguments);
            return exchange_for(entry, std::move(call));
        }
        methods.push_back(entry.route.method);
    }
    if (call.parts.clients.empty() && !is_local(call.request))
        return std::make_unique<Settled>(call.refuse("HOST_FORBIDDEN"));
    if (methods.empty()) return std::make_unique<Settled>(call.refuse("NOT_FOUND"));
    return std::make_unique<Settled>(method_not_allowed(call, methods));
}

}  // namespace

std::string_view name_of(Role role) {
    switch (role) {
        case Role::sender:
            return "sender";
        case Role::clerk:
            return "clerk";
        case Role::admin:
            return "admin";
        case Role::publisher:
            return "publisher";
    }
    return "";
}

bool HealthReport::well() const {
    return std::all_of(parts.begin(), parts.end(), [](auto const& part) { return part.well || !part.vital; });
}

std::span<Route const> routes() {
    static std::vector<Route> const all = [] {
        std::vector<Route> list;
        for (auto const& entry : entries()) list.push_back(entry.route);
        return list;
    }();
    return all;
}

Response Call::refuse(Refusal const& refusal) const {
    return problem(refusal, {language, request.path});
}
Response Call::refuse(std::string_view code) const {
    return refuse(door_refusal(code));
}

Api::Api(ApiParts parts) : parts_(std::move(parts)) {}
Api::~Api() = default;

std::unique_ptr<Exchange> Api::open(Request const& request) {
    auto const language = language_of(request.headers);
    return opened({parts_.log, language, request.path},
                  [&] { return dispatched(Call{parts_, request, {}, {}, language}); });
}

}  // namespace wetbode::api
