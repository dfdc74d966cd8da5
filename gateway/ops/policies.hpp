// SPDX-License-Identifier: EUPL-1.2
// Reads conf/routes.toml, conf/access.toml, conf/completeness.toml and conf/files.toml. An error names file and line
// (SettingsError).
#pragma once

#include "gateway/files/policy.hpp"
#include "gateway/intake/access_policy.hpp"
#include "gateway/intake/completeness.hpp"
#include "gateway/routing/routes.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <vector>

namespace wetbode::ops {

using AccessMatrix = std::map<CounterpartName, std::set<AccessLevel>>;

/// `name` is shown in errors; `text` is TOML.
[[nodiscard]] std::vector<Route> routes_from(std::string_view text, std::filesystem::path const& name);
[[nodiscard]] AccessMatrix access_from(std::string_view text, std::filesystem::path const& name);
[[nodiscard]] std::vector<CompletenessRule> completeness_from(std::string_view text, std::filesystem::path const& name);
[[nodiscard]] FilesPolicy files_from(std::string_view text, std::filesystem::path const& name);

}  // namespace wetbode::ops
