// SPDX-License-Identifier: EUPL-1.2
// The certificates above one, for who must embed them or ask about them. Nothing is trusted here. Pure.
#pragma once

#include "gateway/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// From the certificate (DER) up to an authority that issued itself, or beyond which `pool` knows none; at most ten.
/// Each issuer's key made the signature below it, and both were valid at the instant `at`. Empty if the certificate
/// cannot be read.
[[nodiscard]] std::vector<std::string> path_of(std::string_view certificate, std::vector<std::string> const& pool,
                                               Instant at);

}  // namespace wetbode
