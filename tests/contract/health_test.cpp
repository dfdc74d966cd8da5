// SPDX-License-Identifier: EUPL-1.2
// What an administrator reads in /health: which part, since when, and what to do.
#include <catch2/catch.hpp>

#include "gateway/gateway.hpp"
#include "gateway/health.hpp"
#include "gateway/housekeeping_settings.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/made_submission.hpp"
#include "tests/doubles/memory_ledger.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <algorithm>
#include <fstream>

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

CounterpartName const parliament{"parliament"};

class SignerUntil final : public Signer {
public:
    explicit SignerUntil(Instant end) : end_(end) {}
    SignatureAlgorithm algorithm() const override { return {}; }
    std::string sign(std::string_view /*digest32*/) const override { return {}; }
    std::vector<std::string> const& chain() const override { return chain_; }
    Instant not_after() const override { return end_; }
    std::optional<std::string> trouble() const override { return trouble_; }

    std::optional<std::string> trouble_ = {};

private:
    Instant end_;
    std::vector<std::string> chain_;
};

Catalogue const& catalogue() {
    static Catalogue const loaded({.schemas = std::filesystem::path(WETBODE_BUILD_DIR) / "share/wetbode/schemas"});
    return loaded;
}

struct Ward {
    FakeClock clock;
    MemoryLedger ledger;
    TemporaryFolder spool;
    SignerUntil signer{FakeClock::monday + 24h * 365};
    HealthLimits limits{.free_bytes_min = 0};

    [[nodiscard]] api::HealthReport report() {
        return health_of({ledger, clock, signer, catalogue(), spool.path(), {parliament}, limits});
    }
    [[nodiscard]] api::HealthPart part(std::string const& name) {
        auto const all = report().parts;
        auto const found = std::find_if(all.begin(), all.end(), [&](auto const& part) { return part.name == name; });
        REQUIRE(found != all.end());
        return *found;
    }
};

std::filesystem::path written(TemporaryFolder const& folder, std::string const& text) {
    auto const path = folder.path() / "gateway.toml";
    std::ofstream(path) << text;
    return path;
}

}  // namespace

TEST_CASE("a house in order says so for each of its counterparts too", "[health]") {
    Ward ward;

    auto const report = ward.report();

    CHECK(report.well());
    CHECK(std::all_of(report.parts.begin(), report.parts.end(), [](auto const& part) { return part.well; }));
    CHECK(ward.part("counterpart.parliament").well);
}

TEST_CASE("a transfer that waits too long makes its counterpart ill, since it began to wait", "[health]") {
    Ward ward;
    auto const began = ward.clock.now();
    ward.ledger.admit(made_submission("k", "d", began), {{parliament}, false}).value();
    ward.clock.move(29min);
    CHECK(ward.part("counterpart.parliament").well);
    ward.clock.move(2min);

    auto const part = ward.part("counterpart.parliament");

    CHECK_FALSE(part.well);
    CHECK_FALSE(part.vital);
    CHECK(part.since == began);
    CHECK(part.why.nl == "De oudste overdracht wacht al 31 minuten; laatst aangenomen: -.");
    CHECK(part.why.en == "The oldest transfer has waited for 31 minutes; last taken: -.");
    CHECK(ward.report().well());
}

TEST_CASE("a quarantined transfer makes its counterpart ill, since it was quarantined", "[health]") {
    Ward ward;
    ward.ledger.admit(made_submission("k", "d", ward.clock.now()), {{parliament}, false}).value();
    auto const claimed = ward.ledger.claim_due({parliament, 1, ward.clock.now(), 1min, "w"}).front();
    ward.clock.move(5min);
    Settlement settlement{.transfer = claimed.envelope.transfer, .lease = claimed.lease};
    settlement.next = TransferState::quarantined;
    settlement.now = ward.clock.now();
    REQUIRE(ward.ledger.settle(settlement));

    auto const part = ward.part("counterpart.parliament");

    CHECK_FALSE(part.well);
    CHECK(part.since == ward.clock.now());
    CHECK_THAT(part.why.en, Catch::Contains("1 transfers quarantined"));
}

