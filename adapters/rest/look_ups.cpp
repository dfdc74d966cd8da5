// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/public_fetch.hpp"
#include "gateway/refusal.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace wetbode::rest {

namespace {

/// The system cannot be asked to stop looking a name up. So each look-up has a thread, whoever waits goes when his time
/// is over, and the thread's place is free again when the system gives up.
class LookUpRoom {
public:
    LookUpRoom(int at_once, Resolver resolver) : resolver_(std::move(resolver)) {
        ensure(at_once >= 1, "at least one name can be looked up");
        places_.resize(static_cast<std::size_t>(at_once));
    }
    LookUpRoom(LookUpRoom const&) = delete;
    LookUpRoom& operator=(LookUpRoom const&) = delete;
    ~LookUpRoom() = default;

    std::vector<FoundAddress> look_up(std::string const& host, Milliseconds time) {
        auto const deadline = Deadline::in(time);
        std::unique_lock lock(mutex_);
        if (!changed_.wait_until(lock, deadline.at, [&] { return free_place() != nullptr; }))
            throw Outage("fetch", host + ": other names are being looked up, and take long");
        auto const wanted = begin(*free_place(), host);
        if (!changed_.wait_until(lock, deadline.at, [&] { return wanted->done; }))
            throw Outage("fetch", host + ": the name was not found in time");
        return std::move(wanted->found);
    }

private:
    /// Shared with the thread, which may end after whoever waits has gone.
    struct Wanted {
        bool done = false;
        std::vector<FoundAddress> found;
    };
    struct Place {
        bool taken = false;
        std::jthread thread;
    };

    /// Under the mutex, as begin().
    Place* free_place() {
        for (auto& place : places_)
            if (!place.taken) return &place;
        return nullptr;
    }

    std::shared_ptr<Wanted> begin(Place& place, std::string const& host) {
        auto wanted = std::make_shared<Wanted>();
        try {
            // The one before has given its place back, so that to wait for its end is to wait for nothing.
            place.thread = std::jthread([this, &place, wanted, host] { work(place, *wanted, host); });
        } catch (std::system_error const& error) {
            throw Outage("fetch", host + ": " + error.what());
        }
        place.taken = true;
        return wanted;
    }

    void work(Place& place, Wanted& wanted, std::string const& host) {
        std::vector<FoundAddress> found;
        try {
            found = resolver_(host);
        } catch (std::exception const& error) {
            ignore(error, "a name that cannot be looked up has no address, and is told as such");
        }
        std::scoped_lock const lock(mutex_);
        wanted.found = std::move(found);
        wanted.done = true;
        place.taken = false;
        changed_.notify_all();
    }

    Resolver resolver_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Place> places_;  ///< last: its threads use the rest until they have ended
};

}  // namespace

LookUp bounded_look_up(int at_once, Resolver resolver) {
    // Shared: a LookUp is copied into whoever fetches.
    return [room = std::make_shared<LookUpRoom>(at_once, std::move(resolver))](
               std::string const& host, Milliseconds time) { return room->look_up(host, time); };
}

}  // namespace wetbode::rest
