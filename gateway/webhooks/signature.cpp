// SPDX-License-Identifier: EUPL-1.2
#include "gateway/webhooks/signature.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/hmac.hpp"
#include "gateway/refusal.hpp"

namespace wetbode {

namespace {

constexpr std::string_view prefix = "whsec_";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

WebhookSecret webhook_secret_from(std::string_view text) {
    text = trimmed(text);
    if (!text.starts_with(prefix)) return {{}, "a secret begins with whsec_"};
    auto key = from_base64(text.substr(prefix.size()), Base64Space::refuse);
    if (!key) return {{}, "what follows whsec_ is not base 64"};
    if (key->size() < webhook_secret_octets_min)
        return {{}, "the secret is too short: 24 to 64 octets, in base 64 32 characters or more"};
    if (key->size() > webhook_secret_octets_max) return {{}, "the secret is longer than 64 octets"};
    return {std::move(*key), {}};
}

std::string webhook_timestamp(Instant at) {
    return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

std::string webhook_signature(WebhookMessage const& message, std::vector<std::string> const& keys) {
    ensure(message.id.find('.') == std::string::npos, "a full stop in an id would blur what was signed");
    ensure(!keys.empty(), "a webhook has a secret");
    auto const signed_text = message.id + '.' + webhook_timestamp(message.at) + '.' + message.body;
    std::string value;
    for (auto const& key : keys) {
        auto const digest = hmac_sha256(key, signed_text);
        if (!value.empty()) value += ' ';
        value += "v1," + base64({reinterpret_cast<char const*>(digest.octets.data()), digest.octets.size()});
    }
    return value;
}

}  // namespace wetbode
