// SPDX-License-Identifier: EUPL-1.2
// The policies of a site: from the file that the settings name, else those built in. Part of the composition root; an
// error names file and line (ops::SettingsError).
#pragma once

#include "gateway/ops/policies.hpp"
#include "gateway/ops/settings.hpp"

#include <vector>

namespace wetbode {

[[nodiscard]] std::vector<Route> chosen_routes(ops::Settings const& settings);
[[nodiscard]] ops::AccessMatrix chosen_access(ops::Settings const& settings);
[[nodiscard]] std::vector<CompletenessRule> chosen_completeness(ops::Settings const& settings);
[[nodiscard]] FilesPolicy chosen_files(ops::Settings const& settings);

}  // namespace wetbode
