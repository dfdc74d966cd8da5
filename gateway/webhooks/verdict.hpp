// SPDX-License-Identifier: EUPL-1.2
// What the answer of a receiver means, and when it is tried again. Pure; any thread.
#pragma once

#include "gateway/dispatch/retry.hpp"
#include "gateway/time.hpp"
#include "gateway/webhook.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

/// A receiver may ask for a longer pause than the schedule, but for no longer than this.
inline constexpr Milliseconds retry_after_max = std::chrono::hours{24};
/// Longest wait that a schedule may hold.
inline constexpr Milliseconds webhook_wait_max = std::chrono::hours{24};
/// With no try for so long it was the gateway that was away: that time does not count against the receiver.
inline constexpr Milliseconds own_absence = std::chrono::hours{36};

struct WebhookAnswer {
    int status = 0;                                ///< 0 = no answer came
    std::string words = {};                        ///< why none came, or the head of what it said
    std::optional<Milliseconds> retry_after = {};  ///< as the receiver asked, not yet bounded
    Milliseconds took{0};
};

struct WebhookPatience {
    RetrySchedule schedule;  ///< its last wait repeats
    Milliseconds disable_after{std::chrono::hours{24 * 5}};
    Milliseconds pass_over_after{std::chrono::hours{1}};  ///< zero = never
};
/// With fewer tries an event is not passed over, however long it took: the gateway may have been away.
inline constexpr int pass_over_tries_min = 5;

/// Reads Retry-After (RFC 9110 10.2.3): seconds, or a date. Empty if it is neither, or lies in the past.
[[nodiscard]] std::optional<Milliseconds> retry_after_in(std::string_view value, Instant now);

/// 2xx, and nothing else.
[[nodiscard]] bool is_taken(int status);

/// Whether the event that fails has held up those behind it for long enough to ask whether they would be taken.
[[nodiscard]] bool is_overdue(WebhookState const& state, WebhookPatience const& patience, Instant now);

/// Whether such an answer may be about one event. Silence, a receiver that is busy or its proxy are about all of them.
[[nodiscard]] bool may_mean_one_event(int status);

/// The try as the ledger keeps it: 2xx = taken; 410 = disabled at once; anything else is tried again by the schedule,
/// after a pause of 429 and 503 that is longer; `disable_after` of nothing but failure = disabled. `random` in [0, 1).
[[nodiscard]] WebhookTry verdict_on(WebhookAnswer const& answer, WebhookState const& state, std::int64_t sequence,
                                    WebhookPatience const& patience, Instant now, double random);

}  // namespace wetbode
