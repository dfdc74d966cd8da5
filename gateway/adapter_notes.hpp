// SPDX-License-Identifier: EUPL-1.2
// What adapters say to whoever runs the gateway: into the log as warnings, and counted for /metrics. Owned by the
// composition root, outlives the adapters. Thread safe.
#pragma once

#include "gateway/adapter.hpp"
#include "gateway/base/guarded.hpp"
#include "gateway/ops/log.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace wetbode {

class AdapterNotes {
public:
    explicit AdapterNotes(ops::Log const& log) : log_(log) {}

    /// For the adapter of one counterpart, which does not know under what name it was set up.
    [[nodiscard]] AdapterLog log_of(std::string const& counterpart) {
        return [this, counterpart](std::string_view event, auto const& fields) {
            auto all = fields;
            all.insert(all.begin(), {"counterpart", counterpart});
            log_.warning(event, all);
            if (event == "counterpart.unknown_member") unknown_.with([&](auto& one) { ++one[counterpart]; });
        };
    }
    /// Members that nobody reads, by counterpart, since the start.
    [[nodiscard]] std::map<std::string, std::int64_t> unknown_members() {
        return unknown_.with([](auto& one) { return one; });
    }

private:
    ops::Log const& log_;
    Guarded<std::map<std::string, std::int64_t>> unknown_;
};

}  // namespace wetbode
