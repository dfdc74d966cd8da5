// SPDX-License-Identifier: EUPL-1.2
#include "gateway/dispatch/poll_pace.hpp"

#include <algorithm>
#include <chrono>

namespace wetbode {

namespace {

using namespace std::chrono_literals;

constexpr Milliseconds eager_for = 1h;
/// So long after the last delivery the pause is a tenth of the time that has passed since.
constexpr int slackening = 10;

bool is_night(Instant now) {
    auto const of_day = now - std::chrono::floor<std::chrono::days>(now);
    return of_day >= 21h || of_day < 5h;
}

}  // namespace

std::optional<Instant> PollPace::last_polled() const {
    auto const at = polled_.load();
    return at == 0 ? std::nullopt : std::optional(Instant{Milliseconds{at}});
}

Milliseconds PollPace::pause(Instant now) const {
    auto const since = now - Instant{Milliseconds{active_.load()}};
    if (since < eager_for) return times_.fast;
    auto const slow = std::max(times_.fast, times_.slow);
    auto const by_day = std::clamp<Milliseconds>((since - eager_for) / slackening, times_.fast, slow);
    return is_night(now) ? std::max(by_day, times_.night) : by_day;
}

}  // namespace wetbode
