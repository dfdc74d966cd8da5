// SPDX-License-Identifier: EUPL-1.2
// What a revocation list (RFC 5280 section 5) says of one certificate. Pure.
#pragma once

#include "gateway/revocation/certificate_pair.hpp"

namespace wetbode::revocation {

/// Full lists of the issuer itself only: no delta, no indirect list, none for some reasons only, none with a critical
/// extension besides IssuingDistributionPoint. At most 32 MiB.
[[nodiscard]] Finding list_finding(Pair const& pair, std::string_view list_der);

}  // namespace wetbode::revocation
