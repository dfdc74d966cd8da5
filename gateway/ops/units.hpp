// SPDX-License-Identifier: EUPL-1.2
// Spans and sizes as people write them in settings: "250ms", "30s", "5m", "12h", "2d"; "64KiB", "250MB". Pure.
#pragma once

#include "gateway/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace wetbode::ops {

/// Whole number and unit (ms, s, m, h, d) without a space. Empty if it is anything else, or longer than 10 years.
[[nodiscard]] std::optional<Milliseconds> span_from(std::string_view text);
/// Whole number and unit (B, KB, MB, GB, KiB, MiB, GiB). Empty if it is anything else.
[[nodiscard]] std::optional<std::uint64_t> size_from(std::string_view text);

}  // namespace wetbode::ops
