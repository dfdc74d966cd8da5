// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "adapters/trust/in_process.hpp"
#include "gateway/base/files.hpp"
#include "gateway/crypto/der.hpp"
#include "gateway/timestamp/evidence_record.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/unit/timestamp/ers_judge.hpp"

#include <cstdlib>

using namespace wetbode;
using Catch::Matchers::Contains;

namespace {

constexpr auto now = FakeClock::monday;

std::string text_of(std::size_t object) { return "object " + std::to_string(object); }

DigestOf digest_of(std::string text) {
    return [text = std::move(text)](HashAlgorithm algorithm) { return hash_of(algorithm, text); };
}

struct Bench {
    FakeClock clock{now};
    trust::Authority authority{{now - std::chrono::days{100}, "http://trust.invalid", trust::KeyKind::p256, "Test"}};
    std::unique_ptr<TimeAuthority> time = trust::time_authority_of(authority, clock);

    std::string stamp(std::string const& digest, HashAlgorithm algorithm = HashAlgorithm::sha256) {
        return time->stamp(algorithm, digest).der;
    }
};

std::vector<DataObject> batch_of(std::size_t count) {
    std::vector<DataObject> batch;
    for (std::size_t i = 0; i < count; ++i) batch.push_back({hash_of(HashAlgorithm::sha256, text_of(i))});
    return batch;
}

std::string why_not(tl::expected<EvidenceAnswer, std::string> const& answer) {
    return answer ? "proved" : answer.error();
}

/// A record of one time stamp for one file, to build renewals on.
std::string archive_stamp(std::string const& token, std::string const& lists = {}) {
    return der::sequence({lists.empty() ? lists : der::tlv(0xA2, lists), token});
}

std::string record_of(std::vector<std::string> const& chains, std::initializer_list<std::string_view> algorithms) {
    std::string methods;
    for (auto const oid : algorithms) methods += der::sequence({der::oid(oid)});
    std::string all;
    for (auto const& chain : chains) all += chain;
    return der::sequence({der::integer(1), der::tlv(0x30, methods), der::tlv(0x30, all)});
}

/// A folder of signatures and records that others made, if there is one on this machine.
std::filesystem::path others() {
    char const* const folder = std::getenv("WETBODE_SIGNATURES");
    return folder == nullptr ? std::filesystem::path() : std::filesystem::path(folder);
}

constexpr std::string_view sha256_oid = "2.16.840.1.101.3.4.2.1";
constexpr std::string_view sha512_oid = "2.16.840.1.101.3.4.2.3";

}  // namespace

