// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "doubles/made_submission.hpp"
#include "doubles/memory_ledger.hpp"
#include "gateway/dispatch/sealing_worker.hpp"

#include <algorithm>
#include <stdexcept>

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

CounterpartName const parliament{"parliament"};

struct Workshop {
    FakeClock clock;
    Bell bell;
    MemoryLedger ledger;
    std::vector<std::vector<SealedFileSpec>> packed;
    std::function<void()> before_seal = [] {};
    Result<MadeRendition> letter = MadeRendition{"brief.pdf", "application/pdf", content_of("%PDF")};
    SealingPolicy policy;

    [[nodiscard]] std::unique_ptr<SealingWorker> worker() {
        auto const seal = [this](std::vector<SealedFileSpec> const& files, Instant now) {
            before_seal();
            packed.push_back(files);
            return Seal{content_of("container " + std::to_string(packed.size())), "XAdES-B-B", "ab", now, {}};
        };
        auto const maker = [this](ClaimedSeal const&, ContentShelf&) { return letter; };
        return std::make_unique<SealingWorker>(SealingPorts{ledger, clock, bell, seal, maker, {}}, policy);
    }
    SubmissionId admit(std::string const& key, bool as_letter = false) {
        auto submission = made_submission(key, "d-" + key, clock.now());
        if (as_letter) {
            submission.manifest.kind = SubmissionKind::letter;
            submission.manifest.letter = Letter{};
        }
        return ledger.admit(submission, {{parliament}, true})->submission;
    }
    [[nodiscard]] SealView seal_of(SubmissionId const& id) { return ledger.submission(id)->seal; }
    [[nodiscard]] bool event(std::string const& kind) {
        auto const events = ledger.events({}, 0, 1000, 1000).events;
        return std::any_of(events.begin(), events.end(), [&](Event const& one) { return one.kind == kind; });
    }
};

}  // namespace

TEST_CASE("sealing packs the manifest and every file and makes the transfer due", "[dispatch]") {
    Workshop shop;
    auto const worker = shop.worker();
    auto const id = shop.admit("a");
    CHECK(shop.ledger.claim_due({parliament, 1, shop.clock.now(), 1min, "w"}).empty());

    CHECK(worker->step(shop.clock.now()) == 1);

    REQUIRE(shop.packed.size() == 1);
    auto const& files = shop.packed.front();
    REQUIRE(files.size() == 2);
    CHECK(files[0].name == "manifest.json");
    CHECK(files[1].name == "pieces/001/decreet-a.txt");
    CHECK(std::get<std::string>(files[1].content.where) == "artikel 1 van a");
    CHECK(shop.seal_of(id).state == "done");
    CHECK(shop.event("submission.sealed"));
    CHECK(shop.ledger.claim_due({parliament, 1, shop.clock.now(), 1min, "w"}).size() == 1);
}

TEST_CASE("a batch is settled in one go and nothing is sealed twice", "[dispatch]") {
    Workshop shop;
    shop.policy.batch = 4;
    auto const worker = shop.worker();
    for (int i = 0; i < 6; ++i) shop.admit(std::to_string(i));

    CHECK(worker->step(shop.clock.now()) == 4);
    CHECK(worker->step(shop.clock.now()) == 2);
    CHECK(worker->step(shop.clock.now()) == 0);
    CHECK(shop.packed.size() == 6);
}

TEST_CASE("while the key store is out the debt stays, is visible and is paid later", "[dispatch]") {
    Workshop shop;
    auto const worker = shop.worker();
    auto const first = shop.admit("a");
    shop.admit("b");
    int asked = 0;
    shop.before_seal = [&] {
        ++asked;
        throw Outage("keys", "token removed");
    };

    for (int i = 0; i < 30; ++i) {
        CHECK(worker->step(shop.clock.now()) == 2);
        CHECK(shop.seal_of(first).state == "waiting");
        shop.clock.move(5min);
    }

    CHECK(asked == 30);  // once per batch, not once per submission
    CHECK(shop.event("seal.delayed"));
    CHECK(shop.seal_of(first).why.en.find("token removed") != std::string::npos);
    shop.before_seal = [] {};
    CHECK(worker->step(shop.clock.now()) == 2);
    CHECK(shop.seal_of(first).state == "done");
}

