// SPDX-License-Identifier: EUPL-1.2
// Whom the settings trust: the table [verification] as options of gateway/verification, and as what intake asks of
// signed files.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/intake/door_signatures.hpp"
#include "gateway/ops/settings.hpp"
#include "gateway/verification/verification.hpp"

namespace wetbode {

/// Reads the folder of authorities. Its `now` is for whoever verifies to fill in. Throws Outage("keys").
[[nodiscard]] VerificationOptions chosen_trust(ops::Settings const& settings);

/// Verifies with gateway/verification, which calls nobody then. The clock outlives the port.
[[nodiscard]] SignaturePort signature_port(VerificationOptions options, Clock const& clock,
                                           std::filesystem::path spool);

/// What the door asks of signed files. Throws ops::SettingsError for an unknown mode.
[[nodiscard]] DoorSignatures chosen_door_signatures(ops::Settings const& settings, SignaturePort verify);

}  // namespace wetbode
