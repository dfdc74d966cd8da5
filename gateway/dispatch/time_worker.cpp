// SPDX-License-Identifier: EUPL-1.2
#include "gateway/dispatch/time_worker.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace wetbode {
namespace {

constexpr Milliseconds idle_max{10'000};
constexpr Milliseconds blocked_wait{250};
constexpr Milliseconds ledger_pause_first{100};
constexpr Milliseconds ledger_pause_max{10'000};

void check(TimePorts const& ports, TimePolicy const& policy) {
    auto const fail = [](std::string const& why) { throw std::invalid_argument("time: " + why); };
    if (!ports.raise) fail("there is nothing that raises seals");
    if (!ports.evidence) fail("there is nothing that makes evidence records");
    if (policy.workers < 1 || policy.workers > 16) fail("workers must be 1 to 16");
    if (policy.acts < 1 || policy.acts > 256) fail("the acts must be 1 to 256");
    if (policy.batch < 1 || policy.batch > 10'000) fail("the batch must be 1 to 10000");
    if (policy.batch_every <= Milliseconds{0}) fail("the interval of the batches must be positive");
    if (policy.lease <= Milliseconds{0}) fail("the lease must be positive");
    if (policy.pause_first <= Milliseconds{0}) fail("the first pause must be positive");
    if (policy.pause_max < policy.pause_first) fail("the longest pause must not be shorter than the first");
    if (policy.wait_first <= Milliseconds{0}) fail("the first wait must be positive");
    if (policy.wait_max < policy.wait_first) fail("the longest wait must not be shorter than the first");
    if (policy.faults_max < 1) fail("at least one try is needed");
    if (policy.debt.age_max <= Milliseconds{0}) fail("the age of the debt must be positive");
    if (policy.debt.count_max < 1) fail("the debt must be allowed at least one seal");
}

TimeSettlement settlement_for(ClaimedTime const& claimed, Instant now) {
    TimeSettlement settlement;
    settlement.submission = claimed.submission;
    settlement.lease = claimed.lease;
    settlement.now = now;
    return settlement;
}

TimeSettlement given_back(ClaimedTime const& claimed, Instant now, Instant due) {
    auto settlement = settlement_for(claimed, now);
    settlement.trouble = TimeTrouble::untried;
    settlement.due = due;
    return settlement;
}

Milliseconds doubled(Milliseconds first, Milliseconds most, int times) {
    auto wait = first;
    for (int i = 0; i < times && wait < most; ++i) wait *= 2;
    return std::min(wait, most);
}

}  // namespace

TimeWorker::TimeWorker(TimePorts ports, TimePolicy policy)
    : ports_(std::move(ports)),
      policy_((check(ports_, policy), policy)),
      debt_watch_(policy_.debt, ports_.log),
      act_rest_{Backoff(policy_.pause_first, policy_.pause_max)},
      batch_rest_{Backoff(policy_.pause_first, policy_.pause_max)} {}

TimeWorker::~TimeWorker() { stop(); }

void TimeWorker::start() {
    ensure(threads_.empty(), "the time worker is started once");
    for (int i = 0; i < policy_.workers; ++i)
        threads_.emplace_back([this](std::stop_token const& stop) { work(stop); });
}

void TimeWorker::stop() {
    for (auto& thread : threads_) thread.request_stop();
    threads_.clear();
}

int TimeWorker::step(Instant now) {
    debt_watch_.look(ports_.ledger.time_debt(), now);
    auto const acts = act_step(now);
    auto const batch = batch_step(now);
    if (acts + batch > 0) debt_watch_.look(ports_.ledger.time_debt(), ports_.clock.now());
    return acts + batch;
}

int TimeWorker::act_step(Instant now) {
    auto const most = allowed(TimeMode::act, now);
    if (most == 0) return 0;
    auto const claims = ports_.ledger.claim_times({TimeMode::act, most, now, policy_.lease, ports_.node + "/time"});
    if (claims.empty()) return 0;

    std::vector<TimeSettlement> settlements;
    std::optional<Away> away;  // once a service is away, the rest need not ask it again
    std::optional<Instant> rest;
    for (auto const& claimed : claims) {
        auto const at = ports_.clock.now();
        auto const in_time = settlements.empty() || at < now + policy_.lease / 2;
        if (away || !in_time) settlements.push_back(given_back(claimed, at, rest.value_or(at)));
        else settlements.push_back(time_one(claimed, away));
        if (away && !rest) {
            rest = rest_after(TimeMode::act, *away);
            settlements.back().due = std::max(*rest, settlements.back().due.value_or(*rest));
        }
    }
    auto const is_timed = [](TimeSettlement const& one) { return one.timed.has_value(); };
    if (!away && std::any_of(settlements.begin(), settlements.end(), is_timed)) recovered(TimeMode::act);
    settle(std::move(settlements));
    return static_cast<int>(claims.size());
}

TimeSettlement TimeWorker::time_one(ClaimedTime const& claimed, std::optional<Away>& away) {
    try {
        auto raised = ports_.raise(claimed, ports_.ledger, ports_.clock.now());
        if (!raised.stamped_at) throw std::logic_error("a raised seal has no time stamp");
        if (raised.container.digest == claimed.container) throw std::logic_error("a raised seal stayed the same");
        auto settlement = settlement_for(claimed, ports_.clock.now());
        settlement.timed = Timed{std::move(raised.container), std::move(raised.level), {}, *raised.stamped_at,
                                 std::move(raised.authority)};
        return settlement;
    } catch (Outage const& outage) {
        return failed(claimed, outage, away);
    } catch (std::exception const& fault) {
        return faulty(claimed, fault.what());
    }
}

int TimeWorker::batch_step(Instant now) {
    auto const most = allowed(TimeMode::batch, now);
    if (most == 0) return 0;
    auto const batch = ports_.ledger.claim_times({TimeMode::batch, most, now, policy_.lease, ports_.node + "/time"});
    if (batch.empty()) return 0;
    auto const full = static_cast<int>(batch.size()) == policy_.batch;
    {
        std::scoped_lock const lock(mutex_);
        if (!full) next_batch_ = now + policy_.batch_every;  // more wait behind a full one: they get theirs at once
    }
    settle(evidence_for(batch));
    return static_cast<int>(batch.size());
}

std::vector<TimeSettlement> TimeWorker::evidence_for(std::vector<ClaimedTime> const& batch) {
    std::vector<Digest> containers;
    for (auto const& claimed : batch) containers.push_back(claimed.container);
    std::vector<TimeSettlement> settlements;
    std::optional<Away> away;
    try {
        auto records = ports_.evidence(containers, ports_.clock.now());
        if (records.size() != batch.size()) throw std::logic_error("not every container got its evidence record");
        auto const now = ports_.clock.now();
        for (std::size_t i = 0; i < batch.size(); ++i) {
            settlements.push_back(settlement_for(batch[i], now));
            settlements.back().timed = Timed{{}, {}, std::move(records[i].record), records[i].at, records[i].authority};
        }
        recovered(TimeMode::batch);
    } catch (Outage const& outage) {
        settlements.push_back(failed(batch.front(), outage, away));
        auto const rest = rest_after(TimeMode::batch, *away);
        settlements.back().due = rest;
        // The oldest tells of the failure; the others only wait with it.
        for (std::size_t i = 1; i < batch.size(); ++i)
            settlements.push_back(given_back(batch[i], ports_.clock.now(), rest));
    } catch (std::exception const& fault) {
        settlements.clear();
        for (auto const& claimed : batch) settlements.push_back(faulty(claimed, fault.what()));
    }
    return settlements;
}

/// However long a service is away, the work stays: the debt of evidence is visible and never forgiven.
TimeSettlement TimeWorker::failed(ClaimedTime const& claimed, Outage const& outage, std::optional<Away>& away) {
    away = Away{outage.dependency(), outage.what()};
    auto const now = ports_.clock.now();
    auto settlement = settlement_for(claimed, now);
    settlement.why = {"De tijd van de verzegeling is uitgesteld: " + away->why,
                      "The time of the seal is delayed: " + away->why};
    // A time authority that is away is away for all: the oldest goes first when it returns. Anything else may be the
    // matter of this one seal, e.g. the revocation service of an old certificate: it shall not hold up the others.
    if (away->dependency != "time")
        settlement.due = now + doubled(policy_.pause_first * 2, policy_.wait_max, claimed.attempts);
    return settlement;
}

TimeSettlement TimeWorker::faulty(ClaimedTime const& claimed, std::string const& what) {
    log("time.fault", {{"submission", claimed.submission.text}, {"error", what}});
    auto const now = ports_.clock.now();
    auto settlement = settlement_for(claimed, now);
    settlement.why = {"Eigen fout bij de tijd van de verzegeling: " + what,
                      "Our own fault in timing the seal: " + what};
    settlement.trouble = claimed.faults + 1 < policy_.faults_max ? TimeTrouble::own_fault : TimeTrouble::given_up;
    settlement.due = now + doubled(policy_.wait_first, policy_.wait_max, claimed.faults);
    return settlement;
}

void TimeWorker::settle(std::vector<TimeSettlement> settlements) {
    struct Told {
        std::string submission;
        char const* event;
    };
    std::vector<Told> told;
    for (auto const& one : settlements)
        told.push_back({one.submission.text, one.timed                                     ? "seal.timed"
                                             : one.trouble == TimeTrouble::given_up ? "seal.time_quarantined"
                                                                                           : nullptr});
    auto const settled = ports_.ledger.settle_times(std::move(settlements));
    ensure(settled.size() == told.size(), "every settlement gets an answer");
    for (std::size_t i = 0; i < settled.size(); ++i) {
        auto const* const event = settled[i] ? told[i].event : "seal.time_lease_lost";
        if (event != nullptr) log(event, {{"submission", told[i].submission}});
    }
}

int TimeWorker::allowed(TimeMode mode, Instant now) {
    std::scoped_lock const lock(mutex_);
    if (mode == TimeMode::batch && next_batch_ && now < *next_batch_) return 0;
    auto const& rest = rest_of(mode);
    if (rest.until && now < *rest.until) return 0;
    if (mode == TimeMode::batch) return policy_.batch;  // one token, whether for one or for all
    return rest.failing ? 1 : policy_.acts;
}

Instant TimeWorker::rest_after(TimeMode mode, Away const& away) {
    auto const now = ports_.clock.now();
    Instant until = now;
    bool first = false;
    {
        std::scoped_lock const lock(mutex_);
        auto& rest = rest_of(mode);
        first = !std::exchange(rest.failing, true);
        until = now + rest.backoff.pause();
        rest.until = until;
        rest.for_time = away.dependency == "time";
        // Both modes ask the same authorities: the other one need not find out by itself.
        auto& other = other_rest(mode);
        if (rest.for_time && other.until.value_or(now) < until) {
            other.until = until;
            other.for_time = true;
        }
        if (mode == TimeMode::batch) next_batch_.reset();
    }
    if (first)
        log("time.away", {{"mode", std::string(name_of(mode))}, {"service", away.dependency}, {"error", away.why}});
    return until;
}

void TimeWorker::recovered(TimeMode mode) {
    bool was_failing = false;
    {
        std::scoped_lock const lock(mutex_);
        auto& rest = rest_of(mode);
        was_failing = std::exchange(rest.failing, false);
        rest.until.reset();
        rest.backoff.recovered();
        if (auto& other = other_rest(mode); other.for_time) other.until.reset();  // it has the same authorities
    }
    if (was_failing) log("time.back", {{"mode", std::string(name_of(mode))}});
}

void TimeWorker::work(std::stop_token const& stop) {
    Backoff backoff(ledger_pause_first, ledger_pause_max);
    while (!stop.stop_requested()) {
        auto const heard = ports_.bell.rings();
        try {
            if (step(ports_.clock.now()) == 0) wait_for_work(stop, heard);
            backoff.recovered();
        } catch (std::exception const& fault) {
            log("time.outage", {{"error", fault.what()}});
            ports_.bell.wait(heard, backoff.pause(), stop);
        }
    }
}

/// When a mode has something due and may go.
std::optional<Instant> TimeWorker::next_step() {
    std::optional<Instant> next;
    for (auto const mode : {TimeMode::act, TimeMode::batch}) {
        auto due = ports_.ledger.next_time_due(mode);
        if (!due) continue;
        {
            std::scoped_lock const lock(mutex_);
            auto const& rest = rest_of(mode);
            if (rest.until) due = std::max(*due, *rest.until);
            if (mode == TimeMode::batch && next_batch_) due = std::max(*due, *next_batch_);
        }
        if (!next || *due < *next) next = due;
    }
    return next;
}

void TimeWorker::wait_for_work(std::stop_token const& stop, std::uint64_t heard) {
    auto const until = ports_.clock.now() + idle_max;
    for (bool first = true; !stop.stop_requested(); first = false) {
        auto const due = next_step();
        auto const now = ports_.clock.now();
        if (now >= until) return;
        auto span = std::clamp((due ? std::min(*due, until) : until) - now, Milliseconds{1}, idle_max);
        if (due && *due <= now) {
            if (!first) return;
            span = blocked_wait;  // another worker has it, or the clock moved between the two looks
        }
        heard = ports_.bell.wait(heard, span, stop);
    }
}

void TimeWorker::log(std::string_view event, LogFields const& fields) const {
    if (ports_.log) ports_.log(event, fields);
}

}  // namespace wetbode
