// SPDX-License-Identifier: EUPL-1.2
// The ports of time and of revocation, answered by the test authorities in this process: for tests of what seals and
// verifies. The authority outlives them. Thread safe.
#pragma once

#include "adapters/trust/authority.hpp"
#include "gateway/clock.hpp"
#include "gateway/revocation/revocation.hpp"
#include "gateway/timestamp/time_authority.hpp"

#include <memory>

namespace wetbode::trust {

/// Tokens of the authority at the clock's instant. Outage("time") for a response without a token; else unchecked.
[[nodiscard]] std::unique_ptr<TimeAuthority> time_authority_of(Authority& authority, Clock const& clock);

/// OCSP for what the issuing authority signed, a list for what the root signed; both made at the clock's instant, or
/// at `not_before` if that is later. Outage("revocation") if a certificate is not ours.
[[nodiscard]] std::unique_ptr<RevocationSource> revocation_source_of(Authority& authority, Clock const& clock);

}  // namespace wetbode::trust
