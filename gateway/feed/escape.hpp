// SPDX-License-Identifier: EUPL-1.2
// Makes any text safe inside the documents of the feed. Input that is not UTF-8, or that XML 1.0 cannot carry, becomes
// U+FFFD: a hostile title never breaks a page. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

namespace wetbode::feed {

/// For element content and for attribute values in double quotes.
[[nodiscard]] std::string xml_escaped(std::string_view text);
/// A JSON string with its quotes.
[[nodiscard]] std::string json_string(std::string_view text);
/// RFC 3986: all but the unreserved characters as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace wetbode::feed
