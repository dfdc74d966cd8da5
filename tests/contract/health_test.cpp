// SPDX-License-Identifier: EUPL-1.2
// What an administrator reads in /health: which part, since when, and what to do.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
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
    HealthInputs::TimeService time = HealthInputs::TimeService::given;
    std::map<std::string, Silence> silences = {};

    [[nodiscard]] api::HealthReport report() {
        return health_of({ledger, clock, signer, catalogue(), spool.path(), {parliament}, limits, time, silences});
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

TEST_CASE("a counterpart that could not be asked for too long is ill, since it first failed", "[health]") {
    Ward ward;
    auto const began = ward.clock.now();
    ward.silences["parliament"] = {began, 2, "kanselarij ended too early"};
    ward.clock.move(29min);
    CHECK(ward.part("counterpart.parliament").well);
    ward.clock.move(2min);

    auto const part = ward.part("counterpart.parliament");

    CHECK_FALSE(part.well);
    CHECK(part.since == began);
    CHECK_THAT(part.why.nl, Catch::Contains("is er niets op te halen: kanselarij ended too early."));
    CHECK_THAT(part.why.en, Catch::Contains("Nothing could be fetched since 2026"));
    ward.silences["parliament"].times = 1;  // once may be chance
    CHECK(ward.part("counterpart.parliament").well);
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

TEST_CASE("a transfer that was taken in part is a warning, since it was told", "[health]") {
    Ward ward;
    ward.ledger.admit(made_submission("k", "d", ward.clock.now()), {{parliament}, false}).value();
    auto const claimed = ward.ledger.claim_due({parliament, 1, ward.clock.now(), 1min, "w"}).front();
    Settlement settlement{.transfer = claimed.envelope.transfer, .lease = claimed.lease};
    settlement.next = TransferState::handed_over;
    settlement.now = ward.clock.now();
    settlement.amiss = {"een ontbreekt", "one is missing"};
    REQUIRE(ward.ledger.settle(settlement));
    ward.clock.move(5min);

    auto const part = ward.part("counterpart.parliament");

    CHECK(part.well);
    CHECK(part.warns);
    CHECK(part.since == settlement.now);
    CHECK_THAT(part.why.nl, Catch::Contains("1 overdrachten aangenomen, maar niet volledig"));
}

namespace {

SubmissionId sealed(Ward& ward, std::string const& key) {
    auto const receipt = ward.ledger.admit(made_submission(key, "d", ward.clock.now()), {{}, true, TimeMode::act});
    auto const claimed = ward.ledger.claim_seals({{}, 1, ward.clock.now(), 1min, "s"}).front();
    SealSettlement settlement{.submission = claimed.submission, .lease = claimed.lease, .now = ward.clock.now()};
    settlement.seal = Seal{content_of("c" + key), "XAdES-B-B", "", ward.clock.now(), {}};
    REQUIRE(ward.ledger.settle_seal(settlement));
    return receipt->submission;
}

void fail_time(Ward& ward, TimeTrouble trouble) {
    auto const claimed = ward.ledger.claim_times({TimeMode::act, 1, ward.clock.now(), 1min, "t"}).front();
    TimeSettlement settlement{.submission = claimed.submission, .lease = claimed.lease, .now = ward.clock.now()};
    settlement.trouble = trouble;
    settlement.why = {"de autoriteit zwijgt", "the authority is silent"};
    REQUIRE(ward.ledger.settle_times({settlement}).front());
}

}  // namespace

TEST_CASE("the evidence debt warns from the first failure and is an illness beyond its limits", "[health]") {
    Ward ward;
    ward.limits.time_debt = {.age_max = 4h, .count_max = 2};
    CHECK(ward.part("time").well);
    sealed(ward, "a");
    ward.clock.move(1min);
    CHECK_FALSE(ward.part("time").warns);  // it only waits for its turn
    auto const failed = ward.clock.now();
    fail_time(ward, TimeTrouble::away);
    ward.clock.move(9min);

    auto const warning = ward.part("time");
    CHECK(warning.well);
    CHECK(warning.warns);
    CHECK(warning.since == failed);
    CHECK(warning.why.nl == "1 zegels hebben nog geen tijdsbewijs, het oudste al 10 minuten; 0 staan in quarantaine. "
                            "de autoriteit zwijgt");
    CHECK_THAT(warning.why.en, Catch::Contains("1 seals") && Catch::Contains("the authority is silent"));

    SECTION("too old") { ward.clock.move(4h); }
    SECTION("too many") {
        sealed(ward, "b");
        sealed(ward, "c");
    }
    auto const ill = ward.part("time");
    CHECK_FALSE(ill.well);
    CHECK_FALSE(ill.vital);
    CHECK(ill.since == failed);
    CHECK(ward.report().well());  // documents are still taken in
}

TEST_CASE("a time that was given up makes its part ill until a person acts", "[health]") {
    Ward ward;
    auto const id = sealed(ward, "a");
    ward.clock.move(5min);
    fail_time(ward, TimeTrouble::given_up);

    CHECK_FALSE(ward.part("time").well);
    CHECK_THAT(ward.part("time").why.en, Catch::Contains("1 are quarantined"));
    REQUIRE(ward.ledger.replay_time(id, {"admin", "mended", ward.clock.now()}));
    CHECK(ward.part("time").well);
    CHECK_FALSE(ward.part("time").warns);
}

TEST_CASE("a debt that nobody pays is told as soon as it is there", "[health]") {
    Ward ward;
    ward.time = HealthInputs::TimeService::none;
    CHECK_FALSE(ward.part("time").warns);
    sealed(ward, "a");

    CHECK(ward.part("time").warns);
    CHECK_THAT(ward.part("time").why.en, Catch::Contains("No time authority is set"));
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
