// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "doubles/made_submission.hpp"
#include "doubles/memory_ledger.hpp"
#include "gateway/dispatch/time_worker.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <stdexcept>

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

CounterpartName const parliament{"parliament"};

/// A house whose seals are made at once; the services of time are a function that a test may break.
struct Office {
    FakeClock clock;
    Bell bell;
    MemoryLedger ledger{[this] { bell.ring(); }};
    TimePolicy policy;
    std::function<void(std::vector<Digest> const&)> service = [](std::vector<Digest> const&) {};
    int calls = 0;                     ///< of the services, failed ones included
    std::vector<SubmissionId> raised;  ///< in order
    std::vector<std::size_t> batches;  ///< sizes
    std::vector<std::string> told;     ///< events of the log

    [[nodiscard]] std::unique_ptr<TimeWorker> worker() {
        auto const raise = [this](ClaimedTime const& claimed, ContentShelf& shelf, Instant now) {
            ++calls;
            service({claimed.container});
            auto const original = std::get<std::string>(shelf.fetch(claimed.container).where);
            raised.push_back(claimed.submission);
            return Seal{content_of(original + " timed"), "XAdES-B-T", "ab", claimed.signed_at, {}, now, "twin"};
        };
        auto const evidence = [this](std::vector<Digest> const& containers, Instant now) {
            ++calls;
            service(containers);
            batches.push_back(containers.size());
            std::vector<EvidenceRecordContent> records;
            for (auto const& one : containers) records.push_back({content_of("ers " + one.hex()), now, "twin"});
            return records;
        };
        auto const log = [this](std::string_view event, LogFields const&) { told.emplace_back(event); };
        return std::make_unique<TimeWorker>(TimePorts{ledger, clock, bell, raise, evidence, log}, policy);
    }
    SubmissionId sealed(std::string const& key, TimeMode mode = TimeMode::act) {
        auto const receipt = ledger.admit(made_submission(key, "d-" + key, clock.now()), {{parliament}, true, mode});
        auto const claimed = ledger.claim_seals({{}, 1, clock.now(), 1min, "s"}).front();
        ledger.settle_seal({.submission = claimed.submission,
                            .lease = claimed.lease,
                            .now = clock.now(),
                            .seal = Seal{content_of("container " + key), "XAdES-B-B", "ab", clock.now(), {}}});
        return receipt->submission;
    }
    void authority_is_away() {
        service = [](std::vector<Digest> const&) { throw Outage("time", "connection refused"); };
    }
    void authority_is_back() { service = [](std::vector<Digest> const&) {}; }
    [[nodiscard]] TimeView time_of(SubmissionId const& id) { return ledger.submission(id)->seal.time; }
    [[nodiscard]] std::ptrdiff_t times_told(std::string const& event) const {
        return std::count(told.begin(), told.end(), event);
    }
    [[nodiscard]] std::int64_t owed() { return ledger.time_debt().owed; }
    /// Steps until nothing is done at this instant.
    void run(TimeWorker& worker) {
        while (worker.step(clock.now()) > 0) clock.move(1ms);
    }
};

}  // namespace

TEST_CASE("an act gets its own token and both containers stay", "[dispatch]") {
    Office office;
    auto const worker = office.worker();
    auto const id = office.sealed("a");

    CHECK(worker->step(office.clock.now()) == 1);

    auto const seal = office.ledger.submission(id)->seal;
    CHECK(seal.time.state == "done");
    CHECK(seal.time.level == "XAdES-B-T");
    CHECK(seal.time.at == office.clock.now());
    CHECK(seal.time.authority == "twin");
    CHECK(std::get<std::string>(office.ledger.fetch(*seal.container).where) == "container a");
    CHECK(std::get<std::string>(office.ledger.fetch(*seal.time.container).where) == "container a timed");
    CHECK(worker->step(office.clock.now()) == 0);
    CHECK(office.calls == 1);
}

