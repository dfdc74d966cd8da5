// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/rule_list.hpp"

#include <algorithm>

namespace wetbode {

namespace {

void list(Catalogue const& catalogue, std::string const& type, std::vector<ListedRule>& all) {
    for (auto const& rule : catalogue.rules(type)) {
        if (!rule.enabled) continue;
        auto const same = std::ranges::find_if(all, [&](ListedRule const& listed) {
            return listed.rule->id == rule.id && listed.rule->severity == rule.severity;
        });
        if (same == all.end()) all.push_back({&rule, {type}});
        else same->types.push_back(type);
    }
}

}  // namespace

std::vector<ListedRule> listed_rules(Catalogue const& catalogue, std::string_view document_type) {
    std::vector<ListedRule> all;
    if (!document_type.empty()) {
        list(catalogue, std::string(document_type), all);
        return all;
    }
    std::string last;  // the catalogue holds the versions of a type beside one another
    for (auto const& type : catalogue.types()) {
        if (type.name != last && catalogue.knows(type.name)) list(catalogue, type.name, all);
        last = type.name;
    }
    std::ranges::stable_sort(all, {}, [](ListedRule const& listed) { return std::string_view(listed.rule->id); });
    return all;
}

std::string_view name_of(RuleEngine engine) { return engine == RuleEngine::native ? "native" : "schematron"; }

std::string_view name_of(Severity severity) {
    switch (severity) {
        case Severity::error: return "error";
        case Severity::warning: return "warning";
        case Severity::hint: return "hint";
    }
    return "error";
}

}  // namespace wetbode
