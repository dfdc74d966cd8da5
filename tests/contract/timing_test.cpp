// SPDX-License-Identifier: EUPL-1.2
// The time worker with real seals and real tokens: what it calls raises what the house sealed, and proves batches.
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "adapters/trust/in_process.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/crypto/hashing.hpp"
#include "gateway/keys/keyring.hpp"
#include "gateway/sealing/sealer.hpp"
#include "gateway/timestamp/evidence_record.hpp"
#include "gateway/time_ports.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/made_submission.hpp"
#include "tests/doubles/memory_ledger.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <fstream>

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

std::string pem(std::string const& der) {
    auto const text = base64(der);
    std::string lines = "-----BEGIN CERTIFICATE-----\n";
    for (std::size_t i = 0; i < text.size(); i += 64) lines += text.substr(i, 64) + "\n";
    return lines + "-----END CERTIFICATE-----\n";
}

/// A house whose key stands under the test authorities.
struct Registry {
    FakeClock clock;
    Bell bell;
    TemporaryFolder folder;
    MemoryLedger ledger;
    trust::Authority authority{{.from = FakeClock::monday - 24h}};
    std::unique_ptr<TimeAuthority> time = trust::time_authority_of(authority, clock);
    std::unique_ptr<RevocationSource> revocation = trust::revocation_source_of(authority, clock);
    std::unique_ptr<Signer> signer = made_signer();
    Sealer sealer{*signer, folder.path()};

    std::unique_ptr<Signer> made_signer() {
        auto const issued = authority.issue(
            {.common_name = "Seal", .from = FakeClock::monday - 1h, .until = FakeClock::monday + 24h * 365});
        std::string chain;
        for (auto const& certificate : authority.chain_of(issued.certificate)) chain += pem(certificate);
        std::ofstream(folder.path() / "seal.pem") << chain;
        std::ofstream(folder.path() / "seal.key") << issued.key_pem;
        return signer_from_files(folder.path() / "seal.key", folder.path() / "seal.pem", {}, clock.now());
    }
    [[nodiscard]] RaisePort raise(SealLevel level) {
        SealPorts ports;
        ports.time = time.get();
        ports.revocation = revocation.get();
        ports.authorities = {authority.root(), authority.issuing()};
        return raise_port(signer->chain().front(), folder.path(), std::move(ports), level);
    }
    [[nodiscard]] std::unique_ptr<TimeWorker> worker(SealLevel level = SealLevel::lt) {
        return std::make_unique<TimeWorker>(
            TimePorts{ledger, clock, bell, raise(level), evidence_port(*time), {}}, TimePolicy{});
    }
    SubmissionId sealed(std::string const& key, TimeMode mode) {
        auto const receipt = ledger.admit(made_submission(key, "d", clock.now()), {{}, true, mode});
        auto const claimed = ledger.claim_seals({{}, 1, clock.now(), 1min, "s"}).front();
        SealSettlement settlement{.submission = claimed.submission, .lease = claimed.lease, .now = clock.now()};
        settlement.seal = sealer.seal({{"manifest.json", "application/json", content_of("{\"key\":\"" + key + "\"}")}},
                                      clock.now());
        REQUIRE(ledger.settle_seal(settlement));
        return receipt->submission;
    }
    [[nodiscard]] SealView seal_of(SubmissionId const& id) { return ledger.submission(id)->seal; }
    [[nodiscard]] std::string read(Digest const& digest) { return read_whole(ledger.fetch(digest), 1 << 20); }
};

DigestOf digest_of(std::string bytes) {
    return [bytes = std::move(bytes)](HashAlgorithm algorithm) { return hash_of(algorithm, bytes); };
}

}  // namespace

