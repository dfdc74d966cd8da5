// SPDX-License-Identifier: EUPL-1.2
// Evidence records that were renewed (RFC 4998 section 5), and what somebody may do to them: renewals that are dropped,
// put in another order, made too late, or made over too little. Judged years later.
#include <catch2/catch.hpp>

#include "gateway/crypto/der.hpp"
#include "gateway/crypto/hashing.hpp"
#include "tests/unit/verification/forge.hpp"

using namespace wetbode;
using namespace wetbode::test;
using namespace std::chrono_literals;

namespace {

constexpr auto year = 24h * 365;
constexpr std::string_view text = "a decree";

std::string hashed(std::string_view octets) {
    return hash_of(HashAlgorithm::sha256, octets);
}

std::string archive_stamp(std::string const& token) {
    return der::sequence({token});
}

std::string chain_of_stamps(std::vector<std::string> const& tokens) {
    std::string all;
    for (auto const& token : tokens) all += archive_stamp(token);
    return der::tlv(0x30, all);
}

std::string record_of(std::vector<std::string> const& chains) {
    std::string all;
    for (auto const& chain : chains) all += chain;
    return der::sequence({der::integer(1),
                          der::sequence({der::sequence({der::oid("2.16.840.1.101.3.4.2.1")}),
                                         der::sequence({der::oid("2.16.840.1.101.3.4.2.3")})}),
                          der::tlv(0x30, all)});
}

/// What a new chain must be over (section 5.2): the file, joined with all chains before.
std::string rehashed(std::string_view of, std::vector<std::string> const& chains) {
    std::string all;
    for (auto const& chain : chains) all += chain;
    return hashed(hashed(of) + hashed(der::tlv(0x30, all)));
}

/// Three generations of time authorities, each of ten years: the first begins with the forge, the others follow.
struct Archive {
    Forge forge;
    trust::Authority second{{noon() + year * 8, "http://trust.invalid", trust::KeyKind::p256, "Second"}};
    trust::Authority third{{noon() + year * 16, "http://trust.invalid", trust::KeyKind::p256, "Third"}};

    std::string first_stamp = token_over(forge.authority, text, noon());

    VerificationReport judged_at(Instant at, std::string const& record) const {
        auto options = forge.options();
        TrustAnchors anchors = options.anchors.list();
        for (auto const* authority : {&second, &third}) {
            auto const facts = facts_of_certificate(authority->root());
            anchors.push_back({.certificate = authority->root(), .name = "later", .subject = facts->subject});
        }
        options.anchors = std::move(anchors);
        options.now = at;
        write(forge.folder / "decree.txt", std::string(text));
        return verify_with_evidence(forge.folder / "decree.txt", record, options);
    }
};

}  // namespace

TEST_CASE("a record made by hand and renewed in time proves its first time long after", "[verification][evidence]") {
    Archive archive;
    auto const renewed = token_over(archive.second, archive.first_stamp, noon() + year * 9);
    auto const again = token_over(archive.third, renewed, noon() + year * 17);

    auto const report =
        archive.judged_at(noon() + year * 20, record_of({chain_of_stamps({archive.first_stamp, renewed, again})}));

    INFO(told(report));
    CHECK(report.verdict == SealVerdict::passed);
    REQUIRE(report.evidence.size() == 3);
    CHECK(report.evidence[0].at == noon());
}

TEST_CASE("a record whose last renewals were dropped is judged as of now", "[verification][evidence]") {
    Archive archive;
    auto const renewed = token_over(archive.second, archive.first_stamp, noon() + year * 9);
    auto const whole = record_of({chain_of_stamps({archive.first_stamp, renewed})});
    auto const dropped = record_of({chain_of_stamps({archive.first_stamp})});

    CHECK(archive.judged_at(noon() + year * 12, whole).verdict == SealVerdict::passed);
    CHECK(archive.judged_at(noon() + year, dropped).verdict == SealVerdict::passed);
    auto const late = archive.judged_at(noon() + year * 12, dropped);
    CHECK(late.verdict == SealVerdict::indeterminate);
    CHECK(has(late, "OUT_OF_BOUNDS_NO_POE"));
    CHECK(archive.judged_at(noon() + year * 20, whole).verdict == SealVerdict::indeterminate);
}

TEST_CASE("a renewal by hand that came after the end of the one before proves nothing older",
          "[verification][evidence]") {
    Archive archive;
    auto const late = noon() + year * 11;
    auto const renewed = token_over(archive.second, archive.first_stamp, late);
    auto const old_chain = chain_of_stamps({archive.first_stamp});
    auto const new_chain = chain_of_stamps({token_with_imprint(archive.second, rehashed(text, {old_chain}), late)});

    for (auto const& record :
         {record_of({chain_of_stamps({archive.first_stamp, renewed})}), record_of({old_chain, new_chain})}) {
        auto const report = archive.judged_at(late + 1h, record);
        INFO(told(report));
        CHECK(report.verdict == SealVerdict::indeterminate);
        CHECK(has(report, "OUT_OF_BOUNDS_NO_POE"));
        REQUIRE(report.evidence.size() == 2);
        CHECK(report.evidence[0].verdict == SealVerdict::indeterminate);
        CHECK(report.evidence[1].verdict == SealVerdict::passed);
    }
}

