// SPDX-License-Identifier: EUPL-1.2
// How dispatch tells the operator what happens, without knowing the log library. The composition root fills it in; it
// is called from every worker thread. Ids and names only: never titles, payloads or national numbers.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode {

using LogFields = std::vector<std::pair<std::string, std::string>>;
using LogPort = std::function<void(std::string_view event, LogFields const& fields)>;

}  // namespace wetbode
