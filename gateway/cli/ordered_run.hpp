// SPDX-License-Identifier: EUPL-1.2
// Many documents on all cores, their results in order: workers run ahead of the one who takes the results, but only so
// far, so that memory stays bounded however many there are. Called on one thread, which also takes.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace wetbode::cli {

struct Judged;

struct OrderedRun {
    std::size_t count = 0;
    unsigned workers = 1;
    std::function<Judged(std::size_t)> make;            ///< on a worker's thread, several at once
    std::function<void(Judged)> take;                   ///< on the calling thread, in order 0, 1, 2 ...
    std::function<void(std::size_t made)> while_waiting;  ///< on the calling thread, now and then: so many are made
    std::chrono::milliseconds pulse{100};               ///< how often `while_waiting` is called at least
};

/// Returns when all are taken. What `make` or `take` throws ends the run and is thrown on.
void run_in_order(OrderedRun const& run);

}  // namespace wetbode::cli
