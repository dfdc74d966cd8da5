// SPDX-License-Identifier: EUPL-1.2
// Keyed digests (RFC 2104). Pure; any thread.
#pragma once

#include "gateway/digest.hpp"

#include <string_view>

namespace wetbode {

/// HMAC with SHA-256.
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view text);

}  // namespace wetbode
