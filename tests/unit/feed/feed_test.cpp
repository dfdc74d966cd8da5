// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "doubles/made_letter.hpp"
#include "doubles/memory_ledger.hpp"
#include "gateway/feed/feed.hpp"

#include <libxml/parser.h>
#include <nlohmann/json.hpp>

#include <stdexcept>

using namespace wetbode;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

CounterpartName const parliament{"parliament"};
CounterpartName const print{"print"};
std::string const base = "https://gateway.example";

struct Archive {
    FakeClock clock;
    MemoryLedger ledger;
    AccessPolicy access{{{parliament, {AccessLevel::publiek}}, {print, {AccessLevel::publiek}}}};
    FeedSettings settings{base, 4};
    Feed feed{ledger, access, settings};

    SubmissionId admit(Submission submission, std::vector<CounterpartName> to = {parliament}, bool seal = true,
                       TimeMode time = TimeMode::none) {
        clock.move(1s);
        return ledger.admit(std::move(submission), {std::move(to), seal, time})->submission;
    }
    SubmissionId admit(std::string const& key) { return admit(made_submission(key, "d-" + key, clock.now())); }
    void seal_all() {
        clock.move(1s);
        for (auto const& claim : ledger.claim_seals({{}, 100, clock.now(), 1min, "w"})) {
            SealSettlement settlement;
            settlement.submission = claim.submission;
            settlement.lease = claim.lease;
            settlement.now = clock.now();
            settlement.seal = Seal{content_of("asice"), "XAdES-B-B", "ab", clock.now(), {}};
            REQUIRE(ledger.settle_seal(settlement));
        }
    }
    void settle(CounterpartName const& name, TransferState next, std::optional<CounterpartName> instead = {}) {
        clock.move(1s);
        auto const claims = ledger.claim_due({name, 1, clock.now(), 1min, "w"});
        REQUIRE(claims.size() == 1);
        Settlement settlement;
        settlement.transfer = claims.front().envelope.transfer;
        settlement.lease = claims.front().lease;
        settlement.now = clock.now();
        settlement.next = next;
        settlement.instead = std::move(instead);
        REQUIRE(ledger.settle(settlement));
    }
    [[nodiscard]] nlohmann::json events(CounterpartName const& name = parliament, std::int64_t after = 0,
                                        int most = 100) {
        return nlohmann::json::parse(feed.events(name, after, most).body);
    }
};

bool well_formed(std::string const& text) {
    std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> const document(
        xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr,
                      XML_PARSE_NOERROR | XML_PARSE_NONET),
        &xmlFreeDoc);
    return document != nullptr;
}

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a sealed document is an entry with its files, their digests and its container", "[feed]") {
    Archive archive;
    auto submission = made_submission("a", "d", archive.clock.now());
    add_piece(submission, {"nota aan de regering é.txt", "nota"});
    auto const id = archive.admit(submission).text;
    archive.seal_all();

    auto const page = archive.feed.atom(parliament, std::nullopt);

    REQUIRE(page);
    CHECK(well_formed(page->body));
    CHECK(contains(page->body, "<id>urn:wetbode:event:2</id>"));
    CHECK_FALSE(contains(page->body, "<id>urn:wetbode:event:1</id>"));
    CHECK(contains(page->body, base + "/v1/submissions/" + id + "/files/nota%20aan%20de%20regering%20%C3%A9.txt"));
    CHECK(contains(page->body, "sha256=\"" + content_of("nota").digest.hex() + "\""));
    CHECK(contains(page->body, "length=\"4\""));
    CHECK(contains(page->body, "<link rel=\"related\" type=\"application/vnd.etsi.asic-e+zip\" href=\"" + base +
                                   "/v1/submissions/" + id + "/seal\"/>"));
    CHECK(page->media_type == "application/atom+xml;charset=utf-8");
    CHECK_FALSE(page->immutable);
}

TEST_CASE("a proof of time is an entry that leads to the better container, or to the evidence beside it", "[feed]") {
    Archive archive;
    auto const mode = GENERATE(TimeMode::act, TimeMode::batch);
    auto const id = archive.admit(made_submission("a", "d", archive.clock.now()), {parliament}, true, mode).text;
    auto secret = made_submission("b", "d", archive.clock.now());
    add_piece(secret, {"intern.txt", "intern", AccessLevel::intern_overheid});
    archive.admit(secret, {parliament}, true, mode);
    archive.seal_all();
    auto const before = archive.events()["events"].size();
    for (auto const& claim : archive.ledger.claim_times({mode, 10, archive.clock.now(), 1min, "t"})) {
        TimeSettlement settlement{.submission = claim.submission, .lease = claim.lease, .now = archive.clock.now()};
        settlement.timed = Timed{.at = archive.clock.now()};
        (mode == TimeMode::act ? settlement.timed->container : settlement.timed->evidence) = content_of("proof");
        REQUIRE(archive.ledger.settle_times({settlement}).front());
    }

    auto const events = archive.events()["events"];

    REQUIRE(events.size() == before + 1);  // of the other submission the Parliament has no container
    auto const& timed = events.back();
    CHECK(timed["kind"] == "seal.timed");
    CHECK(timed["seal"] == base + "/v1/submissions/" + id + "/seal");
    CHECK(timed["files"].empty());
    CHECK(timed.contains("evidence") == (mode == TimeMode::batch));
    auto const page = archive.feed.atom(parliament, std::nullopt);
    CHECK(well_formed(page->body));
    CHECK(contains(page->body, "term=\"timed\""));
    CHECK(contains(page->body, "/evidence\"/>") == (mode == TimeMode::batch));
}

