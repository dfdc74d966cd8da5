// SPDX-License-Identifier: EUPL-1.2
#include "gateway/content/holds.hpp"

#include <algorithm>

namespace wetbode {

bool Holds::Hold::covers(Digest const& digest) const {
    return std::find(digests_.begin(), digests_.end(), digest) != digests_.end();
}

Holds::Hold Holds::hold(std::vector<Digest> digests, std::function<void()> const& waiting) {
    std::unique_lock lock(mutex_);
    auto const free = [&] {
        return std::none_of(digests.begin(), digests.end(),
                            [this](Digest const& digest) { return claimed_.contains(digest); });
    };
    if (!free() && waiting) {
        lock.unlock();
        waiting();
        lock.lock();
    }
    released_.wait(lock, free);
    // All at once: one that is held never waits for another.
    for (auto const& digest : digests) ++held_[digest];
    return {*this, std::move(digests)};
}

bool Holds::claim(Digest const& digest) {
    std::scoped_lock const lock(mutex_);
    return !held_.contains(digest) && claimed_.insert(digest).second;
}

void Holds::release(Digest const& digest) {
    {
        std::scoped_lock const lock(mutex_);
        claimed_.erase(digest);
    }
    released_.notify_all();
}

void Holds::let_go(std::vector<Digest> const& digests) {
    std::scoped_lock const lock(mutex_);
    for (auto const& digest : digests)
        if (auto const found = held_.find(digest); found != held_.end() && --found->second == 0) held_.erase(found);
}

}  // namespace wetbode
