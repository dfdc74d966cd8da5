// SPDX-License-Identifier: EUPL-1.2
// When a transfer is tried again, and when it has been tried enough. Pure functions; any thread.
#pragma once

#include "gateway/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// The wait after the first failed try, after the second, and so on; after the last wait comes one last try.
struct RetrySchedule {
    std::vector<Milliseconds> waits;
    int jitter_percent = 10;  ///< 0 .. 100: each wait is lengthened by at most this, so that a crowd spreads out
    bool operator==(RetrySchedule const&) const = default;
};

/// How far a transfer is since its admission or its last replay.
struct RetryRound {
    int tries = 1;        ///< tries in this round, the present one included
    Instant began;        ///< admission or last replay
    Instant now;
};

/// A counterpart's "not before" further away than this is cut: nobody may park a decree for ever.
inline constexpr Milliseconds not_before_max = std::chrono::hours{24 * 7};

/// The instant of the next try; empty if the schedule is spent. Spent means: more tries than waits, and the schedule's
/// whole span is over - so tries that were lost to our own outages do not eat the counterpart's time.
[[nodiscard]] std::optional<Instant> next_retry(RetryRound const& round, RetrySchedule const& schedule,
                                                std::optional<Instant> not_before, double random);

/// The wait after so many tries, without jitter; the last one repeats. Zero if the schedule is empty.
[[nodiscard]] Milliseconds wait_after(int tries, RetrySchedule const& schedule);

/// Lengthens a span by `random` (in [0, 1)) of `percent` percent.
[[nodiscard]] Milliseconds with_jitter(Milliseconds wait, int percent, double random);

/// Reads "1s, 5s, 2m, 1h*24" (units ms, s, m, h, d; a star repeats the wait; at most 1000 waits of at most 30 days).
/// The error is a sentence.
struct ParsedSchedule {
    std::vector<Milliseconds> waits;
    std::string error;  ///< empty = understood
};
[[nodiscard]] ParsedSchedule waits_from(std::string_view text);

}  // namespace wetbode
