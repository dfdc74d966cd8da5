// SPDX-License-Identifier: EUPL-1.2
// Whether an address belongs to the public Internet (IANA special-purpose registries, RFC 6890). Pure.
#pragma once

#include <sys/socket.h>

#include <optional>
#include <string>

namespace wetbode::rest {

/// In numbers, "192.0.2.1" or "2001:db8::1". Empty if it is neither IPv4 nor IPv6.
[[nodiscard]] std::optional<std::string> numbers_of(sockaddr const& address);

/// False for loopback, private, link-local, shared, multicast, documentation and reserved addresses, that of a cloud's
/// platform, and for those of IPv6 that carry such an address of IPv4 (mapped, 6to4, Teredo, NAT64). In doubt false.
[[nodiscard]] bool is_public(sockaddr const& address);

}  // namespace wetbode::rest
