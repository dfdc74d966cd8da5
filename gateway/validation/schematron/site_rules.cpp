// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/schematron/site_rules.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace wetbode::validation {

SiteRules::SiteRules(std::vector<std::filesystem::path> const& files, SchematronLimits const& limits,
                     RuleBook const& book) {
    for (auto const& file : files) files_.push_back(std::make_unique<Schematron>(file, limits, book));
}

void SiteRules::add_to(Findings& findings, Content const& document, xml::Limits const& limits,
                       std::size_t faults_max) const {
    if (files_.empty()) return;
    auto& faults = findings.faults;
    for (auto const& file : files_) {
        auto more = file->check(document, limits, faults_max);
        std::move(more.faults.begin(), more.faults.end(), std::back_inserter(faults));
        findings.more_faults = findings.more_faults || more.more_faults;
    }
    std::ranges::stable_sort(faults, {}, [](Fault const& fault) { return std::pair(fault.line, fault.column); });
    if (faults.size() <= faults_max) return;
    findings.more_faults = true;
    // What makes the document invalid must not fall behind hints.
    auto const errors_first = [](Fault const& fault) { return fault.severity == Severity::error; };
    std::stable_partition(faults.begin(), faults.end(), errors_first);
    faults.resize(faults_max);
    std::ranges::stable_sort(faults, {}, [](Fault const& fault) { return std::pair(fault.line, fault.column); });
}

}  // namespace wetbode::validation
