// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "adapters/trust/in_process.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/timestamp/evidence_renewal.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/unit/timestamp/ers_judge.hpp"

using namespace wetbode;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

DigestOf digest_of(std::string text) {
    return [text = std::move(text)](HashAlgorithm algorithm) { return hash_of(algorithm, text); };
}

struct House {
    FakeClock clock;
    trust::Authority authority{{FakeClock::monday - 24h, "http://trust.invalid", trust::KeyKind::p256, "Test"}};
    trust::Authority later{{FakeClock::monday + 24h * 300, "http://trust.invalid", trust::KeyKind::p256, "Later"}};
    std::unique_ptr<TimeAuthority> time = trust::time_authority_of(authority, clock);
    std::unique_ptr<TimeAuthority> later_time = trust::time_authority_of(later, clock);

    /// Records of a batch of its own, for these texts.
    std::vector<std::string> records(std::vector<std::string> const& texts) {
        std::vector<DataObject> batch;
        for (auto const& text : texts) batch.push_back({hash_of(HashAlgorithm::sha256, text)});
        EvidenceTree const tree(batch);
        auto const token = time->stamp(HashAlgorithm::sha256, tree.root()).der;
        std::vector<std::string> records;
        for (std::size_t i = 0; i < texts.size(); ++i) records.push_back(tree.record_for(i, token));
        return records;
    }
    std::string renewed(std::vector<RenewedObject> objects, std::size_t which, TimeAuthority& by) {
        auto const renewal = EvidenceRenewal::of_time_stamps(std::move(objects));
        REQUIRE(renewal);
        return renewal->record_for(which, by.stamp(renewal->algorithm(), renewal->root()).der);
    }
    std::string rehashed(std::vector<RenewedObject> objects, std::size_t which, TimeAuthority& by) {
        auto const renewal = EvidenceRenewal::of_hash_trees(std::move(objects), HashAlgorithm::sha512);
        REQUIRE(renewal);
        return renewal->record_for(which, by.stamp(renewal->algorithm(), renewal->root()).der);
    }
};

}  // namespace

TEST_CASE("the term of a record is that of its youngest time stamp", "[evidence][renewal]") {
    House house;
    auto const record = house.records({"decree"}).front();
    auto const before = term_of_evidence(record);
    house.clock.move(24h * 301);

    auto const after = term_of_evidence(house.renewed({{record}}, 0, *house.later_time));

    REQUIRE(before);
    REQUIRE(after);
    CHECK(before->ends == facts_of_certificate(house.authority.time_certificate())->not_after);
    CHECK(before->algorithm == HashAlgorithm::sha256);
    CHECK(before->stamps == 1);
    CHECK(after->ends == facts_of_certificate(house.later.time_certificate())->not_after);
    CHECK(after->ends > before->ends);
    CHECK(after->stamps == 2);
    CHECK_FALSE(term_of_evidence("no record"));
}

TEST_CASE("the term of a record ends with the algorithm of its time stamp, if that is earlier", "[evidence][renewal]") {
    House house;
    house.authority =
        trust::Authority{{FakeClock::monday - 24h, "http://trust.invalid", trust::KeyKind::rsa3072, "RSA"}};

    auto const term = term_of_evidence(house.records({"decree"}).front());

    REQUIRE(term);
    CHECK(term->ends == Instant{std::chrono::sys_days{std::chrono::year{2029} / 1 / 1}});
    CHECK(term->ends < facts_of_certificate(house.authority.time_certificate())->not_after);
}

TEST_CASE("one token renews the records of many batches, each for its object alone", "[evidence][renewal]") {
    House house;
    auto const first = house.records({"decree", "memorandum", "advice"});
    auto const second = house.records({"letter"});
    std::vector<RenewedObject> const all{{first[0]}, {first[1]}, {first[2]}, {second[0]}};
    std::vector<std::string> const texts{"decree", "memorandum", "advice", "letter"};
    house.clock.move(24h);

    auto const renewal = EvidenceRenewal::of_time_stamps(all);
    REQUIRE(renewal);
    auto const token = house.time->stamp(renewal->algorithm(), renewal->root()).der;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const record = renewal->record_for(i, token);
        auto const proved = verify_evidence(record, digest_of(texts[i]));
        INFO(texts[i] << ": " << (proved ? "proved" : proved.error()));
        REQUIRE(proved);
        REQUIRE(proved->tokens.size() == 2);
        CHECK(proved->tokens[1].at - proved->tokens[0].at == 24h);
        CHECK_FALSE(verify_evidence(record, digest_of("other")));
    }
}

