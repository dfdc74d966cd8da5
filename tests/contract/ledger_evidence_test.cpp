// SPDX-License-Identifier: EUPL-1.2
// The ledger's contract of evidence records that end, over every store and over the double in memory.
#include <catch2/catch.hpp>

#include "tests/contract/ledger_fixture.hpp"
#include "tests/doubles/memory_ledger.hpp"

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

struct Memory {
    static std::unique_ptr<Ledger> open(std::filesystem::path const&, Sqlite::Hook, std::function<void()> ring) {
        return std::make_unique<MemoryLedger>(std::move(ring));
    }
};

/// A house in which batches have brought evidence records.
template <class Store>
struct EvidenceHouse : House<Store> {
    using House<Store>::now;

    SubmissionId proved(std::string const& key, std::string const& record) {
        auto const receipt = (*this)->admit(made_submission(key, "dossier-" + key, now),
                                            Plan{{parliament}, true, TimeMode::batch});
        REQUIRE(receipt.has_value());
        for (auto const& seal : this->claim_seals())
            REQUIRE((*this)->settle_seal({.submission = seal.submission,
                                          .lease = seal.lease,
                                          .now = now,
                                          .seal = Seal{content_of("container of " + key), "XAdES-B-B", "c", now, {}}}));
        auto const claimed = (*this)->claim_times({TimeMode::batch, 1, now, minute, "t"});
        REQUIRE(claimed.size() == 1);
        TimeSettlement settlement{.submission = claimed.front().submission, .lease = claimed.front().lease, .now = now};
        settlement.timed = Timed{{}, {}, content_of(record), now, "authority"};
        REQUIRE((*this)->settle_times({settlement}) == std::vector{true});
        return receipt->submission;
    }
    void note(SubmissionId const& id, std::string const& record, Instant ends,
              std::string const& algorithm = "sha256") {
        (*this)->note_evidence({{id, content_of(record).digest, ends, algorithm}});
    }
    [[nodiscard]] RenewedEvidence renewal(SubmissionId const& id, std::string const& before,
                                          std::string const& after) const {
        return {id, content_of(before).digest, content_of(after), EvidenceRenewalKind::time_stamp, now + 1s, "later",
                now + 24h * 1000, "sha256", now + 2s};
    }
    [[nodiscard]] std::vector<SubmissionId> ending(EvidenceSearch const& search) {
        std::vector<SubmissionId> ids;
        for (auto const& kept : (*this)->ending_evidence(search)) ids.push_back(kept.submission);
        return ids;
    }
    [[nodiscard]] TimeView view(SubmissionId const& id) { return (*this)->submission(id)->seal.time; }
};

}  // namespace

TEMPLATE_TEST_CASE("evidence records are unread until somebody notes their term", "[ledger][evidence]", Sqlite,
                   Memory) {
    EvidenceHouse<TestType> house;
    auto const first = house.proved("a", "record a");
    auto const second = house.proved("b", "record b");

    auto const unread = house->unread_evidence(10);
    REQUIRE(unread.size() == 2);
    CHECK(unread[0].submission == first);
    CHECK(unread[0].container == content_of("container of a").digest);
    CHECK(unread[0].record == content_of("record a").digest);
    CHECK(unread[0].number < unread[1].number);
    CHECK(house->unread_evidence(1).size() == 1);
    CHECK(house->evidence_terms().unread == 2);

    house.note(first, "record a", house.now + 24h);
    house.note(second, "another record", house.now + 24h);  // not the newest: nothing is noted
    CHECK(house->unread_evidence(10).size() == 1);
    auto const terms = house->census().evidence;
    CHECK(terms.records == 2);
    CHECK(terms.unread == 1);
    CHECK(terms.first_end == house.now + 24h);
    CHECK(terms.by_algorithm == std::map<std::string, std::int64_t>{{"sha256", 1}});
}

TEMPLATE_TEST_CASE("records that end soon or rest on a weak algorithm are found, page by page", "[ledger][evidence]",
                   Sqlite, Memory) {
    EvidenceHouse<TestType> house;
    auto const soon = house.proved("a", "record a");
    auto const late = house.proved("b", "record b");
    auto const weak = house.proved("c", "record c");
    house.note(soon, "record a", house.now + 24h, "sha512");
    house.note(late, "record b", house.now + 48h, "sha512");
    house.note(weak, "record c", house.now + 72h, "sha256");

    CHECK(house.ending({.ends_before = house.now + 24h}).empty());
    CHECK(house.ending({.ends_before = house.now + 25h}) == std::vector{soon});
    CHECK(house.ending({.ends_before = {}, .weak = {"sha256"}}) == std::vector{weak});
    CHECK(house.ending({.ends_before = house.now + 25h, .weak = {"sha256"}}) == std::vector{soon, weak});
    auto const page = house->ending_evidence({.ends_before = house.now + 100h, .most = 2});
    REQUIRE(page.size() == 2);
    CHECK(page[0].algorithm == "sha512");
    CHECK(house.ending({.ends_before = house.now + 100h, .after = page.back().number}) == std::vector{weak});
}

TEMPLATE_TEST_CASE("a renewal takes the place of the record, which stays, and is told", "[ledger][evidence]", Sqlite,
                   Memory) {
    EvidenceHouse<TestType> house;
    auto const id = house.proved("a", "record a");
    house.note(id, "record a", house.now + 24h);
    auto const proven = house.view(id).at;

    CHECK(house->renew_evidence({house.renewal(id, "record a", "renewed a")}) == std::vector{true});

    auto const view = house.view(id);
    CHECK(view.evidence == content_of("renewed a").digest);
    CHECK(view.evidence_bytes == content_of("renewed a").bytes);
    CHECK(view.evidence_renewals == 1);
    CHECK(view.at == proven);  // what it proves stays what it was
    CHECK(read_whole(house->fetch(content_of("record a").digest), 100) == "record a");
    CHECK(read_whole(house->fetch(*view.evidence), 100) == "renewed a");
    CHECK(house.ending({.ends_before = house.now + 25h}).empty());
    auto const events = house->events({.submission = id}, 0, all_events, 100).events;
    CHECK(events.back().kind == "seal.evidence_renewed");
}

TEMPLATE_TEST_CASE("a renewal of a record that is no longer the newest changes nothing", "[ledger][evidence]", Sqlite,
                   Memory) {
    EvidenceHouse<TestType> house;
    auto const id = house.proved("a", "record a");
    auto const other = house.proved("b", "record b");
    house.note(id, "record a", house.now + 24h);

    // Nobody has noted the term of b yet: it is renewed all the same.
    CHECK(house->renew_evidence({house.renewal(id, "record a", "one"), house.renewal(id, "record a", "two"),
                                 house.renewal(other, "record b", "renewed b")}) == std::vector{true, false, true});

    CHECK(house.view(id).evidence == content_of("one").digest);
    CHECK(house.view(id).evidence_renewals == 1);
    CHECK(house->unread_evidence(10).empty());
    CHECK(house->renew_evidence({house.renewal(id, "one", "three")}) == std::vector{true});
    CHECK(house.view(id).evidence_renewals == 2);
    CHECK(house->renew_evidence({house.renewal({"nobody"}, "one", "three")}) == std::vector{false});
}
