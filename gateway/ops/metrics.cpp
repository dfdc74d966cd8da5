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

void transfers(Registry& registry, Scrape const& scrape) {
    auto numbers = scrape.census->transfers;
    for (auto const& name : scrape.counterparts)
        for (auto const& [state, spelling] : transfer_state_names)
            numbers.try_emplace({name.text, std::string(spelling)}, 0);
    for (auto const& [key, number] : numbers)
        gauge(registry, "wetbode_transfers", "Transfers by counterpart and state", static_cast<double>(number),
              {{"counterpart", key.first}, {"state", key.second}});
    struct Ages {
        char const* name;
        char const* help;
        std::map<std::string, Instant> const& since;
    };
    for (auto const& [name, help, since] :
         {Ages{"wetbode_transfer_oldest_waiting_seconds", "Age of the oldest waiting transfer",
               scrape.census->oldest_waiting},
          Ages{"wetbode_transfer_oldest_quarantined_seconds", "Since when the oldest quarantined transfer is there",
               scrape.census->oldest_quarantined},
          Ages{"wetbode_transfer_oldest_amiss_seconds", "Since when a transfer that was taken is known not to be whole",
               scrape.census->oldest_amiss},
          Ages{"wetbode_counterpart_polled_seconds", "Time since a counterpart last told its news", scrape.last_polled},
          Ages{"wetbode_counterpart_freshness_seconds", "Time since a counterpart last took a transfer",
               scrape.census->last_success}})
        for (auto const& [counterpart, at] : since)
            gauge(registry, name, help, seconds_between(at, scrape.now), {{"counterpart", counterpart}});
    for (auto const& [counterpart, names] : scrape.unknown_members)
        gauge(registry, "wetbode_counterpart_unknown_members", "Members of its statuses that nobody here reads",
              static_cast<double>(names), {{"counterpart", counterpart}});
}

void record(Registry& registry, Scrape const& scrape) {
    auto const& census = *scrape.census;
    transfers(registry, scrape);
    gauge(registry, "wetbode_submissions", "Submissions taken in", static_cast<double>(census.submissions));
    gauge(registry, "wetbode_submissions_refused", "Refused submissions that are still remembered",
          static_cast<double>(census.refused));
    gauge(registry, "wetbode_seals_waiting", "Submissions that wait for their seal",
          static_cast<double>(census.seals_waiting));
    gauge(registry, "wetbode_seals_quarantined", "Submissions whose seal was given up",
          static_cast<double>(census.seals_quarantined));
    auto const debt = census.oldest_seal_waiting ? seconds_between(*census.oldest_seal_waiting, scrape.now) : 0.0;
    gauge(registry, "wetbode_seal_oldest_waiting_seconds", "Age of the oldest missing seal", debt);
    gauge(registry, "wetbode_time_owed", "Seals without their proof of time", static_cast<double>(census.time.owed));
    gauge(registry, "wetbode_time_quarantined", "Seals whose proof of time was given up",
          static_cast<double>(census.time.quarantined));
    auto const age = [&](std::optional<Instant> const& since) {
        return since ? seconds_between(*since, scrape.now) : 0.0;
    };
    gauge(registry, "wetbode_time_oldest_owed_seconds", "Age of the oldest seal without its proof of time",
          age(census.time.oldest));
    gauge(registry, "wetbode_time_failing_seconds", "Time since the first failure that is not made good",
          age(census.time.failing_since));
    gauge(registry, "wetbode_evidence_unread", "Evidence records of which nobody looked yet until when they hold",
          static_cast<double>(census.evidence.unread));
    for (auto const& [algorithm, number] : census.evidence.by_algorithm)
        gauge(registry, "wetbode_evidence_records", "Evidence records, by the digest of their youngest tree",
              static_cast<double>(number), {{"algorithm", algorithm}});
    if (census.evidence.first_end)
        gauge(registry, "wetbode_evidence_left_seconds", "Time until the first evidence record proves nothing more",
              seconds_between(scrape.now, *census.evidence.first_end));
    gauge(registry, "wetbode_ledger_sequence", "Number of the newest event", static_cast<double>(census.last_sequence));
}

