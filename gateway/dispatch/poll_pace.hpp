// SPDX-License-Identifier: EUPL-1.2
// How often a counterpart is asked for news: often after something was delivered, seldom when nothing happens, seldomer
// at night. Thread safe.
#pragma once

#include "gateway/time.hpp"

#include <atomic>
#include <optional>

namespace wetbode {

struct PollTimes {
    Milliseconds fast{60'000};        ///< in the first hour after a delivery, or after the start
    Milliseconds slow{0};             ///< it never becomes slower by day; less than `fast`: always fast
    Milliseconds night{0};            ///< between 21:00 and 5:00 UTC; less than what holds by day: no difference
    bool operator==(PollTimes const&) const = default;
};

class PollPace {
public:
    explicit PollPace(PollTimes times) : times_(times) {}
    PollPace(PollPace const&) = delete;
    PollPace& operator=(PollPace const&) = delete;

    /// Something was delivered, or the process began.
    void delivered(Instant now) { active_ = now.time_since_epoch().count(); }
    void polled(Instant now) { polled_ = now.time_since_epoch().count(); }
    [[nodiscard]] std::optional<Instant> last_polled() const;
    /// From one question to the next.
    [[nodiscard]] Milliseconds pause(Instant now) const;

private:
    PollTimes times_;
    std::atomic<std::int64_t> active_{0};  ///< 0 = never
    std::atomic<std::int64_t> polled_{0};
};

}  // namespace wetbode
