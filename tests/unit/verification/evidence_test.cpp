// SPDX-License-Identifier: EUPL-1.2
// Evidence records beside a file: what they prove, and for whom.
#include <catch2/catch.hpp>

#include "gateway/crypto/hashing.hpp"
#include "gateway/timestamp/evidence_record.hpp"
#include "tests/unit/verification/forge.hpp"

using namespace wetbode;
using namespace wetbode::test;
using namespace std::chrono_literals;

namespace {

struct Batch {
    Forge forge;
    std::vector<std::string> contents{"first", "second", "third"};
    EvidenceTree tree{{{hash_of(HashAlgorithm::sha256, "first")},
                       {hash_of(HashAlgorithm::sha256, "second")},
                       {hash_of(HashAlgorithm::sha256, "third")}}};

    std::string record_for(std::size_t index) {
        return tree.record_for(index, token_with_imprint(forge.authority, tree.root(), noon()));
    }
    std::filesystem::path file(std::string const& octets) const {
        write(forge.folder / "letter.txt", octets);
        return forge.folder / "letter.txt";
    }
    VerificationReport verify(std::filesystem::path const& file, std::string const& record, Instant at) const {
        auto options = forge.options();
        options.now = at;
        return verify_with_evidence(file, record, options);
    }
};

}  // namespace

TEST_CASE("an evidence record proves when a file without a signature existed", "[verification][evidence]") {
    Batch batch;

    auto const report = batch.verify(batch.file("second"), batch.record_for(1), noon() + 1h);

    INFO(told(report));
    CHECK(report.verdict == SealVerdict::passed);
    CHECK(report.format == "ERS");
    REQUIRE(report.evidence.size() == 1);
    CHECK(report.evidence[0].at == noon());
    CHECK(report.evidence[0].kind == "evidence");
}

TEST_CASE("an evidence record proves nothing of another file, or as nonsense", "[verification][evidence]") {
    Batch batch;
    auto const record = batch.record_for(1);

    CHECK(has(batch.verify(batch.file("other"), record, noon() + 1h), "HASH_FAILURE"));
    CHECK(batch.verify(batch.file("second"), "nonsense", noon() + 1h).verdict == SealVerdict::failed);
    CHECK(batch.verify(batch.file("second"), record, noon() - 1h).verdict == SealVerdict::indeterminate);
}

TEST_CASE("an evidence record of an authority that nobody trusts is not enough", "[verification][evidence]") {
    Batch batch;
    auto const file = batch.file("second");
    VerificationOptions nobody;
    nobody.now = noon() + 1h;

    auto const report = verify_with_evidence(file, batch.record_for(1), nobody);

    CHECK(report.verdict == SealVerdict::indeterminate);
    CHECK(has(report, "NO_CERTIFICATE_CHAIN_FOUND"));
}

TEST_CASE("evidence does not heal a signature that is broken", "[verification][evidence]") {
    Batch batch;
    auto document = batch.forge.make({});
    replace(document, "100 euro", "900 euro");
    EvidenceTree const tree({{hash_of(HashAlgorithm::sha256, document)}});
    auto const record = tree.record_for(0, token_with_imprint(batch.forge.authority, tree.root(), noon()));

    auto const report = batch.verify(batch.file(document), record, noon() + 1h);

    CHECK(report.verdict == SealVerdict::failed);
    CHECK(has(report, "HASH_FAILURE"));
    REQUIRE(report.evidence.size() == 1);
    CHECK(report.evidence[0].verdict == SealVerdict::passed);
}

TEST_CASE("evidence does not make a document pass whose signature cannot be read", "[verification][evidence]") {
    Batch batch;
    auto const document = "<new>" + batch.forge.make({}) + "</new>";
    EvidenceTree const tree({{hash_of(HashAlgorithm::sha256, document)}});
    auto const record = tree.record_for(0, token_with_imprint(batch.forge.authority, tree.root(), noon()));

    auto const report = batch.verify(batch.file(document), record, noon() + 1h);

    CHECK(report.verdict == SealVerdict::failed);
    CHECK(report.format == "XAdES");
}

TEST_CASE("a token from before its authority's certificate proves nothing of a file", "[verification][evidence]") {
    Batch batch;
    auto const early = noon() - 24h * 400;  // the authorities began a year before noon
    auto const record = batch.tree.record_for(1, token_with_imprint(batch.forge.authority, batch.tree.root(), early));

    auto const report = batch.verify(batch.file("second"), record, noon() + 1h);

    INFO(told(report));
    CHECK(report.verdict == SealVerdict::indeterminate);
    CHECK(has(report, "OUT_OF_BOUNDS_NO_POE"));
}

TEST_CASE("of an evidence record nothing can change unseen but what says nothing", "[verification][evidence][sweep]") {
    Batch batch;
    auto const good = batch.record_for(1);
    auto const file = batch.file("second");
    std::string unseen;
    std::size_t known = 0;
    for (std::size_t at = 0; at < good.size(); ++at) {
        auto record = good;
        record[at] = static_cast<char>(record[at] ^ 1);
        if (batch.verify(file, record, noon() + 1h).verdict != SealVerdict::passed) continue;
        // Versions of SignedData and SignerInfo, and that SHA-256 has no parameters: nobody reads them. A digest that
        // is called an attribute: the token names its own.
        auto const before = std::string_view(good).substr(0, at);
        bool const parameters = before.ends_with(std::string_view("\x65\x03\x04\x02\x01", 5));
        bool const version = !parameters && before.ends_with(std::string_view("\x02\x01", 2));
        bool const digest = good[at] == '\xA0' && at < 40;
        known += version || parameters || digest ? 1 : 0;
        if (!version && !parameters && !digest) unseen += std::to_string(at) + " ";
    }

    INFO(unseen);
    CHECK(unseen.empty());
    CHECK(known <= 5);
}
