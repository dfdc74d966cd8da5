// SPDX-License-Identifier: EUPL-1.2
// The ledger's contract at the door, at the seal and in reading, over every store.
#include <catch2/catch.hpp>

#include "tests/contract/ledger_fixture.hpp"

#include "gateway/base/files.hpp"
#include "gateway/content/store.hpp"

#include <fstream>
#include <thread>

using namespace wetbode;

namespace {

Seal made_seal(std::string const& bytes, Instant now) {
    return {.container = content_of(bytes),
            .level = "XAdES-B-B",
            .certificate = std::string(64, 'a'),
            .signed_at = now,
            .made = {{"brief.pdf", "application/pdf", content_of("the letter as PDF")}}};
}

Submission spooled_submission(std::filesystem::path const& data, std::string const& key, std::size_t bytes) {
    auto submission = made_submission(key, "dossier-1", FakeClock::monday);
    SpoolFile spool(spool_folder(data));
    spool.write(std::string(bytes, 'x'));
    auto const content = spool.keep();
    submission.files.begin()->second = content;
    auto& file = submission.manifest.pieces.front().files.front();
    file.digest = content.digest;
    file.bytes = content.bytes;
    return submission;
}

}  // namespace

TEMPLATE_TEST_CASE("a receipt is given when everything is written and planned", "[ledger]", Sqlite) {
    House<TestType> house;

    auto const receipt = house.admit("k1", "dossier-1", {parliament, ebox}, true);

    CHECK(receipt.sequence == 1);
    CHECK(receipt.transfers.size() == 2);
    CHECK(house.rings == 1);
    auto const view = house->submission(receipt.submission);
    REQUIRE(view.has_value());
    CHECK(view->state == "admitted");
    CHECK(view->receipt == receipt);
    CHECK(view->seal.state == "waiting");
    CHECK(view->manifest == made_submission("k1", "dossier-1", house.now).manifest);
    REQUIRE(view->files.size() == 1);
    CHECK(view->files.front().piece_id == "urn:test:piece:1");
    REQUIRE(view->transfers.size() == 2);
    CHECK_FALSE(view->transfers.front().sealed);
    CHECK_FALSE(view->transfers.front().due.has_value());
    CHECK(house.kinds() == std::vector<std::string>{"submission.admitted"});
    CHECK(house.events().front().actor == "kaleidos");
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("the same key and content get the same receipt, another content is refused", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const first = house.admit("k1", "dossier-1");

    auto again = made_submission("k1", "dossier-1", house.now + minute);
    again.id.text = "another-id";
    auto const second = house->admit(again, Plan{{parliament}, false});
    auto other = again;
    other.digest = sha256("something else");
    auto const third = house->admit(other, Plan{{parliament}, false});

    REQUIRE(second.has_value());
    CHECK(*second == first);
    REQUIRE_FALSE(third.has_value());
    CHECK(third.error().code == "KEY_REUSED");
    CHECK_FALSE(third.error().detail.nl.empty());
    CHECK_FALSE(third.error().detail.en.empty());
    CHECK(house->receipt_of({{"kaleidos"}, "k1"})->receipt == first);
    CHECK_FALSE(house->receipt_of({{"clerk-1"}, "k1"}).has_value());
    CHECK(house.events().size() == 1);
}

TEMPLATE_TEST_CASE("of many racers with one key all get one receipt", "[ledger]", Sqlite) {
    House<TestType> house;
    std::vector<Receipt> receipts(16);
    {
        std::vector<std::jthread> racers;
        for (std::size_t i = 0; i < receipts.size(); ++i)
            racers.emplace_back([&, i] {
                auto submission = made_submission("k1", "dossier-1", house.now);
                submission.id.text += std::to_string(i);
                auto const receipt = house->admit(std::move(submission), Plan{{parliament}, false});
                if (receipt) receipts[i] = *receipt;
            });
    }

    CHECK(receipts.front().sequence == 1);
    for (auto const& receipt : receipts) CHECK(receipt == receipts.front());
    CHECK(house->census().submissions == 1);
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("events have no gap while many write at once", "[ledger]", Sqlite) {
    House<TestType> house;
    {
        std::vector<std::jthread> writers;
        for (int t = 0; t < 8; ++t)
            writers.emplace_back([&, t] {
                for (int i = 0; i < 20; ++i) {
                    auto const key = std::to_string(t) + "-" + std::to_string(i);
                    auto const receipt = house->admit(made_submission(key, "dossier-" + std::to_string(i), house.now),
                                                      Plan{{parliament}, false});
                    ignore(receipt, "the invariants are checked below");
                    for (auto const& claimed : house->claim_due({parliament, 2, house.now, minute, "w"}))
                        house->settle(house.settlement(claimed, TransferState::acknowledged));
                }
            });
    }

    CHECK(house->census().submissions == 160);
    check_invariants(*house);
}

TEMPLATE_TEST_CASE("a refused submission is remembered but does not take the key", "[ledger]", Sqlite) {
    House<TestType> house;
    Refusal const refusal{.code = "DOCUMENT_INVALID", .title = {"nl", "en"}, .detail = {}, .remedy = {}, .faults = {},
                          .more_faults = false};
    RefusedSubmission const refused{{"refused-1"}, {{"kaleidos"}, "k1"}, house.now, {"dossier-1"}, refusal};

    house->refuse(refused);
    house->refuse(refused);
    auto const mended = house.admit("k1", "dossier-1");

    auto const view = house->submission({"refused-1"});
    REQUIRE(view.has_value());
    CHECK(view->state == "refused");
    CHECK(view->manifest.pieces.empty());
    REQUIRE(view->refusal.has_value());
    CHECK(view->refusal->code == "DOCUMENT_INVALID");
    CHECK(mended.sequence == 2);
    CHECK(house.kinds() == std::vector<std::string>{"submission.refused", "submission.admitted"});
    CHECK(house->census().refused == 1);
    CHECK_FALSE(house->submission({"nobody"}).has_value());
}

TEMPLATE_TEST_CASE("small contents come back from memory, large ones from the store, both unchanged", "[ledger]",
                   Sqlite) {
    House<TestType> house;
    auto const small = spooled_submission(house.folder(), "small", 100);
    auto const large = spooled_submission(house.folder(), "large", 5000);

    REQUIRE(house->admit(small, Plan{{parliament}, false}).has_value());
    REQUIRE(house->admit(large, Plan{{parliament}, false}).has_value());

    auto const small_again = house->fetch(small.files.begin()->second.digest);
    auto const large_again = house->fetch(large.files.begin()->second.digest);
    CHECK(small_again.in_memory());
    CHECK_FALSE(large_again.in_memory());
    CHECK(read_whole(small_again, 10'000) == std::string(100, 'x'));
    CHECK(read_whole(large_again, 10'000) == std::string(5000, 'x'));
    CHECK(std::filesystem::is_empty(spool_folder(house.folder())));
    CHECK_THROWS_AS(house->fetch(sha256("never seen")), Outage);
    std::filesystem::remove(std::get<std::filesystem::path>(large_again.where));
    CHECK_THROWS_AS(house->fetch(large_again.digest), Outage);
}

TEMPLATE_TEST_CASE("transfers are due once the seal is there, in the same act", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const receipt = house.admit("k1", "dossier-1", {parliament, ebox}, true);
    CHECK(house.claim().empty());
    CHECK_FALSE(house->next_due(parliament).has_value());
    CHECK(house->next_seal_due() == house.now);

    auto const claimed = house.claim_seals();
    REQUIRE(claimed.size() == 1);
    CHECK(claimed.front().files.size() == 1);
    CHECK(house.claim_seals().empty());
    house.now += Milliseconds{5};
    CHECK(house->settle_seal({.submission = receipt.submission,
                              .lease = claimed.front().lease,
                              .now = house.now,
                              .seal = made_seal(std::string(3000, 's'), house.now)}));

    auto const view = house->submission(receipt.submission);
    CHECK(view->seal.state == "done");
    CHECK(view->seal.container_bytes == 3000);
    REQUIRE(view->files.size() == 2);
    CHECK(view->files.back().piece_id.empty());
    CHECK(view->files.back().rendition.name == "brief.pdf");
    CHECK(read_whole(house->fetch(*view->seal.container), 10'000) == std::string(3000, 's'));
    CHECK(house->next_due(ebox) == house.now);
    CHECK(house.claim_one().envelope.files.size() == 2);
    CHECK(house.kinds() ==
          std::vector<std::string>{"submission.admitted", "submission.sealed", "transfer.underway"});
}

TEMPLATE_TEST_CASE("a seal that fails is tried again, given up, and replayed by a person", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const receipt = house.admit("k1", "dossier-1", {parliament}, true);
    auto seal = house.claim_seals().front();

    CHECK(house->settle_seals({{.submission = receipt.submission, .lease = seal.lease, .now = house.now,
                                .due = house.now + minute, .why = {"later", "later"}},
                               {.submission = {"unknown"}, .lease = 1, .now = house.now}}) ==
          std::vector<bool>{true, false});
    CHECK(house.claim_seals().empty());
    CHECK(house->next_seal_due() == house.now + minute);
    house.now += minute;
    auto const second = house.claim_seals().front();
    CHECK(second.attempts == 1);
    CHECK_FALSE(house->settle_seal({.submission = receipt.submission, .lease = seal.lease, .now = house.now}));
    CHECK(house->settle_seal(
        {.submission = receipt.submission, .lease = second.lease, .now = house.now, .quarantine = true}));
    CHECK(house->census().seals_quarantined == 1);
    CHECK_FALSE(house->next_seal_due().has_value());

    auto const view = house->replay_seal(receipt.submission, {"admin", "key store is back", house.now});
    REQUIRE(view.has_value());
    CHECK(view->state == "waiting");
    CHECK(house->replay_seal(receipt.submission, {"admin", "twice", house.now}).error().code == "SEAL_STATE");
    CHECK(house->replay_seal({"nobody"}, {"admin", "why", house.now}).error().code == "SUBMISSION_UNKNOWN");
    CHECK(house.claim_seals().size() == 1);
    CHECK(house.kinds() == std::vector<std::string>{"submission.admitted", "seal.delayed", "seal.quarantined",
                                                    "seal.replayed"});
    CHECK(house.events().back().actor == "admin");
}

TEMPLATE_TEST_CASE("a seal whose worker died is claimed again and the old token is stale", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const receipt = house.admit("k1", "dossier-1", {parliament}, true);
    auto const first = house.claim_seals().front();
    house.now += minute;

    auto const second = house.claim_seals();

    REQUIRE(second.size() == 1);
    CHECK_FALSE(house->settle_seal({.submission = receipt.submission, .lease = first.lease, .now = house.now,
                                    .seal = made_seal("s", house.now)}));
    CHECK(house->settle_seal({.submission = receipt.submission, .lease = second.front().lease, .now = house.now,
                              .seal = made_seal("s", house.now)}));
    CHECK(house->census().seals_waiting == 0);
}

TEMPLATE_TEST_CASE("the feed of a counterpart tells of its own submissions only, and an old page never changes",
                   "[ledger]", Sqlite) {
    House<TestType> house;
    auto const first = house.admit("k1", "dossier-1", {parliament});
    auto const second = house.admit("k2", "dossier-2", {ebox});

    CHECK(house.events({.audience = parliament}).size() == 1);
    CHECK(house.events({.audience = ebox}).front().submission == second.submission);
    CHECK(house.events({.submission = first.submission}).size() == 1);
    CHECK(house.events({.audience = ebox, .submission = first.submission}).empty());

    auto settlement = house.settlement(house.claim_one(ebox), TransferState::rerouted);
    settlement.instead = print_room;
    CHECK(house->settle(settlement));
    CHECK(house.kinds({.audience = print_room}) == std::vector<std::string>{"transfer.opened"});
    auto const page = house->events({.audience = ebox}, 2, 4, 1);
    REQUIRE(page.events.size() == 1);
    CHECK(page.events.front().sequence == 3);
    CHECK(page.last_sequence == 5);
    CHECK(page.last_written == house.now);
}

TEMPLATE_TEST_CASE("transfers are listed by every filter, in pages", "[ledger]", Sqlite) {
    House<TestType> house;
    for (int i = 0; i < 5; ++i)
        house.admit("k" + std::to_string(i), "dossier-" + std::to_string(i), {parliament, ebox});
    house.settle(house.claim_one(), TransferState::acknowledged);

    CHECK(house->transfers({}).size() == 10);
    CHECK(house->transfers({.counterpart = ebox}).size() == 5);
    CHECK(house->transfers({.state = TransferState::acknowledged}).size() == 1);
    CHECK(house->transfers({.submission = SubmissionId{"submission-k1"}}).size() == 2);
    CHECK(house->transfers({.sender = ClientName{"clerk-1"}}).empty());
    auto const page = house->transfers({.sender = ClientName{"kaleidos"}, .most = 4});
    REQUIRE(page.size() == 4);
    auto const rest = house->transfers({.after = page.back().id.text, .most = 100});
    CHECK(rest.size() == 6);
    CHECK(rest.front().id != page.back().id);
    CHECK(house->transfers({.after = "unknown"}).empty());
    auto const census = house->census();
    CHECK(census.transfers.at({"parliament", "waiting"}) == 4);
    CHECK(census.transfers.at({"parliament", "acknowledged"}) == 1);
    CHECK(census.oldest_waiting.at("ebox") == house.now);
    CHECK(census.last_success.at("parliament") == house.now);
    CHECK_FALSE(census.last_success.contains("ebox"));
}

TEMPLATE_TEST_CASE("what a counterpart has, or will get, of a dossier is known", "[ledger]", Sqlite) {
    House<TestType> house;
    house.admit("a", "d");
    house.admit("b", "d", {parliament, ebox});
    house.admit("c", "other");
    auto const withdrawn = house.admit("e", "d", {ebox});
    REQUIRE(house->withdraw(withdrawn.transfers.front().id, {"beheerder", "vergissing", house.now}));
    auto const titles = [&](CounterpartName const& counterpart, int most) {
        std::vector<std::string> found;
        for (auto const& piece : house->pieces_towards(counterpart, {"d"}, most)) found.push_back(piece.title);
        return found;
    };

    CHECK(titles(parliament, 10) == std::vector<std::string>{"stuk decreet-a.txt", "stuk decreet-b.txt"});
    CHECK(titles(parliament, 1) == std::vector<std::string>{"stuk decreet-a.txt"});
    CHECK(titles(ebox, 10) == std::vector<std::string>{"stuk decreet-b.txt"});
    CHECK(house->pieces_towards(parliament, {}, 10).empty());
}

TEMPLATE_TEST_CASE("a closed and reopened ledger has kept everything", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const receipt = house.admit("k1", "dossier-1");
    auto const claimed = house.claim_one();

    house.open();

    CHECK(house->receipt_of({{"kaleidos"}, "k1"})->receipt == receipt);
    CHECK(house.settle(claimed, TransferState::handed_over, "ref"));
    CHECK(house.admit("k2", "dossier-1").sequence == 4);
    check_invariants(*house);
}
