// SPDX-License-Identifier: EUPL-1.2
// Port: the time of day. The composition root owns the one real clock; tests move a fake one.
#pragma once

#include "gateway/time.hpp"

namespace wetbode {

class Clock {
public:
    virtual ~Clock() = default;
    /// The present instant in UTC. May be called from any thread.
    [[nodiscard]] virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override {
        return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
    }
};

}  // namespace wetbode
