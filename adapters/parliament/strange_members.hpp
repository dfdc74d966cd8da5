// SPDX-License-Identifier: EUPL-1.2
// Members of a status that nobody here reads: told once each, so that what the Parliament tells anew is not lost in
// silence. Thread safe.
#pragma once

#include "adapters/parliament/document.hpp"
#include "gateway/adapter.hpp"
#include "gateway/base/guarded.hpp"

#include <set>
#include <string>
#include <vector>

namespace wetbode::parliament {

class StrangeMembers {
public:
    explicit StrangeMembers(AdapterLog log) : log_(std::move(log)) {}

    /// Logs counterpart.unknown_member for each name that was not seen before; at most 100 names, then no more.
    void note(std::vector<StatusEntry> const& entries, std::string_view call);

private:
    AdapterLog log_;
    Guarded<std::set<std::string>> seen_;
};

}  // namespace wetbode::parliament