TEST_CASE("a hostile title cannot break a page", "[feed]") {
    Archive archive;
    auto submission = made_submission("a", "d", archive.clock.now());
    submission.manifest.dossier.title = "</title><script>alert(\"1\")&]]>\x01\xFF\0"s;
    submission.manifest.pieces[0].title = "\"><evil/>";
    submission.manifest.pieces[0].files[0].media_type = "a/\"b<&";
    archive.admit(submission);
    archive.seal_all();

    auto const page = archive.feed.atom(parliament, std::nullopt);

    CHECK(well_formed(page->body));
    CHECK_FALSE(contains(page->body, "<script"));
    CHECK_FALSE(contains(page->body, "<evil"));
    CHECK(archive.events()["events"].size() == 1);
}

TEST_CASE("a counterpart sees only what was routed to it and what its level allows", "[feed]") {
    Archive archive;
    archive.admit(made_submission("mine", "d", archive.clock.now()));
    archive.admit(made_submission("other", "d", archive.clock.now()), {print});
    auto secret = made_submission("secret", "d", archive.clock.now());
    secret.manifest.pieces[0].access = AccessLevel::vertrouwelijk;
    archive.admit(secret);
    auto mixed = made_submission("mixed", "d", archive.clock.now());
    add_piece(mixed, {"geheim.txt", "geheim", AccessLevel::vertrouwelijk});
    archive.admit(mixed);
    archive.seal_all();

    auto const events = archive.events()["events"];

    REQUIRE(events.size() == 2);
    CHECK(events[0]["submission"] == "submission-mine");
    CHECK(events[0]["files"].size() == 1);
    CHECK(events[0].contains("seal"));
    CHECK(events[1]["submission"] == "submission-mixed");
    CHECK(events[1]["files"].size() == 1);
    CHECK_FALSE(events[1].contains("seal"));  // the container holds the secret too
    CHECK_FALSE(contains(archive.feed.atom(parliament, 2)->body, "geheim"));
    CHECK(archive.events({"nobody"})["events"].empty());
}

TEST_CASE("later states of a transfer are entries for its counterpart only", "[feed]") {
    Archive archive;
    archive.admit(made_submission("a", "d", archive.clock.now()), {parliament, print});
    archive.seal_all();
    archive.settle(parliament, TransferState::acknowledged);

    auto const mine = archive.events()["events"];
    auto const others = archive.events(print)["events"];

    REQUIRE(mine.size() == 2);
    CHECK(mine[1]["kind"] == "transfer.acknowledged");
    CHECK(mine[1]["files"].empty());
    CHECK(others.size() == 1);
    CHECK(contains(archive.feed.atom(parliament, 1)->body,
                   "<category scheme=\"urn:wetbode:feed:1:state\" term=\"acknowledged\"/>"));
}

TEST_CASE("a counterpart that is called in later sees the documents from then on", "[feed]") {
    Archive archive;
    archive.admit("a");
    archive.seal_all();
    auto const before = archive.feed.atom(print, 1)->body;
    archive.settle(parliament, TransferState::rerouted, print);

    auto const events = archive.events(print)["events"];

    REQUIRE(events.size() == 1);
    CHECK(events[0]["kind"] == "transfer.opened");
    CHECK(events[0]["files"].size() == 1);
    CHECK_FALSE(contains(before, "<entry>"));
    CHECK_FALSE(contains(archive.feed.atom(print, 1)->body, "<entry>"));
}

TEST_CASE("without a seal the documents are there at admission", "[feed]") {
    Archive archive;
    archive.admit(made_submission("a", "d", archive.clock.now()), {parliament}, false);

    auto const events = archive.events()["events"];

    REQUIRE(events.size() == 1);
    CHECK(events[0]["kind"] == "submission.admitted");
    CHECK_FALSE(events[0].contains("seal"));
}

