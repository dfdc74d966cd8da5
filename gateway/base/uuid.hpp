// SPDX-License-Identifier: EUPL-1.2
// UUID version 7 (RFC 9562): rises with time, 74 random bits from the operating system. Thread safe.
#pragma once

#include "gateway/time.hpp"

#include <string>

namespace wetbode {

[[nodiscard]] std::string uuid_v7(Instant now);
/// `bytes` random octets of the operating system as lower-case hexadecimal: secrets and nonces.
[[nodiscard]] std::string random_hex(std::size_t bytes);

}  // namespace wetbode