TEST_CASE("many seals share one token per interval, and each has its own evidence", "[dispatch]") {
    Office office;
    auto const worker = office.worker();
    std::vector<SubmissionId> ids;
    for (int i = 0; i < 5; ++i) ids.push_back(office.sealed(std::to_string(i), TimeMode::batch));

    CHECK(worker->step(office.clock.now()) == 5);

    CHECK(office.batches == std::vector<std::size_t>{5});
    std::set<Digest> evidence;
    for (auto const& id : ids) evidence.insert(*office.time_of(id).evidence);
    CHECK(evidence.size() == 5);
    auto const first = office.ledger.submission(ids.front())->seal;
    CHECK(std::get<std::string>(office.ledger.fetch(*first.time.evidence).where) == "ers " + first.container->hex());

    office.sealed("next", TimeMode::batch);
    office.clock.move(59s);
    CHECK(worker->step(office.clock.now()) == 0);
    office.clock.move(1s);
    CHECK(worker->step(office.clock.now()) == 1);
    CHECK(office.calls == 2);
}

TEST_CASE("behind a full batch the others do not wait for the interval", "[dispatch]") {
    Office office;
    office.policy.batch = 3;
    auto const worker = office.worker();
    for (int i = 0; i < 8; ++i) office.sealed(std::to_string(i), TimeMode::batch);

    office.run(*worker);

    CHECK(office.batches == std::vector<std::size_t>{3, 3, 2});
    CHECK(office.owed() == 0);
}

TEST_CASE("while the authority is away for days nothing is lost and it is not hammered", "[dispatch]") {
    Office office;
    auto const worker = office.worker();
    office.authority_is_away();
    std::vector<SubmissionId> acts;
    for (int hour = 0; hour < 72; ++hour) {
        acts.push_back(office.sealed("a" + std::to_string(hour)));
        office.sealed("b" + std::to_string(hour), TimeMode::batch);
        for (int minute = 0; minute < 60; ++minute) {
            worker->step(office.clock.now());
            office.clock.move(1min);
        }
    }
    auto const debt = office.ledger.time_debt();
    CHECK(debt.owed == 144);
    CHECK(debt.quarantined == 0);
    CHECK(debt.oldest == FakeClock::monday);
    CHECK(debt.failing_since == FakeClock::monday);
    CHECK(debt.why.en == "The time of the seal is delayed: time: connection refused");
    CHECK(office.calls > 72 * 6);
    CHECK(office.calls <= 72 * 12 * 2 + 12);  // at most one call per mode in every pause of five minutes
    CHECK(office.times_told("time.away") == 1);

    office.authority_is_back();
    office.clock.move(5min);
    office.run(*worker);

    CHECK(office.owed() == 0);
    CHECK(office.raised == acts);
    CHECK(office.batches == std::vector<std::size_t>{72});
    CHECK(office.times_told("time.back") == 1);
    CHECK_FALSE(office.ledger.time_debt().failing_since.has_value());
}

TEST_CASE("when the authority is away one call finds out for both modes", "[dispatch]") {
    Office office;
    auto const worker = office.worker();
    for (int i = 0; i < 10; ++i) office.sealed("a" + std::to_string(i));
    office.sealed("b", TimeMode::batch);
    office.authority_is_away();

    worker->step(office.clock.now());
    CHECK(office.calls == 1);
    office.clock.move(office.policy.pause_first - 1ms);
    CHECK(worker->step(office.clock.now()) == 0);
    CHECK(office.calls == 1);

    office.authority_is_back();
    office.clock.move(1ms);
    CHECK(worker->step(office.clock.now()) == 2);  // one act tries it out, the batch follows
    CHECK(worker->step(office.clock.now()) == 9);
    CHECK(office.owed() == 0);
}

TEST_CASE("a failure in the middle of a batch of acts keeps what was done", "[dispatch]") {
    Office office;
    auto const worker = office.worker();
    std::vector<SubmissionId> ids;
    for (int i = 0; i < 4; ++i) {
        ids.push_back(office.sealed(std::to_string(i)));
        office.clock.move(1ms);
    }
    office.service = [&](std::vector<Digest> const&) {
        if (office.calls == 3) throw Outage("time", "away");
    };

    worker->step(office.clock.now());

    CHECK(office.calls == 3);
    CHECK(office.time_of(ids[0]).state == "done");
    CHECK(office.time_of(ids[1]).state == "done");
    CHECK(office.time_of(ids[2]).attempts == 1);
    CHECK(office.time_of(ids[3]).attempts == 0);
    office.clock.move(office.policy.pause_first);
    office.run(*worker);
    CHECK(office.raised == ids);
}

