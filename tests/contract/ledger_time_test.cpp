// SPDX-License-Identifier: EUPL-1.2
// The ledger's contract of the time step, over every store and over the double in memory.
#include <catch2/catch.hpp>

#include "tests/contract/ledger_fixture.hpp"
#include "tests/doubles/memory_ledger.hpp"

#include "gateway/base/files.hpp"
#include "gateway/json/json.hpp"
#include "gateway/ledger/connection.hpp"

using namespace wetbode;

namespace {

struct Memory {
    static std::unique_ptr<Ledger> open(std::filesystem::path const&, Sqlite::Hook, std::function<void()> ring) {
        return std::make_unique<MemoryLedger>(std::move(ring));
    }
};

/// A house with the usual acts of the time step.
template <class Store>
struct TimeHouse : House<Store> {
    using House<Store>::House;
    using House<Store>::now;

    SubmissionId admit_timed(std::string const& key, TimeMode mode) {
        auto submission = made_submission(key, "dossier-" + key, now);
        auto const receipt = (*this)->admit(std::move(submission), Plan{{parliament}, true, mode});
        REQUIRE(receipt.has_value());
        return receipt->submission;
    }
    void seal_all() {
        for (auto const& seal : this->claim_seals()) seal_one(seal, now);
    }
    void seal_one(ClaimedSeal const& seal, Instant signed_at) {
        auto const bytes = "container of " + seal.submission.text;
        REQUIRE((*this)->settle_seal({.submission = seal.submission,
                                      .lease = seal.lease,
                                      .now = now,
                                      .seal = Seal{content_of(bytes), "XAdES-B-B", "c", signed_at, {}}}));
    }
    /// Admitted and sealed: its time is due.
    SubmissionId sealed(std::string const& key, TimeMode mode = TimeMode::act) {
        auto const id = admit_timed(key, mode);
        seal_all();
        return id;
    }
    std::vector<ClaimedTime> claim_times(TimeMode mode = TimeMode::act, int most = 100) {
        return (*this)->claim_times({mode, most, now, minute, "t"});
    }
    ClaimedTime claim_time(TimeMode mode = TimeMode::act) {
        auto claimed = claim_times(mode);
        REQUIRE(claimed.size() == 1);
        return claimed.front();
    }
    [[nodiscard]] TimeSettlement settlement(ClaimedTime const& claimed) const {
        TimeSettlement settlement;
        settlement.submission = claimed.submission;
        settlement.lease = claimed.lease;
        settlement.now = now;
        return settlement;
    }
    [[nodiscard]] TimeSettlement timed(ClaimedTime const& claimed, std::string const& bytes = "raised") const {
        auto settlement = this->settlement(claimed);
        Timed result;
        result.at = now;
        result.authority = "twin";
        auto const content = content_of(bytes + " " + claimed.submission.text);
        if (claimed.mode == TimeMode::act) {
            result.container = content;
            result.level = "XAdES-B-LT";
        } else {
            result.evidence = content;
        }
        settlement.timed = std::move(result);
        return settlement;
    }
    [[nodiscard]] TimeSettlement troubled(ClaimedTime const& claimed, TimeTrouble trouble) const {
        auto settlement = this->settlement(claimed);
        settlement.trouble = trouble;
        settlement.why = {"de tijdsautoriteit antwoordt niet", "the time authority does not answer"};
        return settlement;
    }
    bool settle(TimeSettlement settlement) {
        std::vector<TimeSettlement> one;
        one.push_back(std::move(settlement));
        return (*this)->settle_times(std::move(one)).front();
    }
    [[nodiscard]] TimeView time_of(SubmissionId const& id) { return (*this)->submission(id)->seal.time; }
    [[nodiscard]] std::string read(Digest const& digest) { return read_whole((*this)->fetch(digest), 100'000); }
};

}  // namespace

TEMPLATE_TEST_CASE("the time step is planned with the admission and due in the act that seals", "[ledger]", Sqlite,
                   Memory) {
    TimeHouse<TestType> house;
    auto const id = house.admit_timed("k1", TimeMode::act);
    CHECK(house.time_of(id).state == "planned");
    CHECK(house.time_of(id).mode == TimeMode::act);
    CHECK(house.claim_times().empty());
    CHECK_FALSE(house->next_time_due(TimeMode::act).has_value());
    CHECK(house->time_debt().owed == 0);
    house.now += minute;
    auto const rings = house.rings.load();

    house.seal_all();

    CHECK(house.rings > rings);
    CHECK(house.time_of(id).state == "waiting");
    CHECK(house->next_time_due(TimeMode::act) == house.now);
    CHECK_FALSE(house->next_time_due(TimeMode::batch).has_value());
    CHECK(house->time_debt().owed == 1);
    CHECK(house->time_debt().oldest == house.now);
    CHECK(house.claim_times(TimeMode::batch).empty());
    CHECK(house.claim().size() == 1);  // a delivery waits for the seal, never for the time
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("without a time in the plan there is no time step", "[ledger]", Sqlite, Memory) {
    TimeHouse<TestType> house;

    auto const id = house.sealed("k1", TimeMode::none);

    CHECK(house.time_of(id).state == "none");
    CHECK(house.claim_times().empty());
    CHECK(house->time_debt().owed == 0);
    CHECK(house->replay_time(id, {"admin", "why", house.now}).error().code == "TIME_STATE");
}

TEMPLATE_TEST_CASE("a timed act keeps the original container beside the raised one", "[ledger]", Sqlite, Memory) {
    TimeHouse<TestType> house;
    auto const id = house.sealed("k1");
    auto const original = house->submission(id)->seal;

    auto const claimed = house.claim_time();
    CHECK(claimed.submission == id);
    CHECK(claimed.container == *original.container);
    CHECK(claimed.container_bytes == original.container_bytes);
    CHECK(claimed.signed_at == *original.signed_at);
    CHECK(claimed.attempts == 0);
    CHECK(house.time_of(id).state == "underway");
    CHECK(house.claim_times().empty());
    house.now += Milliseconds{7};
    CHECK(house.settle(house.timed(claimed, std::string(3000, 'r'))));

    auto const seal = house->submission(id)->seal;
    CHECK(seal.container == original.container);
    CHECK(seal.level == "XAdES-B-B");
    CHECK(seal.time.state == "done");
    CHECK(seal.time.level == "XAdES-B-LT");
    CHECK(seal.time.at == house.now);
    CHECK(seal.time.authority == "twin");
    CHECK(seal.time.attempts == 1);
    CHECK_FALSE(seal.time.evidence.has_value());
    CHECK(house.read(*seal.container) == "container of submission-k1");
    CHECK(house.read(*seal.time.container) == std::string(3000, 'r') + " submission-k1");
    CHECK(seal.time.container_bytes == 3014);
    CHECK(house->time_debt().owed == 0);
    CHECK_FALSE(house->next_time_due(TimeMode::act).has_value());
    CHECK(house.kinds() == std::vector<std::string>{"submission.admitted", "submission.sealed", "seal.timed"});
    CHECK(house.events({.audience = parliament}).size() == 3);
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("a batch is claimed oldest seal first, and settled in one act with an evidence record each",
                   "[ledger]", Sqlite, Memory) {
    TimeHouse<TestType> house;
    std::vector<SubmissionId> ids;
    for (auto const* const key : {"a", "b", "c"}) ids.push_back(house.admit_timed(key, TimeMode::batch));
    auto const seals = house.claim_seals();
    REQUIRE(seals.size() == 3);
    house.now += minute / 2;
    for (std::size_t i : {0U, 1U, 2U}) house.seal_one(seals[i], house.now - Milliseconds{i == 1 ? 20 : 10});
    CHECK(house->time_debt().oldest == house.now - Milliseconds{20});

    auto const claimed = house.claim_times(TimeMode::batch);
    REQUIRE(claimed.size() == 3);
    CHECK(claimed[0].submission == ids[1]);
    CHECK(claimed[1].submission == ids[0]);
    auto const sequence = house->census().last_sequence;
    CHECK(house->settle_times({house.timed(claimed[0]), house.timed(claimed[1]), house.timed(claimed[2])}) ==
          std::vector<bool>{true, true, true});

    for (auto const& id : ids) {
        auto const time = house.time_of(id);
        CHECK(time.state == "done");
        CHECK_FALSE(time.container.has_value());
        CHECK(house.read(*time.evidence) == "raised " + id.text);
        CHECK(time.evidence_bytes == 7 + id.text.size());
        CHECK(time.level.empty());
    }
    CHECK(house->census().last_sequence == sequence + 3);
    CHECK(house->time_debt().owed == 0);
}

TEMPLATE_TEST_CASE("no more time steps are claimed than asked for, and the rest stays due", "[ledger]", Sqlite,
                   Memory) {
    TimeHouse<TestType> house;
    for (int i = 0; i < 5; ++i) {
        house.sealed("k" + std::to_string(i));
        house.now += Milliseconds{1};
    }

    auto const first = house.claim_times(TimeMode::act, 2);

    REQUIRE(first.size() == 2);
    CHECK(first[0].submission.text == "submission-k0");
    CHECK(first[1].submission.text == "submission-k1");
    CHECK(house.claim_times(TimeMode::act, 0).empty());
    CHECK(house.claim_times().size() == 3);
    CHECK(house->time_debt().owed == 5);
}

TEMPLATE_TEST_CASE("a time step whose worker died is claimed again and its old token changes nothing", "[ledger]",
                   Sqlite, Memory) {
    TimeHouse<TestType> house;
    auto const id = house.sealed("k1");
    auto const lost = house.claim_time();
    CHECK(house->next_time_due(TimeMode::act) == house.now + minute);
    house.now += minute;

    auto const second = house.claim_time();

    CHECK(second.attempts == 1);
    CHECK_FALSE(house.settle(house.timed(lost, "late")));
    CHECK_FALSE(house.settle(house.troubled(lost, TimeTrouble::given_up)));
    CHECK(house.time_of(id).state == "underway");
    CHECK(house.settle(house.timed(second)));
    auto const kept = house.time_of(id);
    CHECK_FALSE(house.settle(house.timed(second, "twice")));
    CHECK_FALSE(house.settle(house.timed(lost, "late")));
    CHECK(house.time_of(id).container == kept.container);
    auto unknown = house.timed(second);
    unknown.submission = {"nobody"};
    CHECK_FALSE(house.settle(std::move(unknown)));
    CHECK(house.kinds() == std::vector<std::string>{"submission.admitted", "submission.sealed", "seal.timed"});
}

TEMPLATE_TEST_CASE("while a service is away the step waits, and the debt tells since when and why", "[ledger]", Sqlite,
                   Memory) {
    TimeHouse<TestType> house;
    auto const id = house.sealed("k1");
    house.sealed("k2");
    auto const first_failure = house.now;
    for (int i = 0; i < 30; ++i) {
        auto settlement = house.troubled(house.claim_times(TimeMode::act, 1).front(), TimeTrouble::away);
        settlement.due = house.now + minute;
        CHECK(house.settle(settlement));
        house->settle_times({house.troubled(house.claim_time(), TimeTrouble::untried)});
        CHECK(house->next_time_due(TimeMode::act) == house.now);
        house.now += minute;
    }

    auto const time = house.time_of(id);
    CHECK(time.state == "waiting");
    CHECK(time.attempts == 30);
    CHECK(time.failing_since == first_failure);
    CHECK(time.why.en == "the time authority does not answer");
    CHECK(house.time_of({"submission-k2"}).attempts == 0);
    CHECK_FALSE(house.time_of({"submission-k2"}).failing_since.has_value());
    auto const debt = house->time_debt();
    CHECK(debt.owed == 2);
    CHECK(debt.quarantined == 0);
    CHECK(debt.oldest == first_failure);
    CHECK(debt.failing_since == first_failure);
    CHECK(debt.why.nl == "de tijdsautoriteit antwoordt niet");
    CHECK(house->census().time.owed == 2);
    CHECK(house.kinds().size() == 4);  // each try is told by the view, not by an event

    auto const claimed = house.claim_times();
    REQUIRE(claimed.size() == 2);
    CHECK(claimed.front().submission == id);
    CHECK(claimed.front().attempts == 30);
    CHECK(claimed.front().faults == 0);
    CHECK(house->settle_times({house.timed(claimed[0]), house.timed(claimed[1])}) == std::vector<bool>{true, true});
    CHECK_FALSE(house.time_of(id).failing_since.has_value());
    CHECK_FALSE(house->time_debt().failing_since.has_value());
}

TEMPLATE_TEST_CASE("a time step is given up for our own faults only, and replayed by a person", "[ledger]", Sqlite,
                   Memory) {
    TimeHouse<TestType> house;
    auto const id = house.sealed("k1");
    auto fault = house.troubled(house.claim_time(), TimeTrouble::own_fault);
    fault.due = house.now + minute;
    CHECK(house.settle(fault));
    CHECK(house.claim_times().empty());
    house.now += minute;
    auto const second = house.claim_time();
    CHECK(second.faults == 1);
    CHECK(house->replay_time(id, {"admin", "too early", house.now}).error().code == "TIME_STATE");
    CHECK(house.settle(house.troubled(second, TimeTrouble::given_up)));

    CHECK(house.time_of(id).state == "quarantined");
    CHECK_FALSE(house->next_time_due(TimeMode::act).has_value());
    auto const debt = house->time_debt();
    CHECK(debt.owed == 1);  // what was given up is still owed
    CHECK(debt.quarantined == 1);
    CHECK(debt.oldest_quarantined == house.now);
    CHECK_FALSE(debt.failing_since.has_value());

    CHECK(house->replay_time(id, {"", "why", house.now}).error().code == "DECISION_INCOMPLETE");
    CHECK(house->replay_time({"nobody"}, {"admin", "why", house.now}).error().code == "SUBMISSION_UNKNOWN");
    auto const replayed = house->replay_time(id, {"admin", "mended", house.now});
    REQUIRE(replayed.has_value());
    CHECK(replayed->time.state == "waiting");
    auto const again = house.claim_time();
    CHECK(again.faults == 0);
    CHECK(again.attempts == 0);
    CHECK(house.settle(house.timed(again)));
    CHECK(house.kinds() == std::vector<std::string>{"submission.admitted", "submission.sealed",
                                                    "seal.time_quarantined", "seal.time_replayed", "seal.timed"});
    CHECK(house.events()[3].actor == "admin");
}

TEST_CASE("a time step that was underway when the process died is due when the ledger opens again", "[ledger]") {
    TimeHouse<Sqlite> house;
    auto const id = house.sealed("k1");
    house.claim_time();
    house.now = SystemClock{}.now() + minute;  // the fixture opens with the real clock

    house.open();

    auto const again = house.claim_time();
    CHECK(again.submission == id);
    CHECK(again.attempts == 1);
    CHECK(house.settle(house.timed(again)));
    check_invariants(*house);
}

TEST_CASE("a ledger from before the time step keeps its seals, which have none", "[ledger]") {
    TemporaryFolder folder;
    {
        sqlite::Connection connection(folder.path() / "ledger.sqlite", sqlite::Connection::Mode::write,
                                      Milliseconds{100});
        auto const migrations = std::filesystem::path(WETBODE_SOURCE_DIR) / "gateway/ledger/migrations";
        for (auto const* const name : {"001-first", "002-retention", "003-dossier"})
            connection.run_script(read_file(migrations / (std::string(name) + ".sqlite.sql"), 1 << 20));
        connection.run_script("insert into contents values (x'" + std::string(64, 'a') + R"(', 1, x'61');
            insert into submissions values (1, 'old', 'kaleidos', 'k', 1, '', x')" + std::string(64, 'b') +
                              "', '" + json::text_of(made_submission("k", "d", FakeClock::monday).manifest) + "', '" +
                              json::text_of(Receipt{}) + R"(');
            insert into seals (submission, state, created, since, container, level, signed_at)
                values (1, 'done', 1, 2, x')" + std::string(64, 'a') + "', 'XAdES-B-B', 2)");
    }

    CHECK_THAT(migrate_sqlite(folder.path()), Catch::Contains("3 -> "));
    auto const ledger = Sqlite::open(folder.path(), {}, [] {});

    auto const seal = ledger->submission({"old"})->seal;
    CHECK(seal.state == "done");
    CHECK(seal.time.state == "none");
    CHECK(ledger->claim_times({TimeMode::act, 10, FakeClock::monday, minute, "t"}).empty());
    CHECK(ledger->time_debt().owed == 0);
}
