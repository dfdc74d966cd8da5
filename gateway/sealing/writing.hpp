// SPDX-License-Identifier: EUPL-1.2
// Small things that the writers of this room share. Pure.
#pragma once

#include "gateway/digest.hpp"

#include <string>
#include <string_view>

namespace wetbode {

inline std::string_view octets_of(Digest const& digest) {
    return {reinterpret_cast<char const*>(digest.octets.data()), digest.octets.size()};
}

template <class... Parts>
void append(std::string& out, Parts const&... parts) {
    ((out += parts), ...);
}

}  // namespace wetbode
