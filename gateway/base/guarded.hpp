// SPDX-License-Identifier: EUPL-1.2
// A mutex that lives with its data: the data cannot be touched without it. Never hold it across I/O.
#pragma once

#include <mutex>
#include <utility>

namespace wetbode {

template <class T>
class Guarded {
public:
    Guarded() = default;
    explicit Guarded(T value) : value_(std::move(value)) {}

    /// Runs `act` with the data under the lock and returns what it returns.
    template <class Act>
    auto with(Act&& act) {
        std::scoped_lock const lock(mutex_);
        return std::forward<Act>(act)(value_);
    }

private:
    std::mutex mutex_;
    T value_{};
};

}  // namespace wetbode