void webhooks(Registry& registry, Scrape const& scrape) {
    auto const seconds = [](Milliseconds span) { return std::chrono::duration<double>(span).count(); };
    for (auto const& webhook : scrape.webhooks) {
        std::map<std::string, std::string> const label{{"webhook", webhook.name}};
        gauge(registry, "wetbode_webhook_behind", "Events that a webhook has not passed yet",
              static_cast<double>(webhook.behind), label);
        gauge(registry, "wetbode_webhook_oldest_seconds", "Age of the oldest of them", seconds(webhook.oldest), label);
        gauge(registry, "wetbode_webhook_failing_seconds", "Time since the first failure that is not made good",
              seconds(webhook.failing), label);
        gauge(registry, "wetbode_webhook_disabled", "1 if the webhook is disabled", webhook.disabled ? 1 : 0, label);
        gauge(registry, "wetbode_webhook_passed_over", "Events left behind because they were refused for long",
              static_cast<double>(webhook.passed_over), label);
        for (auto const& [result, number] : {std::pair{"taken", webhook.taken}, {"failed", webhook.failed}})
            prometheus::BuildCounter()
                .Name("wetbode_webhook_deliveries_total")
                .Help("Tries to deliver since start, by how they ended")
                .Register(registry)
                .Add({{"webhook", webhook.name}, {"result", result}})
                .Increment(static_cast<double>(number));
    }
}

void house(Registry& registry, Scrape const& scrape) {
    auto const& done = scrape.housekeeping;
    auto const told = [&](char const* name, char const* help, std::int64_t value) {
        gauge(registry, name, help, static_cast<double>(value));
    };
    told("wetbode_swept_files", "Orphans and leftovers removed since start", done.files);
    told("wetbode_swept_bytes", "Bytes of the files removed since start", done.bytes);
    told("wetbode_forgotten_news_keys", "Keys of news forgotten since start", done.news_keys);
    told("wetbode_forgotten_refused", "Refused submissions forgotten since start", done.refused);
    told("wetbode_housekeeping_failures", "Rounds of housekeeping that ended in an outage since start", done.failures);
    if (done.last_round)
        gauge(registry, "wetbode_housekeeping_last_round_seconds", "Time since the last good round of housekeeping",
              seconds_between(*done.last_round, scrape.now));
    for (auto const& [part, well] : scrape.health)
        gauge(registry, "wetbode_health", "1 if the part is well, as /health says", well ? 1 : 0, {{"part", part}});
    gauge(registry, "wetbode_data_free_bytes", "Free space for the data folder",
          static_cast<double>(scrape.data_free_bytes));
    gauge(registry, "wetbode_data_size_bytes", "Size of the file system of the data folder",
          static_cast<double>(scrape.data_bytes));
    for (auto const& [use, end] : scrape.certificates)
        gauge(registry, "wetbode_certificate_left_seconds", "Time until a certificate of ours ends, by its use",
              seconds_between(scrape.now, end), {{"use", use}});
    gauge(registry, "wetbode_http_connections", "Open connections", static_cast<double>(scrape.door.connections));
    gauge(registry, "wetbode_http_turned_away", "Requests turned away with 503 since start",
          static_cast<double>(scrape.door.turned_away));
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

std::string Metrics::text(Scrape const& scrape) const {
    Registry registry;
    if (scrape.census) record(registry, scrape);
    house(registry, scrape);
    webhooks(registry, scrape);
    auto families = registry.Collect();
    auto lasting = inside_->registry.Collect();
    families.insert(families.end(), lasting.begin(), lasting.end());
    return prometheus::TextSerializer().Serialize(families);
}

}  // namespace wetbode::ops
