// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "doubles/made_letter.hpp"
#include "doubles/made_files_policy.hpp"
#include "doubles/memory_ledger.hpp"
#include "gateway/intake/intake.hpp"
#include "gateway/json/json.hpp"

using namespace wetbode;

namespace {

Route to_parliament() {
    Route route;
    route.name = "decrees";
    route.kind = SubmissionKind::dossier;
    route.client = "kaleidos";
    route.to = {{"parliament"}};
    return route;
}

Route to_ebox() {
    Route route;
    route.name = "letters";
    route.kind = SubmissionKind::letter;
    route.to = {{"ebox"}};
    return route;
}

/// A definitive approval that is sent to the Parliament needs its explanatory memorandum.
CompletenessRule approval() {
    return {"definitive", {"definitieve-goedkeuring"}, {}, {{"parliament"}}, {{"Memorie", {"memorie"}, {}}}, ""};
}

struct Door {
    MemoryLedger ledger;
    Catalogue catalogue{CatalogueSettings{}};
    Routes routes{{to_parliament(), to_ebox()}};
    AccessPolicy access{{{{"parliament"}, {AccessLevel::publiek}}, {{"ebox"}, {AccessLevel::intern_overheid}}}};
    FileCheck files{plain_text_policy()};
    Completeness completeness{{approval()}};
    Intake intake{ledger, {catalogue, files, routes, access, completeness}};

    [[nodiscard]] std::string code_of(Submission submission) {
        auto const answer = intake.receive(std::move(submission));
        return answer ? "" : answer.error().code;
    }
};

void add_xml(Submission& submission, std::string const& name, std::string const& bytes, std::string document_type) {
    add_piece(submission, {name, bytes});
    auto& file = submission.manifest.pieces.back().files.front();
    file.media_type = "application/akn+xml";
    file.document_type = std::move(document_type);
}

Submission bill(std::string const& key, std::string const& bytes) {
    auto submission = made_submission(key, "d", FakeClock::monday);
    add_xml(submission, "bill.xml", bytes, "bill");
    return submission;
}

}  // namespace

TEST_CASE("a good submission is admitted, planned and receipted", "[intake]") {
    Door door;

    auto const receipt = door.intake.receive(bill("a", "<bill/>"));

    REQUIRE(receipt);
    CHECK(receipt->files.size() == 2);
    REQUIRE(receipt->transfers.size() == 1);
    CHECK(receipt->transfers.front().counterpart == CounterpartName{"parliament"});
    CHECK(receipt->digest != Digest{});
    CHECK(door.ledger.refused().empty());
}

TEST_CASE("the same key and content give the same receipt, byte for byte", "[intake]") {
    Door door;
    auto const first = door.intake.receive(bill("a", "<bill/>"));
    auto again = bill("a", "<bill/>");
    again.id.text = "another id of the door";
    again.received += std::chrono::hours{1};
    again.manifest.pieces[0].files[0].digest = std::nullopt;

    auto const second = door.intake.receive(again);

    REQUIRE(second);
    CHECK(json::text_of(*first) == json::text_of(*second));
    CHECK(door.ledger.census().submissions == 1);
}

TEST_CASE("the same key with another content is refused before anything is checked", "[intake]") {
    Door door;
    REQUIRE(door.intake.receive(bill("a", "<bill/>")));

    CHECK(door.code_of(bill("a", "<bill>broken</bill>")) == "KEY_REUSED");

    CHECK(door.ledger.refused().size() == 1);
    CHECK(door.ledger.census().submissions == 1);
}

TEST_CASE("the same key of another sender is another key", "[intake]") {
    Door door;
    REQUIRE(door.intake.receive(bill("a", "<bill/>")));
    auto other = bill("a", "<bill>2</bill>");
    other.key.client.text = "clerk";

    CHECK(door.code_of(other) == "NO_ROUTE");
}

TEST_CASE("all faults of all documents are told at once", "[intake]") {
    Door door;
    auto submission = bill("a", "<bill>broken</bill>");
    add_xml(submission, "second.xml", "<bill>endless</bill>", "bill");
    add_xml(submission, "third.xml", "<bill/>", "bill");

    auto const answer = door.intake.receive(submission);

    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == "DOCUMENT_INVALID");
    REQUIRE(answer.error().faults.size() == 2);
    CHECK(answer.error().faults[0].file == "bill.xml");
    CHECK(answer.error().faults[1].file == "second.xml");
    CHECK(answer.error().more_faults);
    REQUIRE(door.ledger.refused().size() == 1);
    CHECK(door.ledger.refused().front().refusal.code == "DOCUMENT_INVALID");
    CHECK(door.ledger.census().submissions == 0);
}

