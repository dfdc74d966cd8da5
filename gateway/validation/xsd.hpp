// SPDX-License-Identifier: EUPL-1.2
// One compiled XML Schema: loaded once from files below a folder, then locked and shared by all threads. Xerces-C++ is
// the authority behind it and does not show here: bytes in, faults out, so that a faster judge can take its place.
// Owned by the Catalogue. check() may be called from any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/refusal.hpp"
#include "gateway/validation/time_budget.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <vector>

namespace wetbode::validation {

struct Findings {
    std::vector<Fault> faults;  ///< in document order; empty = valid
    bool more_faults = false;
};

class Schema {
public:
    /// Loads `xsd` and what it imports. Only files below `root` can be imported; nothing is ever fetched. Throws
    /// std::runtime_error with a sentence that names file and line.
    Schema(std::filesystem::path const& xsd, std::filesystem::path const& root);
    ~Schema();
    Schema(Schema const&) = delete;
    Schema& operator=(Schema const&) = delete;

    /// The document must have passed the XML door. Throws Outage if it cannot be read, OutOfTime if it takes too long.
    [[nodiscard]] Findings check(Content const& document, std::size_t faults_max, TimeBudget& budget) const;
    /// The same without a limit in time: for documents of one's own making.
    [[nodiscard]] Findings check(Content const& document, std::size_t faults_max) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::validation
