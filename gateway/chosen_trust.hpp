// SPDX-License-Identifier: EUPL-1.2
// Whom the settings trust: the table [verification] as options of gateway/verification.
#pragma once

#include "gateway/ops/settings.hpp"
#include "gateway/verification/verification.hpp"

namespace wetbode {

/// Reads the folder of authorities. Its `now` is for whoever verifies to fill in. Throws Outage("keys").
[[nodiscard]] VerificationOptions chosen_trust(ops::Settings const& settings);

}  // namespace wetbode
