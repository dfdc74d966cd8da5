// SPDX-License-Identifier: EUPL-1.2
// The threads of the dispatcher: workers and collectors, and how they wait, back off and stop.
#include "gateway/dispatch/backoff.hpp"
#include "gateway/dispatch/dispatcher.hpp"
#include "gateway/dispatch/retry.hpp"

#include <algorithm>

namespace wetbode {
namespace {

constexpr Milliseconds idle_max{10'000};   // a safety net: the bell is what wakes a worker
constexpr Milliseconds idle_min{1};
constexpr Milliseconds blocked_wait{250};  // due, but not ours to claim: another worker has its dossier
constexpr Milliseconds backoff_first{100};
constexpr Milliseconds backoff_most{10'000};
constexpr Milliseconds term_check{60'000};  // a counterpart without news still has receipts that may be overdue

}  // namespace

void Dispatcher::start() {
    ensure(threads_.empty(), "the dispatcher is started once");
    for (auto const& [name, to] : served_) {
        auto const& policy = to.policy;
        for (int i = 1; i <= policy.workers; ++i) {
            auto const worker = ports_.node + "/" + name.text + "/" + std::to_string(i);
            threads_.emplace_back([this, &to, worker](std::stop_token const& stop) { work(stop, to, worker); });
        }
        if (policy.collect_every > Milliseconds{0} || policy.receipt_term > Milliseconds{0})
            threads_.emplace_back([this, &to](std::stop_token const& stop) { gather(stop, to); });
    }
}

void Dispatcher::stop() {
    for (auto& thread : threads_) thread.request_stop();  // all first, so that their last calls run side by side
    threads_.clear();                                     // joins
}

void Dispatcher::work(std::stop_token const& stop, ServedCounterpart const& to, std::string const& worker) {
    Backoff backoff(backoff_first, backoff_most);
    while (!stop.stop_requested()) {
        auto const heard = ports_.bell.rings();
        try {
            auto const now = ports_.clock.now();
            if (auto const claimed = claim(to, worker, now)) settle_surely(to, attempt(to, *claimed, now), stop);
            else wait_for_work(stop, to, heard);
            backoff.recovered();
        } catch (std::exception const& fault) {
            log("dispatcher.outage", {{"counterpart", to.name.text}, {"error", fault.what()}});
            ports_.bell.wait(heard, backoff.pause(), stop);
        }
    }
}

/// The counterpart has answered; losing the answer would mean to ask it again. So the ledger is tried until it takes it
/// or the lease is over, after which another worker may already be at it.
void Dispatcher::settle_surely(ServedCounterpart const& to, Settlement const& settlement,
                               std::stop_token const& stop) {
    Backoff backoff(backoff_first, backoff_most);
    auto const lease_ends = settlement.attempt.began + to.policy.lease;
    for (;;) {
        auto const heard = ports_.bell.rings();
        try {
            return settle(to, settlement);
        } catch (Outage const& outage) {
            if (stop.stop_requested() || ports_.clock.now() >= lease_ends) throw;
            log("transfer.settle_delayed", {{"transfer", settlement.transfer.text},
                                            {"counterpart", to.name.text},
                                            {"error", outage.what()}});
        }
        ports_.bell.wait(heard, backoff.pause(), stop);
    }
}

/// Returns when something may be due. Other counterparts ring the same bell, so each ring only asks the ledger when the
/// next transfer is due (a read) and does not claim (a write) before that.
void Dispatcher::wait_for_work(std::stop_token const& stop, ServedCounterpart const& to, std::uint64_t heard) {
    auto const until = ports_.clock.now() + idle_max;
    for (bool first = true; !stop.stop_requested(); first = false) {
        auto const due = ports_.ledger.next_due(to.name);
        auto const now = ports_.clock.now();
        if (now >= until) return;
        auto span = std::clamp((due ? std::min(*due, until) : until) - now, idle_min, idle_max);
        if (due && *due <= now) {
            if (!first) return;
            span = blocked_wait;
        }
        heard = ports_.bell.wait(heard, span, stop);
    }
}

void Dispatcher::gather(std::stop_token const& stop, ServedCounterpart const& to) {
    Bell quiet;  // nobody rings it: a collector keeps its pace whatever happens in the house
    auto const tick = to.policy.collect_every > Milliseconds{0} ? to.policy.collect_every : term_check;
    auto const& pace = paces_.at(to.name);
    auto const pause = [&](Instant now) {
        auto const wished = to.policy.collect_every > Milliseconds{0} ? pace.pause(now) : term_check;
        // A crowd of gateways that start together must not ask together for ever.
        return wished > tick ? with_jitter(wished, 10, ports_.random()) : wished;
    };
    while (!stop.stop_requested()) {
        auto const began = ports_.clock.now();
        try {
            (void)collect(to.name, began);
            receive(to.name);
        } catch (std::exception const& fault) {
            log("collect.outage", {{"counterpart", to.name.text}, {"error", fault.what()}});
        }
        // In small steps: a delivery in the meantime shortens the pause.
        for (;;) {
            quiet.wait(quiet.rings(), tick, stop);
            auto const now = ports_.clock.now();
            if (stop.stop_requested() || now < began || now - began >= pause(now)) break;
        }
    }
}

}  // namespace wetbode
