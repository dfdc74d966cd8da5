// SPDX-License-Identifier: EUPL-1.2
// Text from outside that is shown to a person: without the characters that steer a terminal, break a line of a log or
// turn the direction of writing. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace wetbode {

/// One line: each control character (C0, DEL, C1), line or paragraph separator, direction mark and broken UTF-8 octet
/// becomes U+FFFD; a tab or a line end becomes a blank.
[[nodiscard]] std::string screen_text(std::string_view text);

}  // namespace wetbode
