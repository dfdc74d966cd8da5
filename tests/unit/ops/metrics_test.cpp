// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/files.hpp"
#include "gateway/ops/metrics.hpp"

#include <set>
#include <sstream>

using namespace wetbode;

namespace {

ops::Scrape full_scrape() {
    Census census;
    census.transfers[{"parliament", "quarantined"}] = 3;
    census.oldest_waiting["ebox"] = from_count(10'000);
    census.oldest_quarantined["parliament"] = from_count(20'000);
    census.oldest_amiss["parliament"] = from_count(60'000);
    census.last_success["ebox"] = from_count(5'000);
    census.time = {.owed = 9, .quarantined = 2, .oldest = from_count(30'000), .failing_since = from_count(40'000)};
    census.evidence = {.records = 2, .unread = 1, .first_end = from_count(90'000), .by_algorithm = {{"sha256", 1}}};
    ops::Scrape scrape{.now = from_count(70'000), .census = census};
    scrape.unknown_members = {{"parliament", 2}};
    scrape.last_polled = {{"parliament", from_count(67'000)}};
    scrape.counterparts = {{"parliament"}, {"ebox"}};
    scrape.door = {2, 1};
    scrape.housekeeping = {4, 5, 6, 7, 8, from_count(60'000)};
    scrape.health = {{"ledger", true}, {"content", false}};
    scrape.data_free_bytes = 1000;
    scrape.data_bytes = 4000;
    scrape.webhooks = {{"kaleidos", 3, Milliseconds{5'000}, Milliseconds{9'000}, true, 7, 2, 4}};
    scrape.certificates = {{"seal", from_count(170'000)}, {"door", from_count(60'000)}};
    return scrape;
}

/// Names after "# HELP".
std::set<std::string> names_in(std::string const& metrics) {
    std::set<std::string> names;
    std::istringstream lines(metrics);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("# HELP ")) names.insert(line.substr(7, line.find(' ', 7) - 7));
    return names;
}

/// Names between back quotes at the start of a row of a table.
std::set<std::string> names_told_in(std::string const& document) {
    std::set<std::string> names;
    std::istringstream lines(document);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("| `wetbode_")) names.insert(line.substr(3, line.find('`', 3) - 3));
    return names;
}

}  // namespace

TEST_CASE("metrics show every counterpart and state of the ledger", "[ops]") {
    ops::Metrics metrics;
    metrics.answered("POST", "/v1/submissions", 201, Milliseconds{7});

    auto const text = metrics.text(full_scrape());

    for (auto const* const line :
         {R"(wetbode_transfers{counterpart="parliament",state="quarantined"} 3)",
          R"(wetbode_transfers{counterpart="ebox",state="quarantined"} 0)",
          R"(wetbode_transfer_oldest_waiting_seconds{counterpart="ebox"} 60)",
          R"(wetbode_transfer_oldest_quarantined_seconds{counterpart="parliament"} 50)",
          R"(wetbode_transfer_oldest_amiss_seconds{counterpart="parliament"} 10)",
          R"(wetbode_counterpart_freshness_seconds{counterpart="ebox"} 65)", "wetbode_http_seconds_count",
          "wetbode_http_turned_away 1", R"(wetbode_health{part="content"} 0)", R"(wetbode_health{part="ledger"} 1)",
          "wetbode_data_free_bytes 1000", "wetbode_swept_files 4", "wetbode_housekeeping_last_round_seconds 10",
          R"(wetbode_certificate_left_seconds{use="seal"} 100)", R"(wetbode_certificate_left_seconds{use="door"} -10)",
          "wetbode_time_owed 9", "wetbode_time_quarantined 2", "wetbode_time_oldest_owed_seconds 40",
          "wetbode_time_failing_seconds 30", R"(wetbode_counterpart_polled_seconds{counterpart="parliament"} 3)",
          R"(wetbode_counterpart_unknown_members{counterpart="parliament"} 2)",
          "wetbode_evidence_unread 1", "wetbode_evidence_left_seconds 20",
          R"(wetbode_webhook_behind{webhook="kaleidos"} 3)", R"(wetbode_webhook_oldest_seconds{webhook="kaleidos"} 5)",
          R"(wetbode_webhook_failing_seconds{webhook="kaleidos"} 9)",
          R"(wetbode_webhook_disabled{webhook="kaleidos"} 1)",
          R"(wetbode_webhook_passed_over{webhook="kaleidos"} 4)",
          R"(wetbode_webhook_deliveries_total{result="taken",webhook="kaleidos"} 7)"})
        CHECK_THAT(text, Catch::Contains(line));
}

TEST_CASE("metrics are told also while the ledger cannot be read", "[ops]") {
    auto scrape = full_scrape();
    scrape.census.reset();

    auto const text = ops::Metrics().text(scrape);

    CHECK_THAT(text, Catch::Contains("wetbode_data_free_bytes 1000") && Catch::Contains("wetbode_health"));
    CHECK_THAT(text, !Catch::Contains("wetbode_transfers"));
}

TEST_CASE("every metric stands in gateway/ops/README.md, and no other", "[ops]") {
    ops::Metrics metrics;
    metrics.answered("GET", "/health", 200, Milliseconds{1});

    auto const document = read_file(std::filesystem::path(WETBODE_SOURCE_DIR) / "gateway/ops/README.md", 1 << 20);

    CHECK(names_told_in(document) == names_in(metrics.text(full_scrape())));
}
