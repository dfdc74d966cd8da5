// SPDX-License-Identifier: EUPL-1.2
// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. Pure; any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace wetbode::xml {

struct Utf8Prefix {
    std::size_t bytes = 0;  ///< length of the longest front that consists of whole, correct characters
    bool broken = false;    ///< what follows can never become a character; if false it is merely cut off (1 to 3 bytes)
};

[[nodiscard]] Utf8Prefix utf8_prefix(std::string_view bytes);

}  // namespace wetbode::xml