TEST_CASE("one seal whose revocation service is away does not hold up the others", "[dispatch]") {
    Office office;
    auto const worker = office.worker();
    auto const old = office.sealed("old");
    auto const bad = *office.ledger.submission(old)->seal.container;
    for (int i = 0; i < 5; ++i) office.sealed(std::to_string(i));
    office.service = [&](std::vector<Digest> const& containers) {
        if (containers.front() == bad) throw Outage("revocation", "no answer");
    };
    for (int i = 0; i < 10; ++i) {
        office.run(*worker);
        office.clock.move(10s);
    }

    CHECK(office.raised.size() == 5);
    CHECK(office.owed() == 1);
    CHECK(office.time_of(old).state == "waiting");
    CHECK(office.time_of(old).attempts < 6);
    office.authority_is_back();
    office.clock.move(office.policy.wait_max);
    office.run(*worker);
    CHECK(office.owed() == 0);
}

TEST_CASE("batches go on while only the revocation service is away", "[dispatch]") {
    Office office;
    auto const worker = office.worker();
    office.sealed("act");
    office.sealed("batch", TimeMode::batch);
    office.service = [&](std::vector<Digest> const&) {
        if (office.calls == 1) throw Outage("revocation", "no answer");
    };

    worker->step(office.clock.now());

    CHECK(office.batches.size() == 1);
    CHECK(office.owed() == 1);
}

TEST_CASE("our own fault is tried a bounded number of times, told, and replayed", "[dispatch]") {
    Office office;
    office.policy.faults_max = 3;
    auto const worker = office.worker();
    auto const id = office.sealed("a");
    auto const good = office.sealed("b");
    auto const bad = *office.ledger.submission(id)->seal.container;
    office.service = [&](std::vector<Digest> const& containers) {
        if (containers.front() == bad) throw std::runtime_error("a bug");
    };
    for (int i = 0; i < 10; ++i) {
        office.run(*worker);
        office.clock.move(1min);
    }

    CHECK(office.time_of(good).state == "done");
    CHECK(office.time_of(id).state == "quarantined");
    CHECK(office.time_of(id).attempts == 3);
    CHECK(office.time_of(id).why.en == "Our own fault in timing the seal: a bug");
    CHECK(office.times_told("time.fault") == 3);
    CHECK(office.times_told("seal.time_quarantined") == 1);
    office.authority_is_back();
    CHECK(office.ledger.replay_time(id, {"admin", "mended", office.clock.now()}).has_value());
    office.run(*worker);
    CHECK(office.time_of(id).state == "done");
}

TEST_CASE("outages of a service never count towards quarantine", "[dispatch]") {
    Office office;
    office.policy.faults_max = 2;
    auto const worker = office.worker();
    auto const id = office.sealed("a");
    office.authority_is_away();
    for (int i = 0; i < 20; ++i) {
        worker->step(office.clock.now());
        office.clock.move(5min);
    }
    office.service = [](std::vector<Digest> const&) { throw std::runtime_error("a bug"); };

    worker->step(office.clock.now());

    CHECK(office.time_of(id).state == "waiting");
    CHECK(office.time_of(id).attempts == 21);
}

