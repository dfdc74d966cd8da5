// SPDX-License-Identifier: EUPL-1.2
// Which events of time, proof and webhooks somebody must act upon: they are warnings in the log.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace wetbode {

[[nodiscard]] inline bool is_alarm(std::string_view event) {
    constexpr std::array<std::string_view, 7> alarms{
        "time.debt_alarm", "time.away",        "evidence.away",      "evidence.not_renewed",
        "webhook.failed",  "webhook.disabled", "webhook.passed_over"};
    return std::ranges::find(alarms, event) != alarms.end() || event.ends_with(".sealed_lower");
}

}  // namespace wetbode
