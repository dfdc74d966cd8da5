// SPDX-License-Identifier: EUPL-1.2
// The lines that faults point at, cut around their columns. One pass through the document for all of them, and no line
// is ever held whole: a document may be one line of a hundred megabytes. Pure; any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/refusal.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace wetbode::cli {

struct Excerpt {
    std::string text;       ///< fit for a terminal; empty: the fault points at no line
    std::size_t caret = 0;  ///< columns of the screen before the caret
    std::size_t from = 0;   ///< where the tag that the fault is about begins; as `to` if it is not on this line
    std::size_t to = 0;     ///< behind its end

    /// "   ~~~~^": the tag underlined, the caret under the column.
    [[nodiscard]] std::string marks() const;
};

/// One for each fault. Columns count characters, as those of faults do. Throws Outage if the document cannot be read.
[[nodiscard]] std::vector<Excerpt> excerpts_of(Content const& document, std::vector<Fault> const& faults);

}  // namespace wetbode::cli
