// SPDX-License-Identifier: EUPL-1.2
// The border at which exceptions become answers: what is broken in our world becomes 503, what is wrong in our code
// 500; neither goes further. Any thread.
#pragma once

#include "gateway/api/message.hpp"
#include "gateway/text.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::api {

using LogFields = std::vector<std::pair<std::string, std::string>>;

struct BorderParts {
    /// Outlives the exchange; may be empty.
    std::function<void(std::string_view event, LogFields const& fields)> const& log;
    Language language = Language::nl;
    std::string path;
};

/// The same exchange, behind the border.
[[nodiscard]] std::unique_ptr<Exchange> guarded(BorderParts parts, std::unique_ptr<Exchange> inner);
/// What `open` makes, behind the border too; it may throw.
[[nodiscard]] std::unique_ptr<Exchange> opened(BorderParts parts,
                                               std::function<std::unique_ptr<Exchange>()> const& open);

}  // namespace wetbode::api
