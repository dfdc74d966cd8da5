// SPDX-License-Identifier: EUPL-1.2
// Keeps the house from filling up: forgets what is past its retention and sweeps files that a crash left behind. One
// thread, a bounded helping of work per round, the first round at start. Owned by the composition root.
#pragma once

#include "gateway/base/guarded.hpp"
#include "gateway/clock.hpp"
#include "gateway/dispatch/log_port.hpp"
#include "gateway/housekeeping.hpp"
#include "gateway/ledger.hpp"

#include <stop_token>
#include <thread>

namespace wetbode {

struct HousekeepingPolicy {
    Milliseconds every{std::chrono::minutes{15}};     ///< pause between two passes over everything
    Milliseconds orphan_age{std::chrono::hours{24}};  ///< younger files are never swept
    Milliseconds news_keys{std::chrono::hours{24 * 730}};
    Milliseconds refused{std::chrono::hours{24 * 730}};
    int most = 1000;                                  ///< looks and rows per round
};

struct HousekeepingPorts {
    Ledger& ledger;
    Clock const& clock;
    LogPort log;
};

class Housekeeper {
public:
    enum class Rest { done, more };

    Housekeeper(HousekeepingPorts ports, HousekeepingPolicy policy);

    void start();
    /// Lets the present round finish. May be called twice.
    void stop();

    /// One helping. Throws Outage. One thread at a time.
    Rest round(Instant now);
    [[nodiscard]] HousekeepingCounts counts();

private:
    void work(std::stop_token const& stop);
    void tell(Swept const& swept) const;

    HousekeepingPorts ports_;
    HousekeepingPolicy policy_;
    Guarded<HousekeepingCounts> counts_;
    std::jthread thread_;
};

}  // namespace wetbode