TEST_CASE("delayed sealing waits twice as long each time, up to its maximum", "[dispatch]") {
    Workshop shop;
    shop.policy.wait_first = 1s;
    shop.policy.wait_max = 3s;
    auto const worker = shop.worker();
    shop.admit("a");
    shop.before_seal = [] { throw Outage("keys", "out"); };

    for (auto const wait : {1s, 2s, 3s, 3s}) {
        CHECK(worker->step(shop.clock.now()) == 1);
        CHECK(shop.ledger.next_seal_due() == shop.clock.now() + wait);
        shop.clock.move(wait);
    }
}

TEST_CASE("a letter gets its PDF before the seal and the seal covers it", "[dispatch]") {
    Workshop shop;
    auto const worker = shop.worker();
    auto const id = shop.admit("a", true);

    CHECK(worker->step(shop.clock.now()) == 1);

    REQUIRE(shop.packed.size() == 1);
    CHECK(shop.packed.front().back().name == "made/brief.pdf");
    auto const files = shop.ledger.submission(id)->files;
    CHECK(files.back().piece_id.empty());
    CHECK(files.back().rendition.name == "brief.pdf");
}

TEST_CASE("a letter that cannot become a PDF is quarantined with its reason and can be replayed", "[dispatch]") {
    Workshop shop;
    auto const worker = shop.worker();
    auto const id = shop.admit("a", true);
    shop.letter = tl::unexpected(Refusal{.code = "LETTER_PDF", .detail = {"geen pagina's", "no pages"}});

    CHECK(worker->step(shop.clock.now()) == 1);

    CHECK(shop.seal_of(id).state == "quarantined");
    CHECK(shop.seal_of(id).why.en == "LETTER_PDF: no pages");
    CHECK(shop.packed.empty());
    CHECK(worker->step(shop.clock.now()) == 0);
    shop.letter = MadeRendition{"brief.pdf", "application/pdf", content_of("%PDF")};
    REQUIRE(shop.ledger.replay_seal(id, {"admin", "mended", shop.clock.now()}));
    CHECK(worker->step(shop.clock.now()) == 1);
    CHECK(shop.seal_of(id).state == "done");
}

TEST_CASE("a fault of our own in sealing is tried a bounded number of times", "[dispatch]") {
    Workshop shop;
    shop.policy.faults_max = 3;
    auto const worker = shop.worker();
    auto const id = shop.admit("a");
    shop.before_seal = [] { throw std::logic_error("bug"); };

    for (int i = 0; i < 3; ++i) {
        CHECK(worker->step(shop.clock.now()) == 1);
        shop.clock.move(5min);
    }

    CHECK(shop.seal_of(id).state == "quarantined");
    CHECK(shop.event("seal.quarantined"));
}

TEST_CASE("a slow batch settles what it has before its lease is over", "[dispatch]") {
    Workshop shop;
    shop.policy.lease = 1min;
    auto const worker = shop.worker();
    for (int i = 0; i < 4; ++i) shop.admit(std::to_string(i));
    shop.before_seal = [&] { shop.clock.move(20s); };

    CHECK(worker->step(shop.clock.now()) == 4);
    CHECK(shop.packed.size() == 2);
    shop.clock.move(1min);
    CHECK(worker->step(shop.clock.now()) == 2);
    CHECK(shop.packed.size() == 4);
    CHECK(shop.ledger.census().seals_waiting == 0);
}

TEST_CASE("sealing threads start with the work there is and stop when asked", "[dispatch]") {
    Workshop shop;
    shop.admit("a");
    auto const worker = shop.worker();
    worker->start();

    for (int i = 0; i < 200 && shop.ledger.census().seals_waiting > 0; ++i)
        shop.bell.wait(shop.bell.rings(), 100ms, {});
    worker->stop();

    CHECK(shop.ledger.census().seals_waiting == 0);
}

TEST_CASE("a sealing policy that cannot work stops the start", "[dispatch]") {
    Workshop shop;
    SECTION("no workers") { shop.policy.workers = 0; }
    SECTION("an empty batch") { shop.policy.batch = 0; }
    SECTION("no wait") { shop.policy.wait_first = 0ms; }
    SECTION("no lease") { shop.policy.lease = 0ms; }
    SECTION("the longest wait is the shortest") { shop.policy.wait_max = 1ms; }
    CHECK_THROWS_AS(shop.worker(), std::invalid_argument);
}