TEST_CASE("a document with warnings alone is admitted", "[intake]") {
    Door door;
    auto submission = bill("a", "<bill>doubtful</bill>");

    auto const examined = door.intake.examine(submission);
    CHECK_FALSE(examined.refusal);
    REQUIRE(examined.verdicts.size() == 2);
    CHECK(examined.verdicts.back().file == "bill.xml");
    CHECK(examined.verdicts.back().faults.size() == 1);
    CHECK(door.code_of(std::move(submission)).empty());
}

TEST_CASE("the receipt tells what the checks advised, and the same when it is asked again", "[intake]") {
    Door door;

    auto const receipt = door.intake.receive(bill("a", "<bill>doubtful</bill>"));
    auto const again = door.intake.receive(bill("a", "<bill>doubtful</bill>"));
    auto const silent = door.intake.receive(bill("b", "<bill>other</bill>"));

    REQUIRE(receipt);
    REQUIRE(receipt->advice.faults.size() == 1);
    CHECK(receipt->advice.count == 1);
    CHECK(receipt->advice.faults[0].code == "AKN.TRACK.COMMENT");
    CHECK(receipt->advice.faults[0].file == "bill.xml");
    REQUIRE(again);
    CHECK(json::text_of(*again) == json::text_of(*receipt));
    REQUIRE(silent);
    CHECK(silent->advice.empty());
}

TEST_CASE("a receipt tells the first fifty pieces of advice and how many there were", "[intake]") {
    Door door;
    auto submission = made_submission("a", "d", FakeClock::monday);
    for (int i = 0; i < 60; ++i)
        add_xml(submission, "bill" + std::to_string(i) + ".xml", "<bill>doubtful " + std::to_string(i) + "</bill>",
                "bill");

    auto const receipt = door.intake.receive(std::move(submission));

    REQUIRE(receipt);
    CHECK(receipt->advice.faults.size() == Advice::faults_max);
    CHECK(receipt->advice.count == 60);
}

TEST_CASE("a refused document shows its warnings too", "[intake]") {
    Door door;
    auto const answer = door.intake.receive(bill("a", "<bill>broken and doubtful</bill>"));

    REQUIRE_FALSE(answer);
    CHECK(answer.error().faults.size() == 2);
}

TEST_CASE("XML without a declared type is checked by its root, and unknown XML is refused", "[intake]") {
    Door door;
    auto by_root = made_submission("a", "d", {});
    add_xml(by_root, "x.xml", "<bill>broken</bill>", "");
    CHECK(door.code_of(by_root) == "DOCUMENT_INVALID");
    auto unknown = made_submission("b", "d", {});
    add_xml(unknown, "x.xml", "<recipe/>", "");
    CHECK(door.code_of(unknown) == "DOCUMENT_INVALID");
    auto known = made_submission("c", "d", {});
    add_xml(known, "x.xml", "<bill/>", "");
    CHECK(door.code_of(known).empty());
}

TEST_CASE("each door check refuses with its own code and writes it down", "[intake]") {
    Door door;
    auto submission = bill("a", "<bill/>");
    std::string code;
    SECTION("the manifest") {
        submission.manifest.dossier.title.clear();
        code = "MANIFEST_INVALID";
    }
    SECTION("the files") {
        submission.files.erase("bill.xml");
        code = "MANIFEST_GAP";
    }
    SECTION("the access level") {
        submission.manifest.pieces[0].access = AccessLevel::vertrouwelijk;
        code = "ACCESS_LEVEL";
    }
    SECTION("the route") {
        submission.key.client.text = "nobody";
        code = "NO_ROUTE";
    }
    SECTION("completeness") {
        submission.manifest.dossier.procedure_step = "definitieve-goedkeuring";
        code = "DOSSIER_INCOMPLETE";
    }
    CHECK(door.code_of(submission) == code);
    REQUIRE(door.ledger.refused().size() == 1);
    CHECK(door.ledger.refused().front().id == submission.id);
    CHECK(door.ledger.census().submissions == 0);
}

