// SPDX-License-Identifier: EUPL-1.2
#include "gateway/dispatch/housekeeper.hpp"

#include "gateway/dispatch/bell.hpp"

#include <utility>

namespace wetbode {

namespace {

constexpr Milliseconds between_helpings{1000};  // the door goes first

}  // namespace

Housekeeper::Housekeeper(HousekeepingPorts ports, HousekeepingPolicy policy)
    : ports_(std::move(ports)), policy_(policy) {}

void Housekeeper::start() {
    ensure(!thread_.joinable(), "housekeeping is started once");
    thread_ = std::jthread([this](std::stop_token const& stop) { work(stop); });
}

void Housekeeper::stop() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
}

Housekeeper::Rest Housekeeper::round(Instant now) {
    auto const forgotten = ports_.ledger.forget_before({.news_seen_before = now - policy_.news_keys,
                                                        .refused_received_before = now - policy_.refused,
                                                        .most = policy_.most});
    if (forgotten.news_keys > 0 || forgotten.refused > 0)
        ports_.log("housekeeping.forgotten", {{"news_keys", std::to_string(forgotten.news_keys)},
                                              {"refused", std::to_string(forgotten.refused)}});
    counts_.with([&](HousekeepingCounts& counts) {
        counts.news_keys += forgotten.news_keys;
        counts.refused += forgotten.refused;
    });
    auto const swept = ports_.ledger.sweep({.untouched_since = now - policy_.orphan_age, .most = policy_.most});
    tell(swept);
    counts_.with([&](HousekeepingCounts& counts) {
        for (auto const& file : swept.removed) {
            ++counts.files;
            counts.bytes += static_cast<std::int64_t>(file.bytes);
        }
        counts.last_round = now;
    });
    bool const full = forgotten.news_keys >= policy_.most || forgotten.refused >= policy_.most;
    return full || !swept.all_seen ? Rest::more : Rest::done;
}

HousekeepingCounts Housekeeper::counts() {
    return counts_.with([](HousekeepingCounts const& counts) { return counts; });
}

void Housekeeper::tell(Swept const& swept) const {
    for (auto const& file : swept.removed)
        ports_.log("housekeeping.swept", {{"file", file.name}, {"bytes", std::to_string(file.bytes)}});
}

void Housekeeper::work(std::stop_token const& stop) {
    Bell quiet;  // nobody rings it: housekeeping keeps its pace whatever happens in the house
    while (!stop.stop_requested()) {
        auto pause = policy_.every;
        try {
            if (round(ports_.clock.now()) == Rest::more) pause = between_helpings;
        } catch (std::exception const& fault) {
            counts_.with([](HousekeepingCounts& counts) { ++counts.failures; });
            ports_.log("housekeeping.outage", {{"error", fault.what()}});
        }
        quiet.wait(quiet.rings(), pause, stop);
    }
}

}  // namespace wetbode
