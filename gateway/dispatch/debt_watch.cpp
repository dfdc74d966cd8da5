// SPDX-License-Identifier: EUPL-1.2
#include "gateway/dispatch/debt_watch.hpp"

namespace wetbode {

void DebtWatch::look(TimeDebt const& debt, Instant now) {
    auto const too_large = is_too_large(debt, limits_, now);
    {
        std::scoped_lock const lock(mutex_);
        if (too_large == alarmed_) return;
        alarmed_ = too_large;
    }
    if (!log_) return;
    auto const age = debt.oldest ? std::chrono::floor<std::chrono::seconds>(now - *debt.oldest).count() : 0;
    LogFields fields{{"owed", std::to_string(debt.owed)}, {"oldest_seconds", std::to_string(age)}};
    if (!debt.why.empty()) fields.emplace_back("error", debt.why.en);
    log_(too_large ? "time.debt_alarm" : "time.debt_paid", fields);
}

}  // namespace wetbode
