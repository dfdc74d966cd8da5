// SPDX-License-Identifier: EUPL-1.2
// Turns by key: who wants what another one is fetching waits for him. Thread safe.
#pragma once

#include "gateway/time.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

namespace wetbode::revocation {

class OneAtATime {
public:
    /// The turn of one caller; over when it is destroyed.
    class Turn {
    public:
        Turn(OneAtATime& owner, std::string key) : owner_(owner), key_(std::move(key)) {}
        Turn(Turn const&) = delete;
        Turn& operator=(Turn const&) = delete;
        ~Turn() { owner_.end(key_); }

    private:
        OneAtATime& owner_;
        std::string key_;
    };

    /// Waits until nobody has the turn of this key, at most `longest`: whoever comes after that goes beside the other.
    [[nodiscard]] Turn take(std::string const& key, Milliseconds longest) {
        std::unique_lock lock(mutex_);
        ended_.wait_for(lock, longest, [&] { return !under_way_.contains(key); });
        ++under_way_[key];
        return {*this, key};
    }

private:
    void end(std::string const& key) {
        std::scoped_lock const lock(mutex_);
        auto const found = under_way_.find(key);
        if (--found->second == 0) under_way_.erase(found);
        ended_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable ended_;
    std::map<std::string, int> under_way_;
};

}  // namespace wetbode::revocation
