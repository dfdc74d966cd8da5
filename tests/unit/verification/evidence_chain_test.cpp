// SPDX-License-Identifier: EUPL-1.2
// Evidence records that were renewed, over twenty years: what each renewal holds up, and what falls where one is
// missing, late or in another's place (RFC 4998 sections 5.2 and 5.3).
#include <catch2/catch.hpp>

#include "adapters/trust/in_process.hpp"
#include "gateway/crypto/der.hpp"
#include "gateway/crypto/der_reader.hpp"
#include "gateway/timestamp/evidence_renewal.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/unit/verification/forge.hpp"

#include <openssl/cms.h>

#include <algorithm>

using namespace wetbode;
using namespace wetbode::test;
using namespace std::chrono_literals;

namespace {

constexpr auto year = 24h * 365;
constexpr char const* text = "Decreet";

/// Three authorities, whose certificates end about 9, 15 and 22 years after noon.
struct Ages {
    Forge forge;
    trust::Authority second{{noon() + year * 5, "http://trust.invalid", trust::KeyKind::p256, "Second"}};
    trust::Authority third{{noon() + year * 12, "http://trust.invalid", trust::KeyKind::p256, "Third"}};
    trust::Authority rsa{{noon() - year, "http://trust.invalid", trust::KeyKind::rsa3072, "RSA"}};
    std::string document = text;

    std::string first_record(trust::Authority& by, Instant at = noon()) const {
        EvidenceTree const tree(
            {{hash_of(HashAlgorithm::sha256, document)}, {hash_of(HashAlgorithm::sha256, "other")}});
        return tree.record_for(0, token_with_imprint(by, tree.root(), at));
    }
    std::string first_record() { return first_record(forge.authority); }

    static std::string renewed(std::string const& record, trust::Authority& by, Instant at) {
        auto const renewal = EvidenceRenewal::of_time_stamps({{record}});
        REQUIRE(renewal);
        return renewal->record_for(0, stamped(*renewal, by, at));
    }
    std::string rehashed(std::string const& record, trust::Authority& by, Instant at) const {
        DigestOf const digest = [this](HashAlgorithm algorithm) { return hash_of(algorithm, document); };
        auto const renewal = EvidenceRenewal::of_hash_trees({{record, {digest}}}, HashAlgorithm::sha512);
        REQUIRE(renewal);
        return renewal->record_for(0, stamped(*renewal, by, at));
    }
    /// Three time stamps, each made while the certificate of the one before was good.
    std::string well_kept() {
        auto const once = renewed(first_record(), second, noon() + year * 8);
        return renewed(once, third, noon() + year * 14);
    }

    [[nodiscard]] VerificationReport verify(std::string const& record, Instant at) const {
        write(forge.folder / "second.pem", second.root_pem());
        write(forge.folder / "third.pem", third.root_pem());
        write(forge.folder / "rsa.pem", rsa.root_pem());
        write(forge.folder / "act", document);
        auto options = trusting({forge.folder / "root.pem", forge.folder / "second.pem", forge.folder / "third.pem",
                                 forge.folder / "rsa.pem"},
                                at);
        if (needs_revocation) options.policy.revocation = RevocationRule::needed;
        return verify_with_evidence(forge.folder / "act", record, options);
    }
    bool needs_revocation = false;

private:
    static std::string stamped(EvidenceRenewal const& renewal, trust::Authority& by, Instant at) {
        FakeClock const clock{at};
        return trust::time_authority_of(by, clock)->stamp(renewal.algorithm(), renewal.root()).der;
    }
};

/// A record as its chains, each as its archive time stamps, to be put together in another way.
struct Taken {
    std::string algorithms;
    std::vector<std::vector<std::string>> chains;

    explicit Taken(std::string const& record) {
        der::Reader fields(der::only(record, 0x30)->content);
        REQUIRE(fields.next(0x02));
        algorithms = fields.next(0x30)->whole;
        der::Reader sequence(fields.next(0x30)->content);
        while (auto const chain = sequence.next(0x30)) {
            auto& stamps = chains.emplace_back();
            der::Reader each(chain->content);
            while (auto const stamp = each.next(0x30)) stamps.emplace_back(stamp->whole);
        }
    }
    [[nodiscard]] std::string together() const {
        std::string all;
        for (auto const& chain : chains) {
            std::string stamps;
            for (auto const& stamp : chain) stamps += stamp;
            all += der::tlv(0x30, stamps);
        }
        return der::sequence({der::integer(1), algorithms, der::tlv(0x30, all)});
    }
};

/// The archive time stamp with revocation lists in its token, where no signature covers them (RFC 5652 section 5.1).
std::string carrying(std::string const& stamp, std::vector<std::string> const& lists) {
    der::Reader fields(der::only(stamp, 0x30)->content);
    std::string before;
    std::string token;
    while (auto const field = fields.next()) (field->tag == 0x30 ? token : before) += field->whole;
    auto const* at = reinterpret_cast<unsigned char const*>(token.data());
    std::unique_ptr<CMS_ContentInfo, decltype(&CMS_ContentInfo_free)> const message(
        d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(token.size())), CMS_ContentInfo_free);
    REQUIRE(message);
    for (auto const& list : lists) {
        auto const* from = reinterpret_cast<unsigned char const*>(list.data());
        std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)> const crl(
            d2i_X509_CRL(nullptr, &from, static_cast<long>(list.size())), X509_CRL_free);
        REQUIRE(CMS_add1_crl(message.get(), crl.get()) == 1);
    }
    unsigned char* out = nullptr;
    auto const length = i2d_CMS_ContentInfo(message.get(), &out);
    REQUIRE(length > 0);
    std::string const der(reinterpret_cast<char*>(out), static_cast<std::size_t>(length));
    OPENSSL_free(out);
    return der::sequence({before, der});
}

