// SPDX-License-Identifier: EUPL-1.2
#include "gateway/kaleidos/door.hpp"

#include "gateway/api/border.hpp"
#include "gateway/api/language.hpp"
#include "gateway/api/locality.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/base/plain_ascii.hpp"
#include "gateway/kaleidos/visit.hpp"

#include <algorithm>
#include <array>

namespace wetbode::kaleidos {

namespace {

using api::Exchange;
using api::Response;

constexpr std::string_view prefix = "/api/kaleidos/";
constexpr std::size_t body_bytes_max = 4 << 20;  ///< of all but deliveries
constexpr std::size_t reason_bytes_max = 300;

using Reader = Response (*)(Visit const&);
using Actor = Response (*)(Visit const&, std::string const&);
using Maker = std::unique_ptr<Exchange> (*)(Visit);

Response get_ping(Visit const& /*visit*/) { return json_answer({{"status", "OK"}}); }

struct Entry {
    std::string_view method;
    std::string_view path;  ///< behind the prefix; "{}" at the end takes one segment
    std::variant<Reader, Actor, Maker> act;
};

/// The first that fits: status/ingediend stands before status/{pobj}.
std::array<Entry, 7> const entries{{
    {"POST", "oauth/token", &post_token},
    {"GET", "v1/ping", &get_ping},
    {"POST", "v1/document", &post_document},
    {"GET", "v1/status/ingediend", &get_submitted},
    {"GET", "v1/status/{}", &get_status},
    {"GET", "v1/kanselarij", &get_offers},
    {"POST", "v1/verwerkt", &post_acknowledgement},
}};

/// The last segment if it is asked for, else empty; nothing if the path is another one.
std::optional<std::string> argument_in(std::string_view path, std::string_view pattern) {
    if (!pattern.ends_with("{}")) return path == pattern ? std::optional(std::string()) : std::nullopt;
    pattern.remove_suffix(2);
    if (!path.starts_with(pattern) || path.size() == pattern.size()) return std::nullopt;
    auto const rest = path.substr(pattern.size());
    if (rest.find('/') != std::string_view::npos) return std::nullopt;
    return std::string(rest);
}

/// Bodies of whatever content type: the client sets none, and text/plain is what comes.
class Acting final : public Exchange {
public:
    Acting(Visit visit, Actor actor) : visit_(std::move(visit)), actor_(actor) {}
    std::optional<Response> receive(std::string_view bytes) override {
        if (body_.size() + bytes.size() > body_bytes_max) return visit_.refuse("BODY_TOO_LARGE");
        body_.append(bytes);
        return std::nullopt;
    }
    Response finish() override { return actor_(visit_, body_); }
    [[nodiscard]] api::Pace pace() const override {
        return actor_ == &post_acknowledgement ? api::Pace::admission : api::Pace::quick;
    }

private:
    Visit visit_;
    Actor actor_;
    std::string body_;
};

class Reading final : public Exchange {
public:
    Reading(Visit visit, Reader reader) : visit_(std::move(visit)), reader_(reader) {}
    std::optional<Response> receive(std::string_view /*bytes*/) override { return std::nullopt; }
    Response finish() override { return reader_(visit_); }

private:
    Visit visit_;
    Reader reader_;
};

std::unique_ptr<Exchange> settled(Response answer) { return std::make_unique<api::Settled>(std::move(answer)); }

std::unique_ptr<Exchange> exchange_for(Entry const& entry, Visit visit) {
    if (auto const* const reader = std::get_if<Reader>(&entry.act))
        return std::make_unique<Reading>(std::move(visit), *reader);
    if (auto const* const actor = std::get_if<Actor>(&entry.act))
        return std::make_unique<Acting>(std::move(visit), *actor);
    return std::get<Maker>(entry.act)(std::move(visit));
}

std::string header_of(api::Request const& request, std::string_view name) {
    auto const found = request.headers.find(name);
    return found == request.headers.end() ? std::string() : found->second;
}

/// What the client writes in its log, its mail and the screen of the person who sent the dossier.
std::string reason_for(Refusal const& refusal, Response const& answer) {
    auto sentence = refusal.detail.nl;
    if (!refusal.faults.empty()) sentence = refusal.faults.front().message.nl;
    if (sentence.empty()) sentence = api::door_refusal(refusal.code).detail.nl;
    if (sentence.empty()) sentence = api::door_refusal(refusal.code).title.nl;
    auto const others = refusal.faults.empty() ? 0 : refusal.faults.size() - 1;
    auto text = plain_ascii(refusal.code + ": " + sentence).substr(0, reason_bytes_max);
    if (others > 0) text += " (en nog " + std::to_string(others) + ")";
    return answer.status >= 400 ? text : std::string();
}

}  // namespace

Response Visit::refuse(Refusal const& refusal) const {
    auto answer = api::problem(refusal, {language, request.path});
    answer.reason = reason_for(refusal, answer);
    return answer;
}

Response Visit::refuse(std::string_view code) const { return refuse(api::door_refusal(code)); }

Response json_answer(Tree const& tree) {
    Response answer;
    answer.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    answer.body = tree.dump(-1, ' ', false, Tree::error_handler_t::replace);
    return answer;
}

Door::Door(DoorParts parts)
    : parts_(std::move(parts)),
      tokens_(parts_.token_key, parts_.token_terms, parts_.clients, parts_.settings.owner),
      names_(parts_.ledger, parts_.settings.parliament, parts_.settings.owner) {}

bool Door::serves(api::Request const& request) { return request.path.starts_with(prefix); }

std::unique_ptr<Exchange> Door::open(api::Request const& request) {
    return api::opened({parts_.log, api::language_of(request.headers), request.path},
                       [&] { return dispatched(request); });
}

std::unique_ptr<Exchange> Door::dispatched(api::Request const& request) {
    Visit visit{parts_, names_, tokens_, waiting_, stopping_.get_token(), request, {}, {},
                api::language_of(request.headers)};
    if (parts_.clients.empty() && !api::is_local(request)) return settled(visit.refuse("HOST_FORBIDDEN"));
    auto const path = std::string_view(request.path).substr(prefix.size());
    auto const method = request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
    std::string_view allowed;
    for (auto const& entry : entries) {
        auto const argument = argument_in(path, entry.path);
        if (!argument) continue;
        if (entry.method != method) {
            allowed = entry.method;
            continue;
        }
        visit.argument = *argument;
        auto const* const actor = std::get_if<Actor>(&entry.act);
        bool const asks_for_token = actor != nullptr && *actor == &post_token;
        if (!asks_for_token) {
            auto client = tokens_.bearer_in(header_of(request, "authorization"), visit.now());
            if (!client) return settled(visit.refuse("CREDENTIALS"));
            visit.client = std::move(*client);
        }
        return exchange_for(entry, std::move(visit));
    }
    if (allowed.empty()) return settled(visit.refuse("NOT_FOUND"));
    auto answer = visit.refuse("METHOD");
    answer.headers.emplace_back("Allow", std::string(allowed));
    return settled(std::move(answer));
}

}  // namespace wetbode::kaleidos
