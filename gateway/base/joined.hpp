// SPDX-License-Identifier: EUPL-1.2
// Texts and contents in base 64, read one behind another: an answer of a gigabyte costs one buffer. One thread at a
// time.
#pragma once

#include "gateway/content.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace wetbode {

/// A text as it is, or a content in base 64 (RFC 4648, padded, no line breaks).
using JoinedPart = std::variant<std::string, Content>;

/// Octets that open_joined() will give.
[[nodiscard]] std::uint64_t length_of(std::vector<JoinedPart> const& parts);
/// Throws Outage("content") while it is read, at the latest behind a content whose length or digest is another one.
[[nodiscard]] std::unique_ptr<ContentReader> open_joined(std::vector<JoinedPart> parts);

}  // namespace wetbode
