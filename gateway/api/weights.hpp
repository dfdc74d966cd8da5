// SPDX-License-Identifier: EUPL-1.2
// What a client would rather have, as the Accept headers say it: ranges with weights (RFC 9110 section 12.4.2). Pure;
// any thread.
#pragma once

#include "gateway/api/message.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace wetbode::api {

struct Weighted {
    std::string_view range;  ///< points into the header
    int weight = 0;          ///< thousandths; 0 = not wanted, or not to be understood
};

/// In the order of the header, at most 32.
[[nodiscard]] std::vector<Weighted> weights_in(std::string_view header);

/// Which of these media types Accept wants most; the first if it wants none of them or does not say.
[[nodiscard]] std::string_view wanted_form(Headers const& headers, std::span<std::string_view const> forms);

}  // namespace wetbode::api