TEST_CASE("each object of a batch is proved by its own record and by no other", "[evidence]") {
    Bench bench;
    for (std::size_t const count : {1U, 2U, 3U, 5U, 8U, 1000U, 10'000U}) {
        EvidenceTree const tree(batch_of(count));
        auto const token = bench.stamp(tree.root());

        for (std::size_t i = 0; i < count; i += count > 100 ? count / 37 : 1) {
            INFO(count << " objects, number " << i);
            auto const record = tree.record_for(i, token);
            auto const proved = verify_evidence(record, digest_of(text_of(i)));
            REQUIRE(proved);
            CHECK(proved->tokens.size() == 1);
            CHECK(proved->tokens.front().at == now);
            CHECK_FALSE(verify_evidence(record, digest_of("other")));
            // Its sibling stands in the same first list, so it is proved too; the one after it is not.
            CHECK_FALSE(verify_evidence(record, digest_of(text_of((i ^ 1U) + 2))));
        }
        CHECK(verify_evidence(tree.record_for(count - 1, token), digest_of(text_of(count - 1))));
    }
}

TEST_CASE("a record grows with the depth of the tree only", "[evidence]") {
    Bench bench;
    EvidenceTree const few(batch_of(2));
    EvidenceTree const many(batch_of(10'000));
    auto const token = bench.stamp(few.root());

    CHECK(many.record_for(0, token).size() - few.record_for(0, token).size() < 14 * 40);
}

TEST_CASE("equal objects share a record", "[evidence]") {
    Bench bench;
    auto batch = batch_of(3);
    batch.push_back(batch[0]);
    batch.push_back(batch[0]);
    EvidenceTree const tree(batch);
    auto const token = bench.stamp(tree.root());

    CHECK(tree.record_for(0, token) == tree.record_for(4, token));
    CHECK(verify_evidence(tree.record_for(3, token), digest_of(text_of(0))));
    CHECK(EvidenceTree(batch_of(3)).root() == tree.root());
}

TEST_CASE("one file alone is stamped by its digest", "[evidence]") {
    CHECK(EvidenceTree(batch_of(1)).root() == hash_of(HashAlgorithm::sha256, text_of(0)));
}

TEST_CASE("files of one object are proved together and one by one", "[evidence]") {
    Bench bench;
    auto batch = batch_of(4);
    batch[1] = {hash_of(HashAlgorithm::sha256, "decree"), hash_of(HashAlgorithm::sha256, "memorandum"),
                hash_of(HashAlgorithm::sha256, "advice")};
    for (auto const& one : {batch, std::vector<DataObject>{batch[1]}}) {
        EvidenceTree const tree(one);
        auto const record = tree.record_for(one.size() == 1 ? 0 : 1, bench.stamp(tree.root()));

        CHECK(verify_evidence(record, digest_of("decree")));
        CHECK(verify_evidence(record, digest_of("advice")));
        CHECK(verify_evidence(record, {digest_of("advice"), digest_of("decree"), digest_of("memorandum")}));
        auto const without_one = verify_evidence(record, {digest_of("advice"), digest_of("decree")});
        CHECK_THAT(why_not(without_one), Contains("more files"));
        CHECK_FALSE(verify_evidence(
            record, {digest_of("advice"), digest_of("decree"), digest_of("memorandum"), digest_of("fourth")}));
        CHECK_FALSE(verify_evidence(record, std::vector<DigestOf>{}));
    }
}

TEST_CASE("no octet of a record can be changed and the record prove the same", "[evidence]") {
    Bench bench;
    EvidenceTree const tree(batch_of(5));
    auto const record = tree.record_for(2, bench.stamp(tree.root()));
    auto const before = verify_evidence(record, digest_of(text_of(2)));
    REQUIRE(before);

    for (std::size_t i = 0; i < record.size(); i += 3) {
        auto changed = record;
        changed[i] = static_cast<char>(changed[i] ^ 0x04);
        auto const after = verify_evidence(changed, digest_of(text_of(2)));
        INFO("octet " << i);
        // Certificates come along unsigned; the one that signed is fixed by what is signed.
        if (after) CHECK(after->tokens.front().at == before->tokens.front().at);
        if (after) CHECK(after->tokens.front().certificate == before->tokens.front().certificate);
    }
    CHECK_FALSE(verify_evidence(record + '\0', digest_of(text_of(2))));
    CHECK_FALSE(verify_evidence(record.substr(0, record.size() - 1), digest_of(text_of(2))));
    CHECK_FALSE(verify_evidence("", digest_of("x")));
    CHECK_FALSE(verify_evidence("no record", digest_of("x")));
}

TEST_CASE("a token over another root proves nothing", "[evidence]") {
    Bench bench;
    EvidenceTree const tree(batch_of(5));
    auto const elsewhere = bench.stamp(hash_of(HashAlgorithm::sha256, "elsewhere"));

    CHECK_THAT(why_not(verify_evidence(tree.record_for(0, elsewhere), digest_of(text_of(0)))),
               Contains("does not lead"));
    auto const longer = bench.stamp(hash_of(HashAlgorithm::sha512, "x"), HashAlgorithm::sha512);
    CHECK_THAT(why_not(verify_evidence(tree.record_for(0, longer), digest_of(text_of(0)))), Contains("another kind"));
}

TEST_CASE("a renewed time stamp is followed, and its order is checked", "[evidence]") {
    Bench bench;
    auto const first = bench.stamp(hash_of(HashAlgorithm::sha256, "a decree"));
    bench.clock.move(std::chrono::hours{1});
    auto const second = bench.stamp(hash_of(HashAlgorithm::sha256, first));
    auto const chain = [](std::string const& a, std::string const& b) {
        return der::sequence({archive_stamp(a), archive_stamp(b)});
    };

    auto const proved = verify_evidence(record_of({chain(first, second)}, {sha256_oid}), digest_of("a decree"));

    REQUIRE(proved);
    CHECK(proved->tokens.size() == 2);
    CHECK(proved->tokens.front().at == now);
    auto const unrelated = bench.stamp(hash_of(HashAlgorithm::sha256, "other"));
    CHECK_FALSE(verify_evidence(record_of({chain(first, unrelated)}, {sha256_oid}), digest_of("a decree")));
    bench.clock.move_to(now - std::chrono::hours{1});
    auto const early = bench.stamp(hash_of(HashAlgorithm::sha256, first));
    CHECK_THAT(why_not(verify_evidence(record_of({chain(first, early)}, {sha256_oid}), digest_of("a decree"))),
               Contains("order"));
    CHECK_THAT(why_not(verify_evidence(record_of({chain(first, second)}, {sha512_oid}), digest_of("a decree"))),
               Contains("does not list"));
}

TEST_CASE("a renewed hash tree covers the data again and all that was before", "[evidence]") {
    Bench bench;
    auto const old_chain = der::sequence({archive_stamp(bench.stamp(hash_of(HashAlgorithm::sha256, "a decree")))});
    auto const before = hash_of(HashAlgorithm::sha512, der::tlv(0x30, old_chain));
    auto const joined = hash_of(HashAlgorithm::sha512, hash_of(HashAlgorithm::sha512, "a decree") + before);
    auto const new_chain = der::sequence({archive_stamp(bench.stamp(joined, HashAlgorithm::sha512))});
    auto const record = record_of({old_chain, new_chain}, {sha256_oid, sha512_oid});

    auto const proved = verify_evidence(record, digest_of("a decree"));

    REQUIRE(proved);
    CHECK(proved->tokens.size() == 2);
    CHECK_FALSE(verify_evidence(record, digest_of("another")));
    auto const other_chain = der::sequence({archive_stamp(bench.stamp(hash_of(HashAlgorithm::sha256, "x")))});
    CHECK_FALSE(verify_evidence(record_of({other_chain, new_chain}, {sha256_oid, sha512_oid}), digest_of("a decree")));
}

TEST_CASE("records that others made are read", "[evidence][data]") {
    if (others().empty()) {
        WARN("skipped: WETBODE_SIGNATURES names no folder with records of others");
        return;
    }
    struct Case {
        char const* record;
        std::vector<char const*> files;
    };
    auto const dss = std::string("ers/dss/dss-evidence-record-asn1/");
    // Hash trees by two other makers; the last one has two chains with three time stamps.
    std::vector<Case> const cases{
        {"levels-own/er0.ers", {"levels-own/er0.bin"}},
        {"levels-own/er1000.ers", {"levels-own/er1000.bin"}},
        {"ers/dss/dss-evidence-record-asn1/BIN-2_ER.ers", {"BIN-1.bin", "BIN-2.bin", "BIN-3.bin", "BIN-4.bin"}},
        {"ers/dss/dss-evidence-record-asn1/ER-2Chains3ATS.ers", {"ER-2Chains3ATS1.bin", "ER-2Chains3ATS2.bin"}}};
    for (auto const& [name, files] : cases) {
        auto const record = read_file(others() / name, 1 << 20);
        for (std::string file : files) {
            if (file.find('/') == std::string::npos) file.insert(0, dss);
            auto const data = read_file(others() / file, 8 << 20);
            INFO(name << " and " << file);
            CHECK(why_not(verify_evidence(record, digest_of(data))) == "proved");
            CHECK_THAT(why_not(verify_evidence(record, digest_of(data + "x"))), Contains("about other data"));
        }
    }
    auto const broken = read_file(others() / (dss + "er-asn1-chain-renewal-invalid.ers"), 1 << 20);
    CHECK_FALSE(verify_evidence(broken, digest_of("x")));
}

TEST_CASE("Bouncy Castle finds our objects in our records and no others", "[evidence][java]") {
    if (!ErsJudge::there()) return;
    Bench bench;
    ErsJudge const java;
    auto const write = [&](std::string const& name, std::string const& octets) { java.write(name, octets); };
    auto const judged = [&](std::string const& files) { return java.judged(files); };
    write("other", "other");
    write("decree", "decree");
    write("memorandum", "memorandum");

    for (std::size_t const count : {1U, 2U, 3U, 1000U}) {
        auto batch = batch_of(count);
        batch.push_back({hash_of(HashAlgorithm::sha256, "decree"), hash_of(HashAlgorithm::sha256, "memorandum")});
        if (count == 1) batch.pop_back();
        EvidenceTree const tree(batch);
        auto const token = bench.stamp(tree.root());
        write("mine", text_of(count - 1));
        write("record", tree.record_for(count - 1, token));
        INFO(count << " objects");
        CHECK_THAT(judged("mine other"), Contains("mine present") && Contains("other refused"));
        if (count == 1) continue;
        write("record", tree.record_for(count, token));
        CHECK_THAT(judged("decree+memorandum decree other mine"),
                   Contains("decree+memorandum present") && Contains("other refused") && Contains("mine refused"));
    }
}
