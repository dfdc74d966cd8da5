// SPDX-License-Identifier: EUPL-1.2
// Wakes workers: the ledger rings after each act that made something due. No sleeping, no polling. Any thread.
#pragma once

#include "gateway/time.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace wetbode {

class Bell {
public:
    void ring() {
        {
            std::scoped_lock const lock(mutex_);
            ++rings_;
        }
        rung_.notify_all();
    }

    [[nodiscard]] std::uint64_t rings() const {
        std::scoped_lock const lock(mutex_);
        return rings_;
    }

    /// Waits until it has rung since `heard`, at most `span`, or until a stop is asked. Returns the present count.
    std::uint64_t wait(std::uint64_t heard, Milliseconds span, std::stop_token const& stop) {
        std::unique_lock lock(mutex_);
        rung_.wait_for(lock, stop, span, [&] { return rings_ != heard; });
        return rings_;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable_any rung_;
    std::uint64_t rings_ = 0;
};

}  // namespace wetbode
