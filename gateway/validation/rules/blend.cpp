// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/rules/blend.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

namespace wetbode::rules {

namespace {

/// With such a fault an element may be in the wrong place or have the wrong name: that something is missing elsewhere
/// then says nothing new.
bool hides_absence(Fault const& fault) {
    return fault.code == "XSD.CONTENT" || fault.code == "XSD.UNKNOWN_ELEMENT";
}

}  // namespace

Blend blend(std::vector<Fault> structure, std::vector<Report::Finding> findings, std::size_t faults_max) {
    Blend blend{std::move(structure), false};
    bool const absence_hidden = std::ranges::any_of(blend.faults, hides_absence);
    std::set<std::string> told;
    for (auto const& fault : blend.faults) told.insert(fault.path);
    for (auto& finding : findings) {
        // An element at which the schema complains is mended first: what a rule says about it is a consequence.
        if (told.contains(finding.fault.path) && !finding.fault.path.empty()) continue;
        if (finding.absence && absence_hidden) continue;
        blend.faults.push_back(std::move(finding.fault));
    }
    if (blend.faults.size() > faults_max) {
        std::ranges::stable_sort(blend.faults, {}, &Fault::severity);
        blend.faults.resize(faults_max);
        blend.more = true;
    }
    std::ranges::stable_sort(blend.faults, [](Fault const& a, Fault const& b) {
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    });
    return blend;
}

}  // namespace wetbode::rules
