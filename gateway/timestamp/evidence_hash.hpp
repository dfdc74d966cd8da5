// SPDX-License-Identifier: EUPL-1.2
// The one rule by which digests of an evidence record become one. Pure.
#pragma once

#include "gateway/crypto/hashing.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace wetbode {

/// One digest stands for itself; several are put in binary ascending order, joined and hashed (RFC 4998 section 4.2.1).
[[nodiscard]] inline std::string node_of(HashAlgorithm algorithm, std::vector<std::string> digests) {
    if (digests.size() == 1) return std::move(digests.front());
    std::ranges::sort(digests);  // char_traits compares octets as unsigned: this is the order of the RFC
    Hasher hasher(algorithm);
    for (auto const& digest : digests) hasher.update(digest);
    return hasher.finish();
}

}  // namespace wetbode
