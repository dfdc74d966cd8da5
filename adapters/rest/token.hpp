// SPDX-License-Identifier: EUPL-1.2
// OAuth 2 access tokens (RFC 6749 section 4.4): cached, fetched by one thread at a time, renewed before they end.
// Owned by an adapter. Thread safe; no lock is held while the network is waited for.
#pragma once

#include "adapters/rest/rest_client.hpp"
#include "gateway/clock.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <variant>

namespace wetbode::rest {

/// Makes the token request. Called anew for each fetch, since a signed assertion may be used once only.
using Grant = std::function<Call(Instant now)>;

/// Client credentials with Basic authentication and a form, as the Parliament asks for them.
[[nodiscard]] Grant basic_grant(std::string path, std::string const& client_id, std::string const& client_secret);

/// `name=value` joined by `&`, percent-encoded (application/x-www-form-urlencoded).
[[nodiscard]] std::string form_encoded(std::vector<std::pair<std::string, std::string>> const& fields);

class TokenSource {
public:
    /// `client` and `clock` outlive the source. A token is given up `margin` before its end, but a short-lived one is
    /// used for at least half of its life: else every call would fetch its own.
    TokenSource(RestClient const& client, Grant grant, Clock const& clock, Milliseconds margin);

    /// A token, or the reply that brought none.
    [[nodiscard]] std::variant<std::string, Reply> token(Deadline deadline);
    /// The counterpart refused this token: it is not used again.
    void forget(std::string const& token);

private:
    [[nodiscard]] std::variant<std::string, Reply> fetch(Deadline deadline);

    RestClient const& client_;
    Grant grant_;
    Clock const& clock_;
    Milliseconds margin_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::string token_;
    Instant ends_{};
    bool fetching_ = false;
};

/// What an authorised call brought: the reply to the call itself, or the failed token request.
struct AuthorisedReply {
    Reply reply;
    bool token_failed = false;
};

/// Sends the call with a bearer token. A 401 means that nothing was taken: the token is renewed once and the call is
/// sent again, never in the middle of a stream.
[[nodiscard]] AuthorisedReply authorised_call(RestClient const& client, TokenSource& tokens, Call call,
                                              Deadline deadline);

}  // namespace wetbode::rest