TEST_CASE("a service that gives nothing new, or not one record each, is our fault and not a proof", "[dispatch]") {
    Office office;
    auto const id = office.sealed("a");
    auto const batch = office.sealed("b", TimeMode::batch);
    auto const same = [&](ClaimedTime const& claimed, ContentShelf& shelf, Instant now) {
        return Seal{shelf.fetch(claimed.container), "XAdES-B-T", "ab", now, {}, now, "twin"};
    };
    auto const none = [](std::vector<Digest> const&, Instant) { return std::vector<EvidenceRecordContent>{}; };
    TimeWorker worker({office.ledger, office.clock, office.bell, same, none, {}}, {});

    worker.step(office.clock.now());

    CHECK(office.time_of(id).state == "waiting");
    CHECK(office.time_of(id).why.en.find("a raised seal stayed the same") != std::string::npos);
    CHECK(office.time_of(batch).why.en.find("not every container") != std::string::npos);
    CHECK(office.owed() == 2);
}

TEST_CASE("the alarm of the debt rings once per crossing and once when it is paid", "[dispatch]") {
    Office office;
    office.policy.debt = {.age_max = 4h, .count_max = 3};
    auto const worker = office.worker();
    office.authority_is_away();
    office.sealed("a");
    office.clock.move(4h);
    worker->step(office.clock.now());
    CHECK(office.times_told("time.debt_alarm") == 0);
    office.clock.move(1ms);
    worker->step(office.clock.now());
    worker->step(office.clock.now());
    CHECK(office.times_told("time.debt_alarm") == 1);

    office.authority_is_back();
    office.clock.move(5min);
    office.run(*worker);
    CHECK(office.times_told("time.debt_paid") == 1);

    office.authority_is_away();
    for (int i = 0; i < 4; ++i) office.sealed("more" + std::to_string(i));
    worker->step(office.clock.now());
    CHECK(office.times_told("time.debt_alarm") == 2);
    CHECK(office.times_told("time.debt_paid") == 1);
}

TEST_CASE("a time worker woken by the bell times what was sealed meanwhile", "[dispatch]") {
    Office office;
    office.policy.workers = 2;
    std::mutex mutex;
    std::condition_variable changed;
    auto const raise = [](ClaimedTime const& claimed, ContentShelf&, Instant now) {
        return Seal{content_of("timed " + claimed.submission.text), "XAdES-B-T", "ab", now, {}, now, "twin"};
    };
    auto const evidence = [](std::vector<Digest> const&, Instant) { return std::vector<EvidenceRecordContent>{}; };
    int timed = 0;
    auto const log = [&](std::string_view event, LogFields const&) {
        std::scoped_lock const lock(mutex);
        if (event == "seal.timed") ++timed;
        changed.notify_all();
    };
    TimeWorker worker({office.ledger, office.clock, office.bell, raise, evidence, log}, office.policy);
    worker.start();
    for (int i = 0; i < 20; ++i) office.sealed(std::to_string(i));

    std::unique_lock lock(mutex);
    CHECK(changed.wait_for(lock, 60s, [&] { return timed == 20; }));
    lock.unlock();
    worker.stop();
    CHECK(office.owed() == 0);
}

TEST_CASE("a time policy that cannot work is refused with a sentence", "[dispatch]") {
    Office office;
    auto const refused = [&](auto change) {
        office.policy = {};
        change(office.policy);
        CHECK_THROWS_AS(office.worker(), std::invalid_argument);
    };
    refused([](TimePolicy& policy) { policy.workers = 0; });
    refused([](TimePolicy& policy) { policy.acts = 0; });
    refused([](TimePolicy& policy) { policy.batch = 10'001; });
    refused([](TimePolicy& policy) { policy.batch_every = 0ms; });
    refused([](TimePolicy& policy) { policy.lease = 0ms; });
    refused([](TimePolicy& policy) { policy.pause_first = 0ms; });
    refused([](TimePolicy& policy) { policy.pause_max = 1ms; });
    refused([](TimePolicy& policy) { policy.wait_first = 0ms; });
    refused([](TimePolicy& policy) { policy.wait_max = 1ms; });
    refused([](TimePolicy& policy) { policy.faults_max = 0; });
    refused([](TimePolicy& policy) { policy.debt.age_max = 0ms; });
    refused([](TimePolicy& policy) { policy.debt.count_max = 0; });
    CHECK_THROWS_AS(TimeWorker({office.ledger, office.clock, office.bell, {}, {}, {}}, {}), std::invalid_argument);
}
