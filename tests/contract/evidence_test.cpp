// SPDX-License-Identifier: EUPL-1.2
// Evidence records are kept in force by real renewals with real tokens, over years of a clock that moves by hand.
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "adapters/trust/in_process.hpp"
#include "gateway/base/content.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/time_ports.hpp"
#include "gateway/timestamp/evidence_renewal.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/made_submission.hpp"
#include "tests/doubles/memory_ledger.hpp"

#include <memory>

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

constexpr auto year = std::chrono::hours{24 * 365};

/// Whoever stamps today; the house changes it as the years go by.
struct Stamps final : TimeAuthority {
    TimeAuthority* today = nullptr;  ///< null: away
    int given = 0;
    TimeToken stamp(HashAlgorithm algorithm, std::string_view digest) override {
        if (today == nullptr) throw Outage("time", "nobody answers");
        ++given;
        return today->stamp(algorithm, digest);
    }
};

struct Archive {
    FakeClock clock;
    MemoryLedger ledger;
    trust::Authority first{{.from = FakeClock::monday - 24h}};
    trust::Authority second{{.from = FakeClock::monday + 9 * year}};
    std::unique_ptr<TimeAuthority> first_time = trust::time_authority_of(first, clock);
    std::unique_ptr<TimeAuthority> second_time = trust::time_authority_of(second, clock);
    Stamps stamps;
    std::vector<SubmissionId> ids;

    Archive() {
        stamps.today = first_time.get();
        for (char const* const key : {"decree", "memorandum", "advice"}) keep(key);
        auto const claims = ledger.claim_times({TimeMode::batch, 10, clock.now(), 1min, "t"});
        std::vector<Digest> containers;
        for (auto const& claim : claims) containers.push_back(claim.container);
        auto const records = evidence_port(stamps)(containers, clock.now());
        std::vector<TimeSettlement> settlements;
        for (std::size_t i = 0; i < claims.size(); ++i) {
            settlements.push_back({.submission = claims[i].submission, .lease = claims[i].lease, .now = clock.now()});
            settlements.back().timed = Timed{{}, {}, records[i].record, records[i].at, records[i].authority};
        }
        for (bool const settled : ledger.settle_times(settlements)) REQUIRE(settled);
        stamps.given = 0;
    }
    void keep(std::string const& key) {
        auto const receipt = ledger.admit(made_submission(key, "d-" + key, clock.now()), {{}, true, TimeMode::batch});
        auto const claimed = ledger.claim_seals({{}, 1, clock.now(), 1min, "s"}).front();
        SealSettlement settlement{.submission = claimed.submission, .lease = claimed.lease, .now = clock.now()};
        settlement.seal = Seal{content_of(key), "XAdES-B-B", "c", clock.now(), {}};
        REQUIRE(ledger.settle_seal(settlement));
        ids.push_back(receipt->submission);
    }
    [[nodiscard]] std::unique_ptr<EvidenceKeeper> keeper(EvidencePolicy policy) {
        return std::make_unique<EvidenceKeeper>(
            EvidencePorts{ledger, clock, evidence_term_port(), evidence_renew_port(stamps, HashAlgorithm::sha512), {}},
            std::move(policy));
    }
    EvidenceRound round(std::vector<std::string> weak = {}, int page = 1000) {
        EvidencePolicy policy;
        policy.weak = std::move(weak);
        policy.page = page;
        return keeper(std::move(policy))->round();
    }
    [[nodiscard]] std::string record(std::size_t i) {
        return read_whole(ledger.fetch(*ledger.submission(ids[i])->seal.time.evidence), 1 << 20);
    }
    /// How many time stamps prove this object; 0 = the record does not hold.
    [[nodiscard]] std::size_t proofs(std::size_t i, std::string const& text) {
        auto const proof = verify_evidence(
            record(i), [&](HashAlgorithm algorithm) { return hash_of(algorithm, text); });
        return proof ? proof->tokens.size() : 0;
    }
};

}  // namespace

TEST_CASE("a record that holds for long is read once and left alone", "[evidence][keeper]") {
    Archive archive;

    auto const round = archive.round();

    CHECK(round.read == 3);
    CHECK(round.renewed == 0);
    CHECK(archive.stamps.given == 0);
    CHECK(archive.ledger.evidence_terms().first_end ==
          facts_of_certificate(archive.first.time_certificate())->not_after);
    CHECK(archive.round().read == 0);
}

TEST_CASE("records are renewed before they end, all with one token", "[evidence][keeper]") {
    Archive archive;
    archive.clock.move(9 * year + year * 3 / 4);
    archive.stamps.today = archive.second_time.get();

    auto const round = archive.round();

    CHECK(round.renewed == 3);
    CHECK(round.failed == 0);
    CHECK(archive.stamps.given == 1);
    CHECK(archive.proofs(0, "decree") == 2);
    CHECK(archive.proofs(1, "memorandum") == 2);
    CHECK(archive.proofs(0, "other") == 0);
    CHECK(archive.ledger.evidence_terms().first_end ==
          facts_of_certificate(archive.second.time_certificate())->not_after);
    CHECK(archive.round().renewed == 0);
    CHECK(archive.stamps.given == 1);
}

