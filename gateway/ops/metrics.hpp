// SPDX-License-Identifier: EUPL-1.2
// Metrics in the text form of Prometheus. What the ledger can count is counted from the ledger at each scrape, never
// from counters beside it. Thread safe; owned by the composition root.
#pragma once

#include "gateway/ledger.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace wetbode::ops {

/// What the transport counts.
struct DoorCounts {
    std::int64_t connections = 0;
    std::int64_t turned_away = 0;
};

class Metrics {
public:
    Metrics();
    ~Metrics();

    /// `route` is the path template, so that ids make no new series.
    void answered(std::string const& method, std::string const& route, int status, Milliseconds took);
    [[nodiscard]] std::string text(Census const& census, DoorCounts const& door, Instant now) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::ops