TEST_CASE("a gap in the middle takes the force of all that is older", "[verification][evidence]") {
    Archive archive;
    auto const renewed = token_over(archive.second, archive.first_stamp, noon() + year * 9);
    auto const too_late = token_over(archive.third, renewed, noon() + year * 19);

    auto const report =
        archive.judged_at(noon() + year * 20, record_of({chain_of_stamps({archive.first_stamp, renewed, too_late})}));

    REQUIRE(report.evidence.size() == 3);
    CHECK(report.evidence[2].verdict == SealVerdict::passed);
    CHECK(report.evidence[1].verdict == SealVerdict::indeterminate);
    CHECK(report.evidence[0].verdict == SealVerdict::indeterminate);
    CHECK(report.verdict == SealVerdict::indeterminate);
}

TEST_CASE("a renewal in the middle cannot be left out, nor moved", "[verification][evidence]") {
    Archive archive;
    auto const renewed = token_over(archive.second, archive.first_stamp, noon() + year * 9);
    auto const again = token_over(archive.third, renewed, noon() + year * 17);
    auto const at = noon() + year * 20;

    CHECK(has(archive.judged_at(at, record_of({chain_of_stamps({archive.first_stamp, again})})), "HASH_FAILURE"));
    CHECK(has(archive.judged_at(at, record_of({chain_of_stamps({archive.first_stamp, again, renewed})})),
              "HASH_FAILURE"));
    CHECK(has(archive.judged_at(at, record_of({chain_of_stamps({renewed, again})})), "HASH_FAILURE"));
    // Of the whole time stamp instead of its token (section 5.2 hashes the field timeStamp alone).
    auto const wide = token_over(archive.second, archive_stamp(archive.first_stamp), noon() + year * 9);
    CHECK(has(archive.judged_at(at, record_of({chain_of_stamps({archive.first_stamp, wide})})), "HASH_FAILURE"));
    // In the same second is in order; one second earlier is not.
    auto const same = token_over(archive.forge.authority, archive.first_stamp, noon());
    CHECK(archive.judged_at(noon() + 1h, record_of({chain_of_stamps({archive.first_stamp, same})})).verdict ==
          SealVerdict::passed);
    auto const earlier = token_over(archive.forge.authority, archive.first_stamp, noon() - 1s);
    CHECK(has(archive.judged_at(noon() + 1h, record_of({chain_of_stamps({archive.first_stamp, earlier})})),
              "HASH_FAILURE"));
}

TEST_CASE("a new chain must cover the file and every chain before it", "[verification][evidence]") {
    Archive archive;
    auto const at = noon() + year * 9;
    auto const oldest = chain_of_stamps({archive.first_stamp});
    auto const next = chain_of_stamps({token_with_imprint(archive.second, rehashed(text, {oldest}), at)});
    auto const chain_over = [&](std::string const& digest) {
        return chain_of_stamps({token_with_imprint(archive.third, digest, noon() + year * 17)});
    };
    auto const judged = [&](std::vector<std::string> const& chains) {
        return archive.judged_at(noon() + year * 20, record_of(chains));
    };

    CHECK(judged({oldest, next, chain_over(rehashed(text, {oldest, next}))}).verdict == SealVerdict::passed);
    CHECK(has(judged({oldest, next, chain_over(hashed(text))}), "HASH_FAILURE"));
    CHECK(has(judged({oldest, next, chain_over(rehashed(text, {next}))}), "HASH_FAILURE"));
    CHECK(has(judged({oldest, next, chain_over(rehashed(text, {oldest}))}), "HASH_FAILURE"));
    CHECK(has(judged({oldest, next, chain_over(rehashed("another", {oldest, next}))}), "HASH_FAILURE"));
    CHECK(has(judged({oldest, chain_over(rehashed(text, {oldest, next}))}), "HASH_FAILURE"));
    CHECK(has(judged({next, oldest, chain_over(rehashed(text, {oldest, next}))}), "HASH_FAILURE"));
    CHECK(has(judged({chain_over(rehashed(text, {oldest, next})), oldest, next}), "HASH_FAILURE"));
}

TEST_CASE("a time from before the certificate of its authority is no proof", "[verification][evidence]") {
    Archive archive;
    auto const backdated = token_over(archive.second, text, noon());

    auto const alone = archive.judged_at(noon() + year * 9, record_of({chain_of_stamps({backdated})}));
    INFO(told(alone));
    CHECK(alone.verdict == SealVerdict::indeterminate);
    CHECK(has(alone, "OUT_OF_BOUNDS_NO_POE"));

    auto const renewed = token_over(archive.second, backdated, noon() + year * 9);
    auto const record = record_of({chain_of_stamps({backdated, renewed})});
    CHECK(archive.judged_at(noon() + year * 10, record).verdict == SealVerdict::indeterminate);
}

TEST_CASE("a renewal from the future is noticed", "[verification][evidence]") {
    Archive archive;
    auto const renewed = token_over(archive.second, archive.first_stamp, noon() + year * 9);
    auto const record = record_of({chain_of_stamps({archive.first_stamp, renewed})});

    CHECK(has(archive.judged_at(noon() + year * 9 - 1h, record), "TIMESTAMP_ORDER_FAILURE"));
}

TEST_CASE("a record of more time stamps than we follow is refused, not followed halfway", "[verification][evidence]") {
    Archive archive;
    std::vector<std::string> tokens{archive.first_stamp};
    for (int i = 1; i < 33; ++i) tokens.push_back(token_over(archive.forge.authority, tokens.back(), noon() + 1h * i));

    CHECK(has(archive.judged_at(noon() + year, record_of({chain_of_stamps(tokens)})), "HASH_FAILURE"));
    tokens.pop_back();
    CHECK(archive.judged_at(noon() + year, record_of({chain_of_stamps(tokens)})).verdict == SealVerdict::passed);
}
