// SPDX-License-Identifier: EUPL-1.2
// The limits of the evidence debt, and the alarm that rings once when one is crossed and once when it is paid.
#pragma once

#include "gateway/dispatch/log_port.hpp"
#include "gateway/ledger.hpp"

#include <mutex>

namespace wetbode {

/// Beyond one of these the debt is an illness, no longer a delay. X-Road's security servers take 4 hours
/// (acceptable-timestamp-failure-period), and stop then; this gateway goes on and says so.
struct DebtLimits {
    Milliseconds age_max{14'400'000};  ///< of the oldest seal without its time
    std::int64_t count_max = 10'000;
    bool operator==(DebtLimits const&) const = default;
};

/// Pure.
[[nodiscard]] inline bool is_too_large(TimeDebt const& debt, DebtLimits const& limits, Instant now) {
    return debt.owed > limits.count_max || (debt.oldest && now - *debt.oldest > limits.age_max);
}

/// Thread safe.
class DebtWatch {
public:
    DebtWatch(DebtLimits limits, LogPort log) : limits_(limits), log_(std::move(log)) {}

    /// Logs "time.debt_alarm" when a limit is crossed and "time.debt_paid" when the debt is within both again.
    void look(TimeDebt const& debt, Instant now);

private:
    DebtLimits limits_;
    LogPort log_;
    std::mutex mutex_;
    bool alarmed_ = false;
};

}  // namespace wetbode
