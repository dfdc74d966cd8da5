// SPDX-License-Identifier: EUPL-1.2
// A clock that stands still until a test moves it. Any thread.
#pragma once

#include "gateway/clock.hpp"

#include <atomic>

namespace wetbode {

class FakeClock final : public Clock {
public:
    /// 2026-01-05T08:00:00Z, a Monday.
    static constexpr Instant monday{Milliseconds{1'767'600'000'000}};

    explicit FakeClock(Instant start = monday) : now_(to_count(start)) {}

    [[nodiscard]] Instant now() const override { return from_count(now_.load()); }
    void move(Milliseconds span) { now_ += span.count(); }
    void move_to(Instant instant) { now_ = to_count(instant); }

private:
    std::atomic<std::int64_t> now_;
};

}  // namespace wetbode
