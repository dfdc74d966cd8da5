// SPDX-License-Identifier: EUPL-1.2
// For dispatchers whose counterparts may all see everything.
#pragma once

#include "gateway/dispatch/dispatcher.hpp"

namespace wetbode {

inline std::optional<Text> no_bar(Manifest const& /*manifest*/, CounterpartName const& /*instead*/) {
    return std::nullopt;
}

}  // namespace wetbode
