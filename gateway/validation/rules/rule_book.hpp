// SPDX-License-Identifier: EUPL-1.2
// Reads the rule files that a document type names. A file holds [[rule]] tables; a later file may switch off or soften
// with [[change]] what an earlier one brought. Whatever does not add up stops the start. Any thread.
#pragma once

#include "gateway/validation/rules/rule.hpp"

#include <filesystem>
#include <vector>

namespace wetbode::rules {

/// The rules of one type in the order of its files, also those that are switched off. Throws std::runtime_error
/// "<file>:<line>: what is wrong": an unknown key, check or placeholder, a missing language, an id or check twice, a
/// change of a rule that is not there.
[[nodiscard]] std::vector<Rule> read_rules(std::vector<std::filesystem::path> const& files);

}  // namespace wetbode::rules
