// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/token.hpp"

#include "gateway/base/base64.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace wetbode::rest {

namespace {

using json = nlohmann::json;

constexpr std::int64_t longest_life_seconds = 7 * 24 * 3600;
constexpr std::int64_t usual_life_seconds = 300;  ///< RFC 6749 lets a server leave expires_in out

std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (char const c : text) {
        auto const octet = static_cast<unsigned char>(c);
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain) {
            result += c;
        } else {
            result += '%';
            result += digits[octet >> 4U];
            result += digits[octet & 15U];
        }
    }
    return result;
}

/// Some servers write the number as a string.
std::int64_t seconds_in(json const& answer) {
    auto const found = answer.find("expires_in");
    if (found == answer.end()) return usual_life_seconds;
    if (found->is_number()) {
        auto const seconds = found->get<double>();
        return static_cast<std::int64_t>(std::clamp(seconds, 0.0, double(longest_life_seconds)));
    }
    if (!found->is_string()) return usual_life_seconds;
    auto const& text = found->get_ref<std::string const&>();
    std::int64_t seconds = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end == text.data()) return usual_life_seconds;
    return std::clamp<std::int64_t>(seconds, 0, longest_life_seconds);
}

/// A token goes into a header line: anything that could end the line is refused.
bool usable(std::string_view token) {
    return !token.empty() && token.size() <= 16 * 1024 &&
           std::ranges::all_of(token, [](char c) { return c > 0x20 && c < 0x7F; });
}

}  // namespace

std::string form_encoded(std::vector<std::pair<std::string, std::string>> const& fields) {
    std::string text;
    for (auto const& [name, value] : fields) {
        if (!text.empty()) text += '&';
        text += percent_encoded(name) + '=' + percent_encoded(value);
    }
    return text;
}

Grant basic_grant(std::string path, std::string const& client_id, std::string const& client_secret) {
    auto const basic = "Basic " + base64(client_id + ':' + client_secret);
    return [path = std::move(path), basic](Instant) {
        Call call{"POST", path, {}, {}, 64 * 1024, {}};
        call.headers = {{"Authorization", basic},
                        {"Content-Type", "application/x-www-form-urlencoded"},
                        {"Accept", "application/json"}};
        call.body.emplace_back(form_encoded({{"grant_type", "client_credentials"}}));
        return call;
    };
}

TokenSource::TokenSource(RestClient const& client, Grant grant, Clock const& clock, Milliseconds margin)
    : client_(client), grant_(std::move(grant)), clock_(clock), margin_(margin) {}

std::variant<std::string, Reply> TokenSource::token(Deadline deadline) {
    {
        std::unique_lock lock(mutex_);
        bool const free = changed_.wait_until(lock, deadline.at, [&] { return !fetching_; });
        if (!free) return Reply{Failure::unreachable, "another worker still waits for a token"};
        if (!token_.empty() && clock_.now() < ends_) return token_;
        fetching_ = true;
    }
    // However the fetch ends, also by an exception, the next worker must be let in.
    struct Finally {
        TokenSource& source;
        ~Finally() {
            std::scoped_lock const lock(source.mutex_);
            source.fetching_ = false;
            source.changed_.notify_all();
        }
    } const finally{*this};
    return fetch(deadline);
}

std::variant<std::string, Reply> TokenSource::fetch(Deadline deadline) {
    auto const asked = clock_.now();
    auto reply = client_.call(grant_(asked), deadline);
    // Whatever became of the token request, the call that it was for has not been made.
    if (reply.failure == Failure::interrupted) reply.failure = Failure::unreachable;
    if (reply.failure != Failure::none || reply.status != 200) return reply;

    auto const answer = json::parse(reply.body, nullptr, false);
    auto const found = answer.is_object() ? answer.find("access_token") : answer.end();
    if (found == answer.end() || !found->is_string() || !usable(found->get_ref<std::string const&>())) {
        reply.failure = Failure::unreachable;
        reply.why = "the answer to the token request holds no usable access_token";
        return reply;
    }
    Milliseconds const life{seconds_in(answer) * 1000};
    std::scoped_lock const lock(mutex_);
    token_ = found->get<std::string>();
    ends_ = asked + life - std::min(margin_, life / 2);
    return token_;
}

void TokenSource::forget(std::string const& token) {
    std::scoped_lock const lock(mutex_);
    if (token_ == token) token_.clear();
}

AuthorisedReply authorised_call(RestClient const& client, TokenSource& tokens, Call call, Deadline deadline) {
    call.headers.emplace_back("Authorization", "");
    for (bool again = false;; again = true) {
        auto const token = tokens.token(deadline);
        if (auto const* failed = std::get_if<Reply>(&token)) return {*failed, true};
        auto const& text = std::get<std::string>(token);
        call.headers.back().second = "Bearer " + text;
        auto reply = client.call(call, deadline);
        bool const refused = reply.failure == Failure::none && reply.status == 401;
        // A server that refuses the token before it has read a long body may close on us: its 401 is then lost, and
        // keeping the token would make every later try end the same way.
        if (refused || reply.failure == Failure::interrupted) tokens.forget(text);
        if (!refused || again) return {std::move(reply), false};
    }
}

}  // namespace wetbode::rest
