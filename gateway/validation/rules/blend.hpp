// SPDX-License-Identifier: EUPL-1.2
// One list out of two: what the schema found and what the rules found. The same defect is told once, errors are never
// pushed out by advice, and the drafter reads it from top to bottom. Pure; any thread.
#pragma once

#include "gateway/validation/rules/report.hpp"

#include <cstddef>
#include <vector>

namespace wetbode::rules {

struct Blend {
    std::vector<Fault> faults;  ///< in document order, at most `faults_max`
    bool more = false;          ///< some were left out
};

[[nodiscard]] Blend blend(std::vector<Fault> structure, std::vector<Report::Finding> findings, std::size_t faults_max);

}  // namespace wetbode::rules
