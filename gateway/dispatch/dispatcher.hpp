// SPDX-License-Identifier: EUPL-1.2
// Brings transfers to their counterparts: claim, deliver, decide, settle. Owned by the composition root; each
// counterpart has its own worker threads and its own collector, so a slow or dead one never slows the others.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/counterpart.hpp"
#include "gateway/dispatch/bell.hpp"
#include "gateway/dispatch/log_port.hpp"
#include "gateway/dispatch/poll_pace.hpp"
#include "gateway/dispatch/silence.hpp"
#include "gateway/dispatch/transfer_state.hpp"
#include "gateway/ledger.hpp"

#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace wetbode {

struct CounterpartPolicy {
    int workers = 1;                              ///< 1 .. 64 deliveries at once
    Milliseconds deadline{30'000};                ///< of one delivery and of one collect
    Milliseconds lease{120'000};                  ///< must exceed the deadline
    RetrySchedule schedule;
    Milliseconds collect_every{0};                ///< after a delivery; 0 = this counterpart has no news to fetch
    Milliseconds collect_slow{0};                 ///< when nothing happens; see PollTimes
    Milliseconds collect_night{0};
    /// a dossier of which nothing was learned for so long is over
    Milliseconds follow_for{std::chrono::hours{24 * 730}};
    Milliseconds receipt_term{0};                 ///< handed over for longer = quarantined; 0 = no term
};

struct ServedCounterpart {
    CounterpartName name;
    Counterpart* counterpart = nullptr;  ///< owned by the composition root, outlives the dispatcher
    CounterpartPolicy policy;
    Inbox* inbox = nullptr;  ///< where its own dossiers go; null = it sends none. Outlives the dispatcher
};

/// Why a submission may not be sent on to a counterpart that it was not admitted for; nothing if it may. The sentence
/// is read by everyone who sees the transfer, so it names no piece.
using Bar = std::function<std::optional<Text>(Manifest const& manifest, CounterpartName const& instead)>;

struct DispatchPorts {
    Ledger& ledger;
    Clock const& clock;
    Bell& bell;
    LogPort log;
    std::function<double()> random;  ///< in [0, 1), from any thread
    Bar bar;                         ///< asked before each rerouting, from any thread
    std::string node = "wetbode";    ///< first part of the worker names that administrators see
};

class Dispatcher {
public:
    /// Throws std::invalid_argument with a sentence if a policy cannot work (deadline >= lease, no workers, ...).
    Dispatcher(DispatchPorts ports, std::vector<ServedCounterpart> counterparts);
    Dispatcher(Dispatcher const&) = delete;
    Dispatcher& operator=(Dispatcher const&) = delete;
    ~Dispatcher();

    /// Starts workers and collectors. Once.
    void start();
    /// Asks all threads to stop, lets each finish its present call, joins them. May be called twice.
    void stop();

    /// Claims one due transfer, delivers it and settles it, in the calling thread. False if nothing was due.
    /// Throws Outage if the ledger is out: the lease brings a claimed transfer back.
    bool step(CounterpartName const& name, Instant now);
    /// Fetches and applies the news of a counterpart, then looks for receipts that did not come. Returns the number of
    /// new items. Throws Outage if the ledger is out; whatever the adapter throws is logged.
    int collect(CounterpartName const& name, Instant now);
    /// Lets the counterpart put its own dossiers into its inbox. Throws Outage if the ledger is out; whatever the
    /// adapter throws is logged.
    void receive(CounterpartName const& name);
    /// When each counterpart last answered to collect().
    [[nodiscard]] std::map<std::string, Instant> last_polled() const;
    /// Counterparts whose news, or what they send, could not be fetched the last time.
    [[nodiscard]] std::map<std::string, Silence> silences() { return silences_.longest(); }

private:
    [[nodiscard]] ServedCounterpart const& served(CounterpartName const& name) const;
    [[nodiscard]] Settlement attempt(ServedCounterpart const& to, ClaimedTransfer const& claimed, Instant began);
    [[nodiscard]] NextStep checked_reroute(NextStep next, Manifest const& manifest) const;
    void settle(ServedCounterpart const& to, Settlement const& settlement);
    void settle_surely(ServedCounterpart const& to, Settlement const& settlement, std::stop_token const& stop);
    [[nodiscard]] std::optional<ClaimedTransfer> claim(ServedCounterpart const& to, std::string const& worker,
                                                       Instant now);
    void work(std::stop_token const& stop, ServedCounterpart const& to, std::string const& worker);
    void wait_for_work(std::stop_token const& stop, ServedCounterpart const& to, std::uint64_t heard);
    void gather(std::stop_token const& stop, ServedCounterpart const& to);
    [[nodiscard]] int followed(ServedCounterpart const& to, Instant now);
    void log(std::string_view event, LogFields const& fields) const;

    DispatchPorts ports_;
    std::map<CounterpartName, ServedCounterpart> served_;
    std::map<CounterpartName, PollPace> paces_;
    Silences silences_;
    std::vector<std::jthread> threads_;
};

/// A random port on the operating system's entropy, thread safe.
[[nodiscard]] std::function<double()> system_random();

}  // namespace wetbode
