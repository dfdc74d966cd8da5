// SPDX-License-Identifier: EUPL-1.2
// Time stamps with algorithms of old (ETSI TS 119 312).
#include <catch2/catch.hpp>

#include "tests/unit/verification/forge.hpp"

using namespace wetbode;
using namespace wetbode::test;
using namespace std::chrono_literals;

TEST_CASE("a time stamp with SHA-1 proves nothing, says since when, and takes nothing away", "[verification]") {
    Forge forge;
    SignatureEvidence evidence;
    evidence.certificate =
        forge.authority.issue({"Sleutel", trust::KeyKind::p256, noon() - 24h, noon() + 24h * 365}).certificate;
    evidence.certificates = {forge.authority.issuing()};
    evidence.algorithm = SignatureAlgorithm{SignatureScheme::ecdsa, HashAlgorithm::sha256};
    StampEvidence stamp;
    stamp.aged = AgedTimeToken{noon() - 1h, "SHA-1"};
    evidence.time_stamps = {stamp};
    JudgementPolicy policy;
    policy.revocation = RevocationRule::none;

    auto const judgement = judge(evidence, forge.options().anchors, policy, noon());

    CHECK(judgement.findings.empty());
    CHECK_FALSE(judgement.proven_at);
    CHECK(judgement.level == "B-B");
    REQUIRE(judgement.time_stamps.size() == 1);
    CHECK(judgement.time_stamps[0].verdict == SealVerdict::indeterminate);
    CHECK(judgement.time_stamps[0].at == noon() - 1h);
    CHECK(judgement.time_stamps[0].findings.at(0).code == "CRYPTO_CONSTRAINTS_FAILURE_NO_POE");
    REQUIRE(judgement.warnings.size() == 1);
    CHECK(judgement.warnings[0].message.en.find("SHA-1, not acceptable any more since 2012-08-01 (ETSI TS 119 312") !=
          std::string::npos);
    CHECK(judgement.warnings[0].message.nl.find("sinds 2012-08-01 niet meer aanvaardbaar") != std::string::npos);
}