TEST_CASE("a record is renewed again and again, with a stronger algorithm in between", "[evidence][renewal]") {
    House house;
    auto record = house.records({"decree", "memorandum"}).front();
    house.clock.move(24h);
    record = house.renewed({{record}}, 0, *house.time);
    house.clock.move(24h);
    record = house.rehashed({{record, {digest_of("decree")}}}, 0, *house.time);
    house.clock.move(24h);
    record = house.renewed({{record}}, 0, *house.time);

    auto const proved = verify_evidence(record, digest_of("decree"));
    INFO((proved ? "proved" : proved.error()));
    REQUIRE(proved);
    CHECK(proved->tokens.size() == 4);
    CHECK(proved->tokens.back().algorithm == HashAlgorithm::sha512);
    CHECK(term_of_evidence(record)->algorithm == HashAlgorithm::sha512);
    CHECK_FALSE(verify_evidence(record, digest_of("memorandum")));
}

TEST_CASE("a hash tree that was renewed for another object proves nothing of this one", "[evidence][renewal]") {
    House house;
    auto const records = house.records({"decree", "memorandum"});
    auto const wrong = house.rehashed({{records[0], {digest_of("changed")}}}, 0, *house.time);
    auto const right = house.rehashed({{records[0], {digest_of("decree")}}, {records[1], {digest_of("memorandum")}}}, 1,
                                      *house.time);

    CHECK_FALSE(verify_evidence(wrong, digest_of("decree")));
    CHECK_FALSE(verify_evidence(wrong, digest_of("changed")));
    CHECK(verify_evidence(right, digest_of("memorandum")));
    CHECK_FALSE(verify_evidence(right, digest_of("other")));
}

TEST_CASE("what cannot be renewed says why", "[evidence][renewal]") {
    House house;
    auto record = house.records({"decree"}).front();
    auto const rehashed = house.rehashed({{record, {digest_of("decree")}}}, 0, *house.time);

    CHECK_FALSE(EvidenceRenewal::of_time_stamps({}));
    CHECK_FALSE(EvidenceRenewal::of_time_stamps({{"no record"}}));
    CHECK_FALSE(EvidenceRenewal::of_hash_trees({{record}}, HashAlgorithm::sha512));
    CHECK_FALSE(EvidenceRenewal::of_time_stamps({{record}, {rehashed}}));  // two algorithms
    for (int i = 1; i < 32; ++i) record = house.renewed({{record}}, 0, *house.time);
    CHECK(verify_evidence(record, digest_of("decree")));
    auto const full = EvidenceRenewal::of_time_stamps({{record}});
    REQUIRE_FALSE(full);
    CHECK_THAT(full.error(), Contains("full"));
}

TEST_CASE("Bouncy Castle finds our objects in our renewed records and no others", "[evidence][renewal][java]") {
    if (!ErsJudge::there()) return;
    House house;
    ErsJudge const java;
    java.write("decree", "decree");
    java.write("letter", "letter");
    java.write("other", "other");
    auto const first = house.records({"decree", "memorandum", "advice"})[0];
    auto const second = house.records({"letter"})[0];
    auto const holds = [&](std::string const& record) {
        java.write("record", record);
        CHECK_THAT(java.judged("decree other letter"),
                   Contains("decree present") && Contains("other refused") && Contains("letter refused"));
    };
    house.clock.move(24h);

    auto const renewed = house.renewed({{first}, {second}}, 0, *house.time);
    holds(renewed);
    house.clock.move(24h);
    auto const again = house.renewed({{renewed}}, 0, *house.time);
    holds(again);
    house.clock.move(24h);
    auto const rehashed =
        house.rehashed({{again, {digest_of("decree")}}, {second, {digest_of("letter")}}}, 0, *house.time);
    holds(rehashed);
    house.clock.move(24h);
    holds(house.renewed({{rehashed}}, 0, *house.time));
}
