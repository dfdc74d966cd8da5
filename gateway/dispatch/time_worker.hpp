// SPDX-License-Identifier: EUPL-1.2
// Gives the seals their proof of time, away from the door: one token per act, or one per interval for many. A service
// that is away delays the evidence and refuses nothing; what is owed is never forgotten. Owned by the composition
// root; its own threads.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/dispatch/backoff.hpp"
#include "gateway/dispatch/bell.hpp"
#include "gateway/dispatch/debt_watch.hpp"
#include "gateway/dispatch/log_port.hpp"
#include "gateway/ledger.hpp"
#include "gateway/seal.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace wetbode {

/// Raises one seal from B-B to the level that is set, with one token. Its container is another than the one claimed,
/// its `stamped_at` is filled in. Throws Outage("time"), ("revocation"), ("keys") or ("content").
using RaisePort = std::function<Seal(ClaimedTime const& claimed, ContentShelf& shelf, Instant now)>;
/// One token over all these digests of containers, and a record for each, in their order. Throws Outage("time").
using EvidencePort =
    std::function<std::vector<EvidenceRecordContent>(std::vector<Digest> const& containers, Instant now)>;

struct TimePolicy {
    int workers = 1;                   ///< 1 .. 16
    int acts = 16;                     ///< 1 .. 256 seals per act of the ledger in mode act; a token each
    int batch = 4096;                  ///< 1 .. 10 000 seals per token in mode batch
    Milliseconds batch_every{60'000};  ///< between two tokens in mode batch, unless a batch was full
    Milliseconds lease{600'000};       ///< of what is claimed at once; half of it may be spent
    Milliseconds pause_first{5000};    ///< of the whole worker when the time authority is away; doubles from there
    Milliseconds pause_max{300'000};
    Milliseconds wait_first{1000};     ///< of one seal on which our own code fails; doubles from there
    Milliseconds wait_max{3'600'000};
    int faults_max = 10;               ///< tries on which our own code fails, before quarantine
    DebtLimits debt;
};

struct TimePorts {
    Ledger& ledger;
    Clock const& clock;
    Bell& bell;
    RaisePort raise;
    EvidencePort evidence;
    LogPort log;
    std::string node = "wetbode";
};

class TimeWorker {
public:
    /// Throws std::invalid_argument with a sentence if the policy cannot work or a port is missing.
    TimeWorker(TimePorts ports, TimePolicy policy);
    TimeWorker(TimeWorker const&) = delete;
    TimeWorker& operator=(TimeWorker const&) = delete;
    ~TimeWorker();

    void start();
    void stop();

    /// Does what is due in the calling thread, at most one helping of each mode, each settled in one act. Returns how
    /// many were claimed. Throws Outage if the ledger is out: the lease brings them back, and a token may be bought
    /// twice.
    int step(Instant now);

private:
    /// A mode that rests because a service is away. Only one seal is tried when the rest ends.
    struct Rest {
        Backoff backoff;
        bool failing = false;
        bool for_time = false;  ///< it is the time authority that is away: that concerns both modes
        std::optional<Instant> until = {};
    };
    struct Away {
        std::string dependency;
        std::string why;
    };

    [[nodiscard]] int act_step(Instant now);
    [[nodiscard]] int batch_step(Instant now);
    [[nodiscard]] TimeSettlement time_one(ClaimedTime const& claimed, std::optional<Away>& away);
    [[nodiscard]] TimeSettlement failed(ClaimedTime const& claimed, Outage const& outage, std::optional<Away>& away);
    [[nodiscard]] TimeSettlement faulty(ClaimedTime const& claimed, std::string const& what);
    [[nodiscard]] std::vector<TimeSettlement> evidence_for(std::vector<ClaimedTime> const& batch);
    void settle(std::vector<TimeSettlement> settlements);

    /// How many may be claimed in this mode now; 0 = it rests.
    [[nodiscard]] int allowed(TimeMode mode, Instant now);
    /// Until when, so that the ones that failed come back first when the rest ends.
    [[nodiscard]] Instant rest_after(TimeMode mode, Away const& away);
    void recovered(TimeMode mode);
    [[nodiscard]] Rest& rest_of(TimeMode mode) { return mode == TimeMode::act ? act_rest_ : batch_rest_; }
    [[nodiscard]] Rest& other_rest(TimeMode mode) { return mode == TimeMode::act ? batch_rest_ : act_rest_; }

    void work(std::stop_token const& stop);
    void wait_for_work(std::stop_token const& stop, std::uint64_t heard);
    [[nodiscard]] std::optional<Instant> next_step();
    void log(std::string_view event, LogFields const& fields) const;

    TimePorts ports_;
    TimePolicy policy_;
    DebtWatch debt_watch_;
    std::mutex mutex_;  ///< guards the three that follow; never held across I/O
    Rest act_rest_;
    Rest batch_rest_;
    std::optional<Instant> next_batch_;
    std::vector<std::jthread> threads_;
};

}  // namespace wetbode
