// SPDX-License-Identifier: EUPL-1.2
// Why nothing is known of a revocation, in the words of the reader. Pure.
#pragma once

#include "gateway/text.hpp"

#include <string_view>

namespace wetbode {

/// One sentence in both languages. `reason` is that of a RevocationAnswer; one that is not known here is told in
/// English alone.
[[nodiscard]] Text unknown_revocation(std::string_view reason);

}  // namespace wetbode
