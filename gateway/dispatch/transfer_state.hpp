// SPDX-License-Identifier: EUPL-1.2
// The life of a transfer as a table, and what one outcome makes of it. Pure functions; any thread.
#pragma once

#include "gateway/dispatch/retry.hpp"
#include "gateway/transfer.hpp"

#include <optional>

namespace wetbode {

/// May a transfer go from one state to another? Staying where it is counts as no change and is not allowed.
[[nodiscard]] bool allowed(TransferState from, TransferState to);

/// No further step follows by itself; only a person (replay, withdraw) or late news moves it.
[[nodiscard]] bool at_rest(TransferState state);

/// Where a transfer that was underway goes next.
struct NextStep {
    TransferState next = TransferState::waiting;
    std::optional<Instant> due;              ///< present exactly if next is waiting
    Text why;                                ///< empty if it went well
    std::string reference;                   ///< the counterpart's name for it; empty = none was told
    std::optional<CounterpartName> instead;  ///< present exactly if next is rerouted
};

/// What the counterpart's answer means. `round`: the tries since admission or the last replay, this one included.
[[nodiscard]] NextStep next_step(Outcome const& outcome, RetryRound const& round, RetrySchedule const& schedule,
                                 double random);

/// Our own world was broken: back to waiting for a short span, never quarantined, whatever the number of tries.
[[nodiscard]] NextStep step_after_outage(Text why, RetryRound const& round, RetrySchedule const& schedule,
                                         double random);

/// Spelling of an outcome in an attempt: "handed_over", "acknowledged", "try_later", "declined".
[[nodiscard]] std::string_view name_of(Outcome const& outcome);

}  // namespace wetbode