std::vector<SealVerdict> verdicts(VerificationReport const& report) {
    std::vector<SealVerdict> all;
    for (auto const& stamp : report.evidence) all.push_back(stamp.verdict);
    return all;
}

constexpr auto passed = SealVerdict::passed;
constexpr auto open = SealVerdict::indeterminate;

}  // namespace

TEST_CASE("a record that was renewed in time proves its first time long after", "[verification][evidence]") {
    Ages ages;

    auto const report = ages.verify(ages.well_kept(), noon() + year * 21);

    INFO(told(report));
    CHECK(report.verdict == passed);
    CHECK(verdicts(report) == std::vector{passed, passed, passed});
    CHECK(report.evidence.at(0).at == noon());
}

TEST_CASE("without its last renewals a record counts only as long as the stamp that is left",
          "[verification][evidence]") {
    Ages ages;
    Taken taken(ages.well_kept());
    taken.chains[0].pop_back();
    auto const without_last = taken.together();
    taken.chains[0].pop_back();
    auto const first_alone = taken.together();

    CHECK(ages.verify(without_last, noon() + year * 14).verdict == passed);
    auto const late = ages.verify(without_last, noon() + year * 16);
    CHECK(late.verdict == open);
    CHECK(has(late, "OUT_OF_BOUNDS_NO_POE"));
    CHECK(verdicts(late) == std::vector{open, open});
    CHECK(ages.verify(first_alone, noon() + year * 8).verdict == passed);
    CHECK(ages.verify(first_alone, noon() + year * 10).verdict == open);
}

TEST_CASE("a renewal that came after the end of the one before proves nothing older", "[verification][evidence]") {
    Ages ages;
    auto const late = Ages::renewed(ages.first_record(), ages.second, noon() + year * 10);
    auto const once = Ages::renewed(ages.first_record(), ages.second, noon() + year * 8);
    auto const later = Ages::renewed(once, ages.third, noon() + year * 16);

    auto const one_gap = ages.verify(late, noon() + year * 11);
    auto const gap_behind = ages.verify(later, noon() + year * 17);

    CHECK(one_gap.verdict == open);
    CHECK(verdicts(one_gap) == std::vector{open, passed});
    CHECK(has(one_gap, "OUT_OF_BOUNDS_NO_POE"));
    CHECK(gap_behind.verdict == open);
    CHECK(verdicts(gap_behind) == std::vector{open, open, passed});
}

TEST_CASE("a record whose time stamps are left out, turned round or doubled is broken", "[verification][evidence]") {
    Ages ages;
    auto const whole = Taken(ages.well_kept());
    auto const broken = [&](auto change) {
        auto copy = whole;
        change(copy.chains.at(0));
        return has(ages.verify(copy.together(), noon() + year * 15), "HASH_FAILURE");
    };

    CHECK_FALSE(broken([](auto&) {}));
    CHECK(broken([](auto& stamps) { stamps.erase(stamps.begin()); }));
    CHECK(broken([](auto& stamps) { stamps.erase(stamps.begin() + 1); }));
    CHECK(broken([](auto& stamps) { std::swap(stamps[1], stamps[2]); }));
    CHECK(broken([](auto& stamps) { std::swap(stamps[0], stamps[1]); }));
    CHECK(broken([](auto& stamps) { stamps.push_back(stamps[1]); }));
    CHECK(broken([](auto& stamps) { stamps.insert(stamps.begin(), stamps[0]); }));
}

TEST_CASE("a new hash tree holds the object and all that was before, or it is broken", "[verification][evidence]") {
    Ages ages;
    auto const once = Ages::renewed(ages.first_record(), ages.second, noon() + year * 8);
    auto const anew = ages.rehashed(once, ages.second, noon() + year * 9 - 60h * 24);
    auto const whole = Taken(Ages::renewed(anew, ages.third, noon() + year * 14));
    auto const broken = [&](auto change) {
        auto copy = whole;
        change(copy.chains);
        return has(ages.verify(copy.together(), noon() + year * 15), "HASH_FAILURE");
    };

    CHECK(ages.verify(whole.together(), noon() + year * 15).verdict == passed);
    CHECK(broken([](auto& chains) { chains[0].pop_back(); }));
    CHECK(broken([](auto& chains) { chains.erase(chains.begin()); }));
    CHECK(broken([](auto& chains) { std::swap(chains[0], chains[1]); }));
    CHECK(broken([](auto& chains) { chains.push_back(chains[0]); }));
    // The stamps of two chains in one: each may cover the one before, but not with one digest.
    CHECK(broken([](auto& chains) {
        chains[0].insert(chains[0].end(), chains[1].begin(), chains[1].end());
        chains.pop_back();
    }));
    CHECK(broken([](auto& chains) { chains.insert(chains.begin() + 1, std::vector{chains[1][0]}); }));
}

