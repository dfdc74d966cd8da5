// SPDX-License-Identifier: EUPL-1.2
// File names of others as every system can hold them. Pure; any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace wetbode {

/// As close to `wanted` (UTF-8) as may be: control characters, slashes and colons become '_', and it has at most 200
/// bytes, its extension kept. Empty if nothing is left.
[[nodiscard]] std::string plain_file_name(std::string_view wanted);

/// The same, with a number before its extension if `taken` says that the name is: "Nota (2).pdf". "bestand" if
/// nothing is left of it.
[[nodiscard]] std::string unique_file_name(std::string_view wanted,
                                           std::function<bool(std::string const&)> const& taken);

}  // namespace wetbode