TEST_CASE("a disk is told as nearly full before it is full", "[health]") {
    Ward ward;
    ward.limits.free_bytes_min = 1ULL << 62U;

    auto const part = ward.part("content");

    CHECK_FALSE(part.well);
    CHECK_FALSE(part.vital);
    CHECK_THAT(part.why.en, Catch::Contains("nearly full") && Catch::Contains("health.free_min"));
    CHECK(ward.report().well());
}

TEST_CASE("the end of the seal certificate is told in time, and is an illness in the last week", "[health]") {
    Ward ward;
    auto const after = [&](Milliseconds span) {
        ward.clock.move(span);
        return ward.part("keys");
    };

    CHECK(after(24h * 305).why.empty());
    auto const notice = after(24h);
    CHECK(notice.well);
    CHECK_THAT(notice.why.en, Catch::Contains("expires in 59 days"));
    CHECK(after(24h * 50).well);
    auto const alarm = after(24h * 3);
    CHECK_FALSE(alarm.well);
    CHECK_FALSE(alarm.vital);
    CHECK(alarm.since == FakeClock::monday + 24h * 358);
    CHECK_THAT(alarm.why.nl, Catch::Contains("verloopt over 6 dagen"));
    CHECK_THAT(after(24h * 7).why.en, Catch::Contains("expired on 2027-01-05"));
}

TEST_CASE("a key that does not sign is ill and says why", "[health]") {
    Ward ward;
    ward.signer.trouble_ = "keys: the token is away";

    auto const part = ward.part("keys");

    CHECK_FALSE(part.well);
    CHECK(part.why.nl == "De sleutel tekent niet: keys: the token is away");
    CHECK(ward.report().well());
}

TEST_CASE("a folder that cannot be written is vital", "[health]") {
    Ward ward;
    std::filesystem::remove_all(ward.spool.path());

    CHECK_FALSE(ward.part("content").well);
    CHECK_FALSE(ward.report().well());
}

TEST_CASE("a part without a record of its illness is ill since it was first noticed, until it is well", "[health]") {
    IllSince ill_since;
    auto const monday = FakeClock::monday;
    api::HealthReport ill{{{.name = "ledger", .well = false, .vital = true, .why = {"nl", "en"}}}};
    api::HealthReport well{{{.name = "ledger", .well = true, .vital = true, .why = {}}}};

    CHECK(ill_since.noted(ill, monday).parts.front().since == monday);
    CHECK(ill_since.noted(ill, monday + 5min).parts.front().since == monday);
    CHECK_FALSE(ill_since.noted(well, monday + 6min).parts.front().since.has_value());
    CHECK(ill_since.noted(ill, monday + 7min).parts.front().since == monday + 7min);
}

TEST_CASE("news is never forgotten while a counterpart may still repeat it", "[health]") {
    TemporaryFolder folder;
    auto const load = [&](std::string const& text) {
        return housekeeping_policy(ops::Settings::load(written(folder, text), adapters()));
    };
    std::string const place = "[counterpart.parliament]\nreceipt_term = \"800d\"\n[housekeeping]\nnews_keys = ";

    CHECK_THROWS_WITH(load(place + "\"730d\"\n"), Catch::Contains("news_keys must exceed receipt_term") &&
                                                      Catch::Contains("counterpart.parliament"));
    CHECK(load(place + "\"801d\"\n").news_keys == 24h * 801);
    CHECK_THROWS_AS(load("[housekeeping]\nnews_keys = \"399d\"\n"), ops::SettingsError);
    CHECK_THROWS_AS(load("[housekeeping]\norphan_age = \"1h\"\n"), ops::SettingsError);
    for (auto const* const adapter : adapters())
        for (auto const& spec : adapter->settings)
            if (spec.key == "poll_days") CHECK(spec.most < 400);
}