TEST_CASE("a new hash tree that came too late proves nothing older", "[verification][evidence]") {
    Ages ages;

    auto const report =
        ages.verify(ages.rehashed(ages.first_record(), ages.second, noon() + year * 10), noon() + year * 11);

    CHECK(report.verdict == open);
    CHECK(verdicts(report) == std::vector{open, passed});
}

TEST_CASE("a time stamp ends with its algorithm, unless a renewal came before", "[verification][evidence]") {
    Ages ages;
    auto const record = ages.first_record(ages.rsa);
    auto const in_2027 = noon() + year;
    auto const in_2030 = noon() + year * 4;

    auto const ended = ages.verify(record, in_2030);
    auto const late = ages.verify(Ages::renewed(record, ages.forge.authority, noon() + year * 3), in_2030);

    CHECK(ages.verify(record, in_2027).verdict == passed);
    CHECK(ended.verdict == open);
    CHECK(has(ended, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"));
    CHECK(verdicts(late) == std::vector{open, passed});
    CHECK(ages.verify(Ages::renewed(record, ages.forge.authority, in_2027), in_2030).verdict == passed);
}

TEST_CASE("what a token tells of its revocation is as old as the stamp over it", "[verification][evidence]") {
    Ages ages;
    ages.needs_revocation = true;
    auto const told_by = [](trust::Authority& by, Instant at) {
        return std::vector{by.crl(trust::Issuer::issuing, at), by.crl(trust::Issuer::root, at)};
    };
    auto const first = ages.first_record();
    auto const bare = Ages::renewed(first, ages.second, noon() + year * 8);
    auto const with = [&](Instant listed) {
        auto taken = Taken(first);
        auto& stamp = taken.chains[0][0];
        stamp = carrying(stamp, told_by(ages.forge.authority, listed));
        taken = Taken(Ages::renewed(taken.together(), ages.second, noon() + year * 8));
        auto& youngest = taken.chains[0][1];
        youngest = carrying(youngest, told_by(ages.second, noon() + year * 8));
        return taken.together();
    };

    // The authority that signed the first list has ended when this is read.
    auto const report = ages.verify(with(noon() + 1h), noon() + year * 12);

    INFO(told(report));
    CHECK(verdicts(report) == std::vector{passed, passed});
    CHECK(ages.verify(bare, noon() + year * 12).verdict == open);
    ages.forge.authority.revoke(ages.forge.authority.time_certificate(), noon() - 1h, trust::Reason::key_compromise);
    CHECK(has(ages.verify(with(noon() + 1h), noon() + year * 12), "REVOKED"));
}

TEST_CASE("a time authority that is revoked after the next stamp takes nothing away", "[verification][evidence]") {
    Ages ages;
    auto const record = Ages::renewed(ages.first_record(), ages.rsa, noon() + year);
    ages.forge.authority.revoke(ages.forge.authority.time_certificate(), noon() + year + 1h, trust::Reason::superseded);
    auto const listed = [&](std::string const& certain, Instant at) {
        auto taken = Taken(certain);
        auto& youngest = taken.chains[0].back();
        youngest = carrying(youngest, {ages.forge.authority.crl(trust::Issuer::issuing, at)});
        return taken.together();
    };

    auto const after = ages.verify(listed(record, noon() + year + 2h), noon() + year + 2h);
    auto const before = ages.verify(listed(ages.first_record(), noon() + year + 2h), noon() + year + 2h);

    INFO(told(after));
    CHECK(after.verdict == passed);
    CHECK(std::ranges::any_of(after.warnings, [](auto const& warning) { return warning.code == "REVOKED_LATER"; }));
    CHECK(before.verdict == open);
    CHECK(has(before, "REVOKED_NO_POE"));
}

TEST_CASE("a seal without a time stamp is as old as the record beside it proves", "[verification][evidence]") {
    Ages ages;
    ages.document = ages.forge.make({});  // its certificate ends a year after noon
    auto const in_time = ages.first_record(ages.forge.authority, noon() + 1h);
    auto const too_late = ages.first_record(ages.forge.authority, noon() + year * 2);
    auto const much_later = noon() + year * 3;

    auto const report = ages.verify(in_time, much_later);
    auto const late = ages.verify(too_late, much_later);

    INFO(told(report));
    CHECK(report.verdict == passed);
    REQUIRE(report.signatures.size() == 1);
    CHECK(report.signatures[0].proven_at == noon() + 1h);
    CHECK(report.signatures[0].level == "XAdES-B-B");
    CHECK(late.verdict == open);
    CHECK(has(late, "OUT_OF_BOUNDS_NO_POE"));
    CHECK(ages.verify("nonsense", much_later).signatures.at(0).verdict == open);
    CHECK(ages.verify(in_time, noon() + year * 10).verdict == open);
}
