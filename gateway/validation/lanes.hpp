// SPDX-License-Identifier: EUPL-1.2
// Places for work that keeps a processor busy: as many at once as there are, the others in the order in which they
// came. Any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace wetbode::validation {

class Lanes {
public:
    explicit Lanes(unsigned count) : free_from_(count) {}

    /// One of the places, for as long as it lives; waits until it is this one's turn.
    class Place {
    public:
        explicit Place(Lanes& all) : all_(all) {
            std::unique_lock lock(all_.mutex_);
            auto const mine = all_.next_++;
            all_.changed_.wait(lock, [&] { return mine < all_.free_from_; });
        }
        Place(Place const&) = delete;
        Place& operator=(Place const&) = delete;
        ~Place() {
            std::scoped_lock const lock(all_.mutex_);
            ++all_.free_from_;
            all_.changed_.notify_all();
        }

    private:
        Lanes& all_;
    };

private:
    std::mutex mutex_;  ///< guards the two below
    std::uint64_t next_ = 0;       ///< ticket of the next one who comes
    std::uint64_t free_from_;      ///< tickets below this one have, or had, their place
    std::condition_variable changed_;
};

}  // namespace wetbode::validation
