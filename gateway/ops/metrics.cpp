// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ops/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace wetbode::ops {

using prometheus::Registry;

struct Metrics::Inside {
    Registry registry;
    prometheus::Family<prometheus::Histogram>& seconds =
        prometheus::BuildHistogram()
            .Name("wetbode_http_seconds")
            .Help("Time from the request header to the answer, by route and status class")
            .Register(registry);
};

namespace {

void gauge(Registry& registry, char const* name, char const* help, double value,
           std::map<std::string, std::string> const& labels = {}) {
    prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(labels).Set(value);
}

double seconds_between(Instant earlier, Instant later) {
    return std::chrono::duration<double>(later - earlier).count();
}

void transfers(Registry& registry, Census const& census, Instant now) {
    for (auto const& [key, number] : census.transfers)
        gauge(registry, "wetbode_transfers", "Transfers by counterpart and state", static_cast<double>(number),
              {{"counterpart", key.first}, {"state", key.second}});
    for (auto const& [counterpart, since] : census.oldest_waiting)
        gauge(registry, "wetbode_transfer_oldest_waiting_seconds", "Age of the oldest waiting transfer",
              seconds_between(since, now), {{"counterpart", counterpart}});
    for (auto const& [counterpart, at] : census.last_success)
        gauge(registry, "wetbode_counterpart_freshness_seconds", "Time since a counterpart last took a transfer",
              seconds_between(at, now), {{"counterpart", counterpart}});
}

}  // namespace

Metrics::Metrics() : inside_(std::make_unique<Inside>()) {}
Metrics::~Metrics() = default;

void Metrics::answered(std::string const& method, std::string const& route, int status, Milliseconds took) {
    inside_->seconds
        .Add({{"method", method}, {"route", route}, {"status", std::to_string(status / 100) + "xx"}},
             prometheus::Histogram::BucketBoundaries{0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30})
        .Observe(std::chrono::duration<double>(took).count());
}

std::string Metrics::text(Census const& census, DoorCounts const& door, Instant now) const {
    Registry registry;
    transfers(registry, census, now);
    gauge(registry, "wetbode_submissions", "Submissions taken in", static_cast<double>(census.submissions));
    gauge(registry, "wetbode_submissions_refused", "Submissions refused", static_cast<double>(census.refused));
    gauge(registry, "wetbode_seals_waiting", "Submissions that wait for their seal",
          static_cast<double>(census.seals_waiting));
    gauge(registry, "wetbode_seals_quarantined", "Submissions whose seal was given up",
          static_cast<double>(census.seals_quarantined));
    auto const debt = census.oldest_seal_waiting ? seconds_between(*census.oldest_seal_waiting, now) : 0.0;
    gauge(registry, "wetbode_seal_oldest_waiting_seconds", "Age of the oldest missing seal", debt);
    gauge(registry, "wetbode_ledger_sequence", "Number of the newest event", static_cast<double>(census.last_sequence));
    gauge(registry, "wetbode_http_connections", "Open connections", static_cast<double>(door.connections));
    gauge(registry, "wetbode_http_turned_away", "Requests turned away with 503 since start",
          static_cast<double>(door.turned_away));
    auto families = registry.Collect();
    auto lasting = inside_->registry.Collect();
    families.insert(families.end(), lasting.begin(), lasting.end());
    return prometheus::TextSerializer().Serialize(families);
}

}  // namespace wetbode::ops
