// SPDX-License-Identifier: EUPL-1.2
// Metrics in the text form of Prometheus. What the ledger can count is counted from the ledger at each scrape, never
// from counters beside it. Thread safe; owned by the composition root. README.md in this folder tells what each means.
#pragma once

#include "gateway/housekeeping.hpp"
#include "gateway/ledger.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wetbode::ops {

/// What the transport counts.
struct DoorCounts {
    std::int64_t connections = 0;
    std::int64_t turned_away = 0;
};

/// Of one webhook; spans are 0 if there is nothing of that kind.
struct WebhookNumbers {
    std::string name;
    std::int64_t behind = 0;
    Milliseconds oldest{0};   ///< age of the oldest event that it has not passed
    Milliseconds failing{0};  ///< since its receiver last took something
    bool disabled = false;
    std::int64_t taken = 0;   ///< tries since start
    std::int64_t failed = 0;
    std::int64_t passed_over = 0;  ///< events that were left behind, and neither sent again nor forgotten
};

/// What is known at the moment of a scrape.
struct Scrape {
    Instant now;
    std::optional<Census> census = {};              ///< empty: the ledger cannot be read; the rest is still told
    std::vector<CounterpartName> counterparts = {};  ///< served: each has a number for every state, also zero
    DoorCounts door = {};
    HousekeepingCounts housekeeping = {};
    std::vector<std::pair<std::string, bool>> health = {};  ///< part -> is it well
    std::uint64_t data_free_bytes = 0;
    std::uint64_t data_bytes = 0;                   ///< size of the file system of the data folder
    std::vector<std::pair<std::string, Instant>> certificates = {};  ///< use -> end
    std::map<std::string, std::int64_t> unknown_members = {};  ///< counterpart -> names that nobody reads, since start
    std::map<std::string, Instant> last_polled = {};  ///< counterpart -> when it last told its news
    std::vector<WebhookNumbers> webhooks = {};
};

class Metrics {
public:
    Metrics();
    ~Metrics();

    /// `route` is the path template, so that ids make no new series.
    void answered(std::string const& method, std::string const& route, int status, Milliseconds took);
    [[nodiscard]] std::string text(Scrape const& scrape) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::ops