TEST_CASE("everything that can be told is told in one answer", "[intake]") {
    Door door;
    auto submission = bill("a", "<bill>broken</bill>");
    submission.manifest.dossier.procedure_step = "definitieve-goedkeuring";
    submission.manifest.pieces[0].access = AccessLevel::vertrouwelijk;
    submission.files.erase("decreet-a.txt");

    auto const answer = door.intake.receive(submission);

    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == "MANIFEST_GAP");
    std::vector<std::string> codes;
    for (auto const& fault : answer.error().faults) codes.push_back(fault.code);
    CHECK(codes == std::vector<std::string>{"MANIFEST.MISSING_FILE", "XSD.CONTENT", "ACCESS.LEVEL",
                                            "DOSSIER.MISSING_PIECE"});
    CHECK(answer.error().detail.en.find("Also: Dossier not complete") != std::string::npos);
}

TEST_CASE("what the counterpart got before counts for completeness", "[intake]") {
    Door door;
    auto first = made_submission("a", "d", {});
    first.manifest.pieces[0].type = "memorie";
    REQUIRE(door.intake.receive(first));
    auto second = bill("b", "<bill/>");
    second.manifest.dossier.procedure_step = "definitieve-goedkeuring";

    CHECK(door.code_of(second).empty());
}

TEST_CASE("a refused submission may come again, mended, with the same key", "[intake]") {
    Door door;
    CHECK(door.code_of(bill("a", "<bill>broken</bill>")) == "DOCUMENT_INVALID");
    CHECK(door.code_of(bill("a", "<bill/>")).empty());
}

TEST_CASE("examining checks everything and stores nothing", "[intake]") {
    Door door;
    auto good = bill("a", "<bill/>");
    auto bad = bill("b", "<bill>broken</bill>");
    add_xml(bad, "ok.xml", "<bill/>", "bill");

    auto const fine = door.intake.examine(good);
    auto const found = door.intake.examine(bad);

    CHECK_FALSE(fine.refusal);
    REQUIRE(found.refusal);
    REQUIRE(found.verdicts.size() == 3);
    CHECK(found.verdicts[0].valid());
    CHECK_FALSE(found.verdicts[1].valid());
    CHECK(found.verdicts[2].valid());
    CHECK(door.ledger.census().last_sequence == 0);
}

TEST_CASE("a file that is not XML is checked by its own rules", "[intake]") {
    Door door;
    auto unknown = bill("a", "<bill/>");
    unknown.manifest.pieces[0].files[0].media_type = "application/x-dosexec";

    auto const answer = door.intake.receive(unknown);

    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == "DOCUMENT_INVALID");
    REQUIRE(answer.error().faults.size() == 1);
    CHECK(answer.error().faults[0].code == "FILE.TYPE_NOT_ALLOWED");
}

TEST_CASE("a warning is told and refuses nothing", "[intake]") {
    Door door;
    auto submission = made_submission("a", "d", FakeClock::monday);
    add_piece(submission, {"leeg.txt", ""});

    auto const found = door.intake.examine(submission);

    CHECK_FALSE(found.refusal);
    REQUIRE(found.verdicts.size() == 2);
    REQUIRE(found.verdicts[1].faults.size() == 1);
    CHECK(found.verdicts[1].faults[0].severity == Severity::warning);
    CHECK(found.verdicts[1].valid());
    CHECK(door.code_of(submission).empty());
}

TEST_CASE("a letter must satisfy the letter type and is its own matter if it names no dossier", "[intake]") {
    Door door;
    auto const one = door.intake.receive(made_letter("a", {}));
    auto const two = door.intake.receive(made_letter("b", {}));

    REQUIRE(one);
    REQUIRE(two);
    CHECK_FALSE(one->dossier.empty());
    CHECK(one->dossier != two->dossier);
    auto wrong = made_letter("c", {});
    wrong.files["brief.xml"] = content_of("<bill/>");
    wrong.manifest.pieces[0].files[0].digest = std::nullopt;
    wrong.manifest.pieces[0].files[0].bytes = std::nullopt;
    CHECK(door.code_of(wrong) == "DOCUMENT_INVALID");
}

TEST_CASE("the number of a citizen is in no event, no refusal and no receipt", "[intake]") {
    Door door;
    auto const receipt = door.intake.receive(made_letter("a", {}));
    auto bad = made_letter("b", {});
    bad.manifest.letter->recipient.name.clear();
    auto const refused = door.intake.receive(bad);

    REQUIRE(receipt);
    REQUIRE_FALSE(refused);
    auto told = json::text_of(*receipt) + json::text_of(refused.error());
    for (auto const& event : door.ledger.events({}, 0, 100, 100).events) told += json::view_of(event);
    CHECK(told.find(test_citizen_number) == std::string::npos);
}
