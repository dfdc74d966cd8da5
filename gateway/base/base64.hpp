// SPDX-License-Identifier: EUPL-1.2
// Base 64 and base64url (RFC 4648), whole strings.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

[[nodiscard]] std::string base64(std::string_view bytes);
/// Without padding, as JOSE and the e-Box use it.
[[nodiscard]] std::string base64url(std::string_view bytes);
/// Strict: alphabet, padding and zero trailing bits are checked; with `skip`, white space
/// between characters is allowed.
enum class Base64Space { refuse, skip };
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text, Base64Space space);

}  // namespace wetbode
