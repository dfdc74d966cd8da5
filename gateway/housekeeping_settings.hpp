// SPDX-License-Identifier: EUPL-1.2
// How the settings describe housekeeping. Private to the composition root and its tests.
#pragma once

#include "gateway/dispatch/housekeeper.hpp"
#include "gateway/ops/settings.hpp"

namespace wetbode {

/// Throws ops::SettingsError if news could be forgotten while a counterpart may still repeat it.
[[nodiscard]] inline HousekeepingPolicy housekeeping_policy(ops::Settings const& settings) {
    HousekeepingPolicy policy;
    policy.every = settings.span("housekeeping.every");
    policy.orphan_age = settings.span("housekeeping.orphan_age");
    policy.news_keys = settings.span("housekeeping.news_keys");
    policy.refused = settings.span("housekeeping.refused");
    policy.most = static_cast<int>(settings.number("housekeeping.batch_max"));
    for (auto const& name : settings.names("counterpart"))
        if (settings.span("counterpart." + name + ".receipt_term") >= policy.news_keys)
            throw ops::SettingsError(settings.source().string() +
                                     ": [housekeeping] news_keys must exceed receipt_term of [counterpart." + name +
                                     "]: it may repeat its news for so long, and would be believed twice");
    return policy;
}

}  // namespace wetbode
