// SPDX-License-Identifier: EUPL-1.2
// The symmetric signature of Standard Webhooks 1.0.0: secrets, and what they sign. Pure; any thread.
#pragma once

#include "gateway/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// The specification wants 24 to 64 octets (192 to 512 bits).
inline constexpr std::size_t webhook_secret_octets_min = 24;
inline constexpr std::size_t webhook_secret_octets_max = 64;

/// The key in "whsec_<base 64>"; white space around it does not count. `error` is a sentence that tells nothing of it.
struct WebhookSecret {
    std::string key;
    std::string error;  ///< empty = understood
};
[[nodiscard]] WebhookSecret webhook_secret_from(std::string_view text);

struct WebhookMessage {
    std::string id;    ///< without a full stop
    Instant at;        ///< of this try; whole seconds count
    std::string body;  ///< exactly as it is sent
};

/// Value of webhook-timestamp: seconds since 1970.
[[nodiscard]] std::string webhook_timestamp(Instant at);
/// Value of webhook-signature: "v1,<base 64>" for each key, in their order, with a blank between.
[[nodiscard]] std::string webhook_signature(WebhookMessage const& message, std::vector<std::string> const& keys);

}  // namespace wetbode