TEST_CASE("an act is raised to the level that is set, and the original stays", "[timing]") {
    Registry registry;
    auto const [level, name] = GENERATE(std::pair{SealLevel::t, "XAdES-B-T"}, std::pair{SealLevel::lt, "XAdES-B-LT"},
                                        std::pair{SealLevel::lta, "XAdES-B-LTA"});
    auto const id = registry.sealed("a", TimeMode::act);
    auto const original = registry.read(*registry.seal_of(id).container);
    registry.clock.move(1min);

    CHECK(registry.worker(level)->step(registry.clock.now()) == 1);

    auto const seal = registry.seal_of(id);
    INFO(seal.time.why.en);
    REQUIRE(seal.time.state == "done");
    CHECK(seal.time.level == name);
    CHECK(std::chrono::abs(*seal.time.at - registry.clock.now()) <= 1s);
    CHECK(seal.level == "XAdES-B-B");
    CHECK(registry.read(*seal.container) == original);
    CHECK(registry.read(*seal.time.container).size() > original.size());
}

TEST_CASE("every container of a batch has its own evidence under one token, and no other", "[timing]") {
    Registry registry;
    std::vector<SubmissionId> ids;
    for (int i = 0; i < 5; ++i) ids.push_back(registry.sealed(std::to_string(i), TimeMode::batch));

    CHECK(registry.worker()->step(registry.clock.now()) == 5);

    std::string imprint;
    for (auto const& id : ids) {
        auto const seal = registry.seal_of(id);
        REQUIRE(seal.time.evidence.has_value());
        auto const record = registry.read(*seal.time.evidence);
        auto const container = registry.read(*seal.container);
        auto const proved = verify_evidence(record, digest_of(container));
        REQUIRE(proved.has_value());
        if (imprint.empty()) imprint = proved->tokens.front().imprint;
        CHECK(proved->tokens.front().imprint == imprint);
        CHECK_FALSE(verify_evidence(record, digest_of(container + "x")).has_value());
    }
}

TEST_CASE("a time authority that refuses delays, one that is well again pays the debt", "[timing]") {
    Registry registry;
    auto const act = registry.sealed("a", TimeMode::act);
    auto const batch = registry.sealed("b", TimeMode::batch);
    auto const worker = registry.worker();
    registry.authority.fail(trust::TimeFault::rejected);
    worker->step(registry.clock.now());
    CHECK(registry.ledger.time_debt().owed == 2);
    CHECK(registry.ledger.time_debt().failing_since == registry.clock.now());

    registry.authority.fail(trust::TimeFault::none);
    registry.clock.move(5s);
    while (worker->step(registry.clock.now()) > 0) registry.clock.move(1ms);

    CHECK(registry.ledger.time_debt().owed == 0);
    CHECK(registry.seal_of(act).time.level == "XAdES-B-LT");
    CHECK(registry.seal_of(batch).time.evidence.has_value());
}

TEST_CASE("without revocation values no level is claimed that needs them", "[timing]") {
    Registry registry;
    auto const id = registry.sealed("a", TimeMode::act);
    registry.revocation.reset();

    registry.worker()->step(registry.clock.now());

    CHECK(registry.seal_of(id).time.state == "waiting");
    CHECK_THAT(registry.seal_of(id).time.why.en, Catch::Contains("revocation"));
}

TEST_CASE("a container that is not ours is our fault, and is never called raised", "[timing]") {
    Registry registry;
    auto const receipt = registry.ledger.admit(made_submission("k", "d", registry.clock.now()),
                                               {{}, true, TimeMode::act});
    auto const claimed = registry.ledger.claim_seals({{}, 1, registry.clock.now(), 1min, "s"}).front();
    SealSettlement settlement{.submission = claimed.submission, .lease = claimed.lease, .now = registry.clock.now()};
    settlement.seal = Seal{content_of("no container"), "XAdES-B-B", "", registry.clock.now(), {}};
    REQUIRE(registry.ledger.settle_seal(settlement));

    registry.worker()->step(registry.clock.now());

    CHECK(registry.seal_of(receipt->submission).time.state == "waiting");
    CHECK_THAT(registry.seal_of(receipt->submission).time.why.en, Catch::Contains("Our own fault"));
}
