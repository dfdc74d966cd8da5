// SPDX-License-Identifier: EUPL-1.2
// Sentences for places that hold ASCII only. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace wetbode {

/// Letters of Latin-1 without their marks, line ends as spaces, any other character as '?'. `text` is UTF-8.
[[nodiscard]] std::string plain_ascii(std::string_view text);

}  // namespace wetbode
