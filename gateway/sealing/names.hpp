// SPDX-License-Identifier: EUPL-1.2
// Names of files in a container: which are safe, and how a name becomes the URI of a reference and back. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

/// Whole path. Intake should let in no file name that is not safe, or that is reserved.
inline constexpr std::size_t container_name_bytes_max = 1024;

/// Stays below the folder in which it is unpacked, on every system: UTF-8, relative, no drive letter, no backslash, no
/// empty, "." or ".." step, no step over 255 bytes, no control character or mark that turns the direction of writing.
[[nodiscard]] bool is_safe_name(std::string_view name);

/// Is it one of the container's own files: mimetype, or anything below META-INF/ in whatever case?
[[nodiscard]] bool is_reserved_name(std::string_view name);

/// Percent-encoded (RFC 3986): only unreserved characters and the slash stay, so that a space, a plus sign, a percent
/// sign or an umlaut has one spelling only.
[[nodiscard]] std::string uri_of_name(std::string_view name);

/// The inverse, generous to other makers in what they left unencoded. Empty for what is not a plain relative path: a
/// scheme, a query, a fragment, or a percent sign without two hexadecimal digits.
[[nodiscard]] std::optional<std::string> name_of_uri(std::string_view uri);

/// Text between tags, and the value of an attribute, in the spelling that canonical XML prescribes for each.
[[nodiscard]] std::string xml_text(std::string_view text);
[[nodiscard]] std::string xml_attribute(std::string_view text);

}  // namespace wetbode
