// SPDX-License-Identifier: EUPL-1.2
// A store that the simulation runs over. restart() is what a power cut and a new process do to it: whatever it has not
// made durable is gone.
#pragma once

#include "gateway/ledger.hpp"
#include "gateway/time.hpp"

#include <functional>
#include <memory>

namespace wetbode {

class LedgerStand {
public:
    virtual ~LedgerStand() = default;
    /// The ledger as it is now; another object after a restart.
    [[nodiscard]] virtual Ledger& ledger() = 0;
    virtual void restart(Instant now) = 0;
    /// The power went in the middle of an act: nothing that was said since counts.
    [[nodiscard]] virtual bool is_down() const { return false; }
    /// Called before each act of the simulation.
    virtual void act_begins() {}
};

/// Makes a new, empty store.
using LedgerFactory = std::function<std::unique_ptr<LedgerStand>()>;

}  // namespace wetbode