TEST_CASE("a digest that became weak is replaced by a new hash tree over object and record", "[evidence][keeper]") {
    Archive archive;

    auto const round = archive.round({"sha256"}, 2);

    CHECK(round.renewed == 3);
    CHECK(archive.stamps.given == 2);  // two pages
    CHECK(archive.proofs(2, "advice") == 2);
    CHECK(archive.proofs(2, "other") == 0);
    CHECK(archive.ledger.evidence_terms().by_algorithm == std::map<std::string, std::int64_t>{{"sha512", 3}});
    CHECK(archive.round({"sha256"}).renewed == 0);
}

TEST_CASE("an authority that is away delays the renewal and loses nothing", "[evidence][keeper]") {
    Archive archive;
    archive.clock.move(9 * year + year * 3 / 4);
    archive.stamps.today = nullptr;

    auto const away = archive.round();
    CHECK_FALSE(away.away.empty());
    CHECK(away.renewed == 0);
    CHECK(archive.proofs(0, "decree") == 1);

    archive.stamps.today = archive.second_time.get();
    CHECK(archive.round().renewed == 3);
}

TEST_CASE("a record that proves nothing is not made to look younger", "[evidence][keeper]") {
    Archive archive;
    // Somebody put the record of another object in its place.
    auto const id = archive.ids[0];
    auto const wrong = content_of("no record");
    REQUIRE(archive.round().read == 3);
    REQUIRE(archive.ledger
                .renew_evidence({{id, content_of(archive.record(0)).digest, wrong, EvidenceRenewalKind::time_stamp,
                                  archive.clock.now(), "x", archive.clock.now(), "sha256", archive.clock.now()}})
                .front());

    auto const round = archive.round();

    CHECK(round.failed == 1);
    CHECK(round.renewed == 0);
    CHECK(archive.record(0) == "no record");
    CHECK(archive.stamps.given == 0);
}

TEST_CASE("a renewal that gains no time is not kept, or the record would soon be full", "[evidence][keeper]") {
    Archive archive;
    archive.clock.move(9 * year + year * 3 / 4);  // the authority has no newer certificate yet

    for (int i = 0; i < 3; ++i) {
        auto const round = archive.round();
        CHECK(round.renewed == 0);
        CHECK(round.failed == 3);
    }
    CHECK(archive.proofs(0, "decree") == 1);

    archive.stamps.today = archive.second_time.get();
    CHECK(archive.round().renewed == 3);
}

TEST_CASE("an authority that gives no more time is asked once a day, however many records and rounds there are",
          "[evidence][keeper]") {
    Archive archive;
    archive.clock.move(9 * year + year * 3 / 4);
    EvidencePolicy policy;
    policy.page = 1;
    auto const keeper = archive.keeper(policy);

    for (int hour = 0; hour < 24; ++hour) {
        keeper->round();
        archive.clock.move(59min);
    }
    CHECK(archive.stamps.given == 1);
    CHECK(archive.proofs(0, "decree") == 1);

    archive.clock.move(1h);
    keeper->round();
    CHECK(archive.stamps.given == 2);
}

TEST_CASE("an authority that gives more time again renews all within a day", "[evidence][keeper]") {
    Archive archive;
    archive.clock.move(9 * year + year * 3 / 4);
    auto const keeper = archive.keeper({});
    REQUIRE(keeper->round().failed == 3);
    archive.stamps.today = archive.second_time.get();
    CHECK(keeper->round().renewed == 0);

    archive.clock.move(24h);

    CHECK(keeper->round().renewed == 3);
    CHECK(archive.stamps.given == 2);
}

TEST_CASE("what gains no time for one record does not hold back another that ends sooner", "[evidence][keeper]") {
    Archive archive;
    archive.clock.move(9 * year + year * 3 / 4);
    auto const keeper = archive.keeper({});
    REQUIRE(keeper->round().failed == 3);
    auto const& id = archive.ids[0];
    auto const before = content_of(archive.record(0)).digest;
    auto const sooner = archive.clock.now() + 24h;
    archive.ledger.note_evidence({{id, before, sooner, "sha256"}});

    keeper->round();

    CHECK(archive.stamps.given == 2);
}

TEST_CASE("a hash tree over a weak digest is renewed on the day of a fruitless renewal too", "[evidence][keeper]") {
    Archive archive;
    archive.clock.move(9 * year + year * 3 / 4);
    EvidencePolicy policy;
    policy.weak = {"sha256"};
    auto const keeper = archive.keeper(policy);

    CHECK(keeper->round().renewed == 3);  // the tree; its new chain ends no later, and is not asked for again
    CHECK(archive.proofs(0, "decree") == 2);
}
