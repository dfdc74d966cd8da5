// SPDX-License-Identifier: EUPL-1.2
// Instants of the gateway: UTC with milliseconds. Only the shell asks a Clock; all else takes `now` as an argument.
#pragma once

#include <chrono>
#include <cstdint>

namespace wetbode {

using Milliseconds = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Milliseconds>;

/// Milliseconds since 1970-01-01T00:00:00Z: the form that the ledger stores.
[[nodiscard]] constexpr std::int64_t to_count(Instant instant) { return instant.time_since_epoch().count(); }
[[nodiscard]] constexpr Instant from_count(std::int64_t count) { return Instant{Milliseconds{count}}; }

/// The moment at which a bounded call must have ended. Adapters turn it into their library's timeout.
struct Deadline {
    std::chrono::steady_clock::time_point at;

    [[nodiscard]] static Deadline in(Milliseconds span) { return {std::chrono::steady_clock::now() + span}; }
    [[nodiscard]] Milliseconds left() const {
        auto const rest = std::chrono::duration_cast<Milliseconds>(at - std::chrono::steady_clock::now());
        return rest > Milliseconds{0} ? rest : Milliseconds{0};
    }
};

}  // namespace wetbode
