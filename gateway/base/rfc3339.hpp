// SPDX-License-Identifier: EUPL-1.2
// Instants as text (RFC 3339): "2026-11-23T22:59:07.123Z".
#pragma once

#include "gateway/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

/// Always UTC, always three decimals: fixed width, so that text order is time order.
[[nodiscard]] std::string rfc3339(Instant instant);
/// Any offset and 0 to 9 decimals; empty if the text is not a date-time or the date does not exist.
[[nodiscard]] std::optional<Instant> from_rfc3339(std::string_view text);

}  // namespace wetbode
