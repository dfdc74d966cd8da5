// SPDX-License-Identifier: EUPL-1.2
// What the ledger may forget or throw away, in bounded helpings: memories past their retention, and files that a crash
// left behind and nobody names.
#pragma once

#include "gateway/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wetbode {

/// Memories that have had their time. Proofs, events and receipts are never among them.
struct Forgetting {
    Instant news_seen_before;         ///< keys of news that the counterpart has not repeated since
    Instant refused_received_before;  ///< refused submissions; their event stays
    int most = 1000;                  ///< of each kind, per act
};

struct Forgotten {
    int news_keys = 0;
    int refused = 0;
};

struct Sweeping {
    Instant untouched_since;  ///< younger files are left alone
    int most = 1000;          ///< files and folders looked at, per act
};

struct SweptFile {
    std::string name;  ///< "content/<digest>" or "spool/<name>"
    std::uint64_t bytes = 0;
    bool operator==(SweptFile const&) const = default;
};

struct Swept {
    std::vector<SweptFile> removed;
    bool all_seen = true;  ///< false: the next act goes on where this one ended
};

/// What was done since the start, for metrics.
struct HousekeepingCounts {
    std::int64_t files = 0;
    std::int64_t bytes = 0;
    std::int64_t news_keys = 0;
    std::int64_t refused = 0;
    std::int64_t failures = 0;          ///< rounds that ended in an outage
    std::optional<Instant> last_round;  ///< when one last ended well
};

}  // namespace wetbode