TEST_CASE("a full page never changes and is linked as an archive", "[feed]") {
    Archive archive;
    for (int i = 0; i < 2; ++i) archive.admit(std::to_string(i));
    archive.seal_all();
    archive.admit("more");
    auto const full = archive.feed.atom(parliament, 1);
    REQUIRE(full);
    CHECK(full->immutable);

    archive.seal_all();
    archive.settle(parliament, TransferState::acknowledged);
    for (int i = 10; i < 20; ++i) archive.admit(std::to_string(i));
    archive.seal_all();

    auto const later = archive.feed.atom(parliament, 1);
    CHECK(later->body == full->body);
    CHECK(later->etag == full->etag);
    CHECK(well_formed(full->body));
    CHECK(contains(full->body, "<fh:archive/>"));
    CHECK(contains(full->body, "rel=\"next-archive\" type=\"application/atom+xml\" href=\"" + base +
                                   "/feeds/parliament/2\""));
    CHECK(contains(full->body, "rel=\"current\" type=\"application/atom+xml\" href=\"" + base +
                                   "/feeds/parliament\""));
    CHECK_FALSE(contains(full->body, "prev-archive"));
    CHECK(contains(archive.feed.atom(parliament, 2)->body, "rel=\"prev-archive\""));
}

TEST_CASE("a reader who follows the archive links sees every entry exactly once", "[feed]") {
    Archive archive;
    for (int i = 0; i < 9; ++i) archive.admit(std::to_string(i));
    archive.seal_all();

    std::string all;
    auto const newest = archive.feed.atom(parliament, std::nullopt);
    CHECK_FALSE(newest->immutable);
    std::int64_t pages = 0;
    while (archive.feed.atom(parliament, pages + 1)) all += archive.feed.atom(parliament, ++pages)->body;

    CHECK(pages == 18 / 4 + 1);
    for (int sequence = 10; sequence <= 18; ++sequence) {
        auto const id = "<id>urn:wetbode:event:" + std::to_string(sequence) + "</id>";
        auto const first = all.find(id);
        REQUIRE(first != std::string::npos);
        CHECK(all.find(id, first + 1) == std::string::npos);
    }
}

TEST_CASE("an empty feed is a feed, and a page that is not there is none", "[feed]") {
    Archive archive;
    auto const page = archive.feed.atom(parliament, std::nullopt);
    REQUIRE(page);
    CHECK(well_formed(page->body));
    CHECK_FALSE(page->immutable);
    CHECK_FALSE(archive.feed.atom(parliament, 0));
    CHECK_FALSE(archive.feed.atom(parliament, 2));
    CHECK_FALSE(archive.feed.atom(parliament, -1));
    CHECK(archive.feed.atom(parliament, 1));
    auto const events = archive.events();
    CHECK(events["next"] == 0);
    CHECK(events["last_written"].is_null());
}

TEST_CASE("a cursor walks over every event once, whatever the page size", "[feed]") {
    Archive archive;
    for (int i = 0; i < 5; ++i) archive.admit(std::to_string(i));
    archive.admit(made_submission("foreign", "d", archive.clock.now()), {print});
    archive.seal_all();
    auto const most = GENERATE(1, 2, 3, 100);

    std::vector<std::int64_t> seen;
    std::int64_t cursor = 0;
    for (int round = 0; round < 50; ++round) {
        auto const page = archive.events(parliament, cursor, most);
        for (auto const& event : page["events"]) seen.push_back(event["sequence"]);
        if (page["next"] == cursor) break;
        REQUIRE(page["next"] > cursor);
        cursor = page["next"];
    }

    CHECK(seen == std::vector<std::int64_t>{7, 8, 9, 10, 11});
    CHECK(cursor == 12);
    CHECK(archive.events(parliament, 4711, 10)["next"] == 4711);
    CHECK(archive.events(parliament, -5, 0)["next"] == 1);
}

TEST_CASE("the tag of a page is a strong one and changes with its bytes", "[feed]") {
    Archive archive;
    auto const before = archive.feed.events(parliament, 0, 10).etag;
    archive.admit("a");
    auto const after = archive.feed.events(parliament, 0, 10).etag;

    CHECK(before != after);
    CHECK(before.front() == '"');
    CHECK(before.size() == 66);
    CHECK(archive.feed.events(parliament, 0, 10).etag == after);
}

TEST_CASE("the feed never tells the subject or the receiver of a letter", "[feed]") {
    Archive archive;
    auto letter = made_letter("a", archive.clock.now());
    letter.manifest.pieces[0].access = AccessLevel::publiek;
    letter.manifest.dossier.title = "Uw aanvraag";
    archive.admit(letter);
    archive.seal_all();

    auto const told = archive.feed.atom(parliament, std::nullopt)->body + archive.feed.events(parliament, 0, 10).body;

    CHECK(contains(told, "brief.xml"));
    CHECK_FALSE(contains(told, "Uw aanvraag"));
    CHECK_FALSE(contains(told, test_citizen_number));
    CHECK_FALSE(contains(told, "Testpersoon"));
}

TEST_CASE("a page size that no ledger gives stops the start", "[feed]") {
    Archive archive;
    for (std::int64_t const size : {0, -1, 5001})
        CHECK_THROWS_AS(Feed(archive.ledger, archive.access, {base, size}), std::invalid_argument);
}
