// SPDX-License-Identifier: EUPL-1.2
#include "adapters/ebox/caller.hpp"

#include "adapters/ebox/assertion.hpp"
#include "adapters/rest/answers.hpp"
#include "gateway/base/files.hpp"

#include <charconv>

namespace wetbode::ebox {

namespace {

std::string trimmed(std::string text) {
    auto const end = text.find_last_not_of(" \t\r\n");
    text.erase(end == std::string::npos ? 0 : end + 1);
    return text;
}

rest::ClientSettings client_settings(SettingValues const& settings, std::string const& url) {
    return {url, settings.at("ca_file"), settings.at("certificate_file"), settings.at("key_file")};
}

}  // namespace

/// A token service of its own: RFC 7523 assertion in, bearer token out.
struct Caller::TokenService {
    TokenService(SettingValues const& settings, Clock const& clock, std::string wanted_scope)
        : signer({settings.at("signing_key_file"), settings.at("key_id"), settings.at("client_id"),
                  settings.at("audience")}),
          scope(std::move(wanted_scope)), client_id(settings.at("client_id")),
          // the whole URL is the base: the path of a call may then stay empty, but for the slash that the client adds
          client(client_settings(settings, settings.at("token_url").substr(0, settings.at("token_url").rfind('/')))),
          tokens(client, grant(settings.at("token_url")), clock, Milliseconds{number(settings, "token_margin")}) {}

    [[nodiscard]] rest::Grant grant(std::string const& url) const {
        return [this, leaf = url.substr(url.rfind('/') + 1)](Instant now) {
            rest::Call call{"POST", leaf, {}, {}, 64 * 1024, {}};
            call.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
            call.body.emplace_back(rest::form_encoded(
                {{"grant_type", "client_credentials"},
                 {"client_id", client_id},
                 {"scope", scope},
                 {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
                 {"client_assertion", signer.sign(now)}}));
            return call;
        };
    }

    AssertionSigner signer;
    std::string scope;
    std::string client_id;
    rest::RestClient client;
    rest::TokenSource tokens;
};

Caller::Caller(SettingValues const& settings, Clock const& clock, std::string const& base_url,
               std::string const& scope)
    : client_(client_settings(settings, base_url)) {
    if (!settings.at("signing_key_file").empty())
        service_ = std::make_unique<TokenService>(settings, clock, scope);
    if (auto const& file = settings.at("bearer_file"); !file.empty()) bearer_ = trimmed(read_file(file, 64 * 1024));
}

Caller::~Caller() = default;

rest::AuthorisedReply Caller::send(rest::Call call, Deadline deadline) {
    if (service_) return rest::authorised_call(client_, service_->tokens, std::move(call), deadline);
    if (!bearer_.empty()) call.headers.emplace_back("Authorization", "Bearer " + bearer_);
    return {client_.call(call, deadline), false};
}

TryLater without_token(rest::Reply const& reply, Instant now) {
    auto const status = std::to_string(reply.status);
    return {{"De e-Box gaf geen token: status " + status + ".", "The e-Box gave no token: status " + status + "."},
            rest::retry_after(reply, now)};
}

std::int64_t number(SettingValues const& settings, std::string_view key) {
    auto const& text = settings.find(key)->second;
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace wetbode::ebox
