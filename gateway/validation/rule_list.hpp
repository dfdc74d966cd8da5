// SPDX-License-Identifier: EUPL-1.2
// The rules of a catalogue as a list for people and partners: each rule once, with the document types that it holds
// for. Pure; any thread.
#pragma once

#include "gateway/validation/catalogue.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

struct ListedRule {
    Rule const* rule = nullptr;      ///< lives as long as the catalogue
    std::vector<std::string> types;  ///< that have it with this severity
};

/// Of one type, or with an empty name of all types: there a rule that is stricter for one type stands twice. Rules that
/// are switched off are left out.
[[nodiscard]] std::vector<ListedRule> listed_rules(Catalogue const& catalogue, std::string_view document_type);

[[nodiscard]] std::string_view name_of(RuleEngine engine);  ///< "native", "schematron"
[[nodiscard]] std::string_view name_of(Severity severity);  ///< "error", "warning", "hint"

}  // namespace wetbode
