// SPDX-License-Identifier: EUPL-1.2
// POST oauth/token: the client credentials grant (RFC 6749 section 4.4), as far as the client uses it.
#include "gateway/kaleidos/visit.hpp"

#include <chrono>

namespace wetbode::kaleidos {

namespace {

/// RFC 6749 section 5.2: not problem+json, because its clients read this form.
api::Response declined(int status, std::string const& error, std::string const& description) {
    auto answer = json_answer({{"error", error}, {"error_description", description}});
    answer.status = status;
    answer.reason = error + ": " + description;
    if (status == 401) answer.headers.emplace_back("WWW-Authenticate", "Basic realm=\"wetbode\"");
    return answer;
}

}  // namespace

api::Response post_token(Visit const& visit, std::string const& body) {
    auto const authorization = visit.request.headers.find("authorization");
    auto const client = visit.tokens.client_in(
        authorization == visit.request.headers.end() ? std::string_view{} : std::string_view(authorization->second));
    if (!client) return declined(401, "invalid_client", "client id or secret is not known here");
    constexpr std::string_view member = "grant_type=";
    if (auto const at = body.find(member); at != std::string::npos) {
        auto const rest = std::string_view(body).substr(at + member.size());
        if (rest.substr(0, rest.find('&')) != "client_credentials")
            return declined(400, "unsupported_grant_type", "only client_credentials");
    }
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(visit.tokens.terms().life).count();
    auto answer = json_answer({{"access_token", visit.tokens.issue(*client, visit.now())},
                               {"token_type", "Bearer"},
                               {"expires_in", seconds}});
    answer.headers.emplace_back("Pragma", "no-cache");
    return answer;
}

}  // namespace wetbode::kaleidos
