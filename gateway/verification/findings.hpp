// SPDX-License-Identifier: EUPL-1.2
// What speaks against a signature, gathered while it is judged, and the verdict that follows from it. Pure.
#pragma once

#include "gateway/verification/report.hpp"

#include <string>
#include <vector>

namespace wetbode {

struct Findings {
    std::vector<SealFinding> list;

    /// The same code twice with the same sentence is told once; a full list (200) still takes a new code.
    void add(std::string code, std::string nl, std::string en);
    void add(std::vector<SealFinding> const& others);
};

/// passed without findings; failed if one of them is of those that ETSI EN 319 102-1 calls TOTAL-FAILED, or of those
/// that this house adds to them (gateway/verification/README.md); else indeterminate.
[[nodiscard]] SealVerdict verdict_of(std::vector<SealFinding> const& findings);

/// "passed", "indeterminate", "failed": the spelling of JSON and of the metrics.
[[nodiscard]] char const* name_of(SealVerdict verdict);

}  // namespace wetbode
