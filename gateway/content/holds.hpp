// SPDX-License-Identifier: EUPL-1.2
// Who may not lose which content right now. An admission holds the digests that it is about to name in the ledger; a
// sweep claims a digest before it removes the file, and never gets one that is held. So of the two races, "the sweep
// looked before the ledger named it" and "the admission found a file that the sweep removes", neither can happen.
// Owned by the content store, any thread. A holder waits only for a sweep, a sweep for nobody: no deadlock.
#pragma once

#include "gateway/digest.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

namespace wetbode {

class Holds {
public:
    /// Digests of contents that stay until the end of its life.
    class Hold {
    public:
        Hold(Holds& owner, std::vector<Digest> digests) : owner_(&owner), digests_(std::move(digests)) {}
        Hold(Hold&& other) noexcept
            : owner_(std::exchange(other.owner_, nullptr)), digests_(std::move(other.digests_)) {}
        Hold& operator=(Hold&&) = delete;
        ~Hold() {
            if (owner_ != nullptr) owner_->let_go(digests_);
        }
        [[nodiscard]] bool covers(Digest const& digest) const;

    private:
        Holds* owner_;
        std::vector<Digest> digests_;
    };

    /// Waits while one of them is being removed; `waiting` is called once before such a wait.
    [[nodiscard]] Hold hold(std::vector<Digest> digests, std::function<void()> const& waiting);

    /// Runs `act` while nobody can hold the digest. False, and nothing is run, if somebody holds it.
    template <class Act>
    bool alone_with(Digest const& digest, Act&& act) {
        if (!claim(digest)) return false;
        Claim const claimed{*this, digest};
        std::forward<Act>(act)();
        return true;
    }

private:
    struct Claim {
        Holds& owner;
        Digest const& digest;
        ~Claim() { owner.release(digest); }
    };
    [[nodiscard]] bool claim(Digest const& digest);
    void release(Digest const& digest);
    void let_go(std::vector<Digest> const& digests);

    std::mutex mutex_;  ///< guards held_ and claimed_; never held across I/O
    std::condition_variable released_;
    std::map<Digest, int> held_;
    std::set<Digest> claimed_;
};

}  // namespace wetbode
