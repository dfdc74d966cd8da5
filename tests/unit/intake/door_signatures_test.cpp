// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "doubles/made_files_policy.hpp"
#include "doubles/made_submission.hpp"
#include "doubles/memory_ledger.hpp"
#include "gateway/intake/intake.hpp"

using namespace wetbode;

namespace {

using State = SignatureFound::State;

Route to_parliament() {
    Route route;
    route.name = "decrees";
    route.kind = SubmissionKind::dossier;
    route.to = {{"parliament"}};
    return route;
}

/// Plain text may come in as PDF and as container: what is in such files is the matter of other tests.
FilesPolicy any_file() {
    auto policy = plain_text_policy();
    for (auto const* const type : {"application/pdf", "application/vnd.etsi.asic-e+zip", "application/msword"}) {
        auto allowed = policy.types.front();
        allowed.media_type = type;
        policy.types.push_back(allowed);
    }
    return policy;
}

/// A door behind which the verifier finds what the test says.
struct Door {
    MemoryLedger ledger;
    Catalogue catalogue{CatalogueSettings{}};
    Routes routes{{to_parliament()}};
    AccessPolicy access{{{{"parliament"}, {AccessLevel::publiek}}}};
    FileCheck files{any_file()};
    Completeness completeness{{}};
    SignatureFound found;
    std::vector<std::string> verified;
    DoorSignatures signatures;
    Intake intake{ledger, {catalogue, files, routes, access, completeness, &signatures}};

    explicit Door(AtDoor mode) {
        signatures.mode = mode;
        signatures.verify = [this](Rendition const& file, Content const&) {
            verified.push_back(file.name);
            return found;
        };
    }
    Door(AtDoor mode, SignatureFound what) : Door(mode) { found = std::move(what); }
};

SignatureFound failed() { return {State::failed, false, {{"HASH_FAILURE", {"gewijzigd", "changed"}}}}; }
SignatureFound indeterminate() {
    return {State::indeterminate, false, {{"NO_CERTIFICATE_CHAIN_FOUND", {"onbekend", "unknown"}}}};
}

void add(Submission& submission, std::string const& name, std::string const& type, bool declared,
         std::string const& bytes = "bytes") {
    add_piece(submission, {name, bytes});
    auto& file = submission.manifest.pieces.back().files.front();
    file.media_type = type;
    file.signed_by_people = declared;
}

Submission with(std::string const& name, std::string const& type, bool declared, std::string const& bytes = "bytes") {
    auto submission = made_submission("a", "d", FakeClock::monday);
    add(submission, name, type, declared, bytes);
    return submission;
}

Submission signed_pdf() { return with("besluit.pdf", "application/pdf", true); }

std::vector<std::string> codes_in(std::vector<Fault> const& faults) {
    std::vector<std::string> codes;
    for (auto const& fault : faults) codes.push_back(fault.code);
    return codes;
}

using Codes = std::vector<std::string>;

/// What is told of a submission that is taken in.
Codes advised(Door& door, Submission submission) {
    auto const receipt = door.intake.receive(std::move(submission));
    REQUIRE(receipt);
    for (auto const& fault : receipt->advice.faults) CHECK(fault.severity == Severity::warning);
    return codes_in(receipt->advice.faults);
}

}  // namespace

TEST_CASE("a signature that passes is taken in without a word, whatever the mode", "[intake][signatures]") {
    for (auto const mode : {AtDoor::off, AtDoor::warn, AtDoor::refuse}) {
        Door door(mode, {State::passed, false, {}});
        CHECK(advised(door, signed_pdf()).empty());
        CHECK(door.verified.size() == (mode == AtDoor::off ? 0U : 1U));
    }
}

TEST_CASE("switched off, the door looks at no signature", "[intake][signatures]") {
    Door door(AtDoor::off, failed());
    CHECK(advised(door, signed_pdf()).empty());
    CHECK(door.verified.empty());
}

TEST_CASE("to warn is to take in and to tell on the receipt", "[intake][signatures]") {
    Door door(AtDoor::warn);
    Codes expected;
    SECTION("a signature that fails") {
        door.found = failed();
        expected = {"SIGNATURE.NOT_PASSED"};
    }
    SECTION("one of which nobody can tell") {
        door.found = indeterminate();
        expected = {"SIGNATURE.NOT_PASSED"};
    }
    SECTION("none, though it was declared") { expected = {"SIGNATURE.MISSING"}; }
    SECTION("one that something was added to") {
        door.found = {State::passed, true, {}};
        expected = {"SIGNATURE.PART"};
    }
    SECTION("more than one thing") {
        door.found = indeterminate();
        door.found.partial = true;
        expected = {"SIGNATURE.NOT_PASSED", "SIGNATURE.PART"};
    }
    CHECK(advised(door, signed_pdf()) == expected);
}

TEST_CASE("what is told names the file and the sub-indication, in Dutch and English", "[intake][signatures]") {
    Door door(AtDoor::warn, failed());
    auto const receipt = door.intake.receive(signed_pdf());

    REQUIRE(receipt);
    REQUIRE(receipt->advice.faults.size() == 1);
    auto const& fault = receipt->advice.faults.front();
    CHECK(fault.file == "besluit.pdf");
    CHECK(fault.message.nl == "De handtekening in besluit.pdf slaagt niet (HASH_FAILURE): gewijzigd");
    CHECK(fault.message.en == "The signature in besluit.pdf does not pass (HASH_FAILURE): changed");
}

TEST_CASE("to refuse is to refuse each file whose signature fails or is missing", "[intake][signatures]") {
    Door door(AtDoor::refuse);
    std::string code = "SIGNATURE.MISSING";
    SECTION("missing") {}
    SECTION("failed") {
        door.found = failed();
        code = "SIGNATURE.NOT_PASSED";
    }
    auto submission = signed_pdf();
    add(submission, "tweede.pdf", "application/pdf", true);
    add(submission, "derde.pdf", "application/pdf", false);

    auto const answer = door.intake.receive(submission);

    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == "SIGNATURE_REFUSED");
    CHECK(codes_in(answer.error().faults) == Codes{code, code});
    CHECK(answer.error().faults[0].file == "besluit.pdf");
    CHECK(answer.error().faults[1].file == "tweede.pdf");
    CHECK(answer.error().faults[1].severity == Severity::error);
    CHECK(door.ledger.census().submissions == 0);
    REQUIRE(door.ledger.refused().size() == 1);
    CHECK(door.ledger.refused().front().refusal.code == "SIGNATURE_REFUSED");
}

TEST_CASE("one who had to sign and did not is told, or refused, as a missing signature is", "[intake][signatures]") {
    auto submission = with("besluit.pdf", "application/pdf", false);
    submission.manifest.pieces.back().files.front().expected_signers = {"Anna Peeters", "Jan Janssens"};
    SignatureFound found{State::passed, false, {}, {{"Anna Peeters", State::passed}, {"Jan Janssens", State::none}}};
    Door lenient(AtDoor::warn, found);
    Door strict(AtDoor::refuse, found);

    auto const receipt = lenient.intake.receive(submission);
    auto const refused = strict.intake.receive(submission);

    REQUIRE(receipt);
    REQUIRE(receipt->advice.faults.size() == 1);
    CHECK(receipt->advice.faults[0].code == "SIGNATURE.SIGNER_MISSING");
    CHECK(receipt->advice.faults[0].message.nl ==
          "In besluit.pdf ontbreekt de handtekening van Jan Janssens, die volgens het manifest ondertekende.");
    CHECK(receipt->advice.faults[0].message.en ==
          "In besluit.pdf the signature is missing of Jan Janssens, who signed as the manifest says.");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "SIGNATURE_REFUSED");
    CHECK(codes_in(refused.error().faults) == Codes{"SIGNATURE.SIGNER_MISSING"});
}

TEST_CASE("a file of which somebody is expected is verified, declared signed or not", "[intake][signatures]") {
    auto submission = with("besluit.pdf", "application/pdf", false);
    submission.manifest.pieces.back().files.front().expected_signers = {"Anna Peeters"};
    Door door(AtDoor::warn, {State::none, false, {}, {{"Anna Peeters", State::none}}});

    CHECK(advised(door, submission) == Codes{"SIGNATURE.SIGNER_MISSING", "SIGNATURE.MISSING"});
    CHECK(door.verified.size() == 1);
}

TEST_CASE("the expected signature of which nobody can tell is told, and one that fails is refused",
          "[intake][signatures]") {
    auto submission = with("besluit.pdf", "application/pdf", true);
    submission.manifest.pieces.back().files.front().expected_signers = {"Anna Peeters"};
    auto unsure = indeterminate();
    unsure.expected = {{"Anna Peeters", State::indeterminate}};
    auto broken = failed();
    broken.expected = {{"Anna Peeters", State::failed}};
    Door first(AtDoor::refuse, unsure);
    Door second(AtDoor::refuse, broken);

    CHECK(advised(first, submission) == Codes{"SIGNATURE.SIGNER_NOT_PASSED", "SIGNATURE.NOT_PASSED"});
    auto const refused = second.intake.receive(submission);
    REQUIRE_FALSE(refused);
    CHECK(codes_in(refused.error().faults) == Codes{"SIGNATURE.SIGNER_NOT_PASSED", "SIGNATURE.NOT_PASSED"});
}

TEST_CASE("nothing is refused because a third party is away", "[intake][signatures]") {
    Door door(AtDoor::refuse, indeterminate());
    CHECK(advised(door, signed_pdf()) == Codes{"SIGNATURE.NOT_PASSED"});
}

TEST_CASE("something that was added to a good signature refuses nothing", "[intake][signatures]") {
    Door door(AtDoor::refuse, {State::passed, true, {}});
    CHECK(advised(door, signed_pdf()) == Codes{"SIGNATURE.PART"});
}

TEST_CASE("what the sender did not declare is verified if it is a container", "[intake][signatures]") {
    Door door(AtDoor::warn, failed());
    CHECK(advised(door, with("a.asice", "application/vnd.etsi.asic-e+zip", false)) == Codes{"SIGNATURE.NOT_PASSED"});
    Door other(AtDoor::warn, failed());
    CHECK(advised(other, with("a.pdf", "application/pdf", false)).empty());
    CHECK(other.verified.empty());
}

TEST_CASE("a container is known by its first octets, whatever it is called", "[intake][signatures]") {
    Rendition file;
    file.media_type = "application/zip";
    std::string const head = "PK\x03\x04" + std::string(26, '\0') + "mimetypeapplication/vnd.etsi.asic-e+zip";
    CHECK(looks_signed(file, content_of(head + "PK")));
    CHECK(looks_signed(file, content_of(head)));
    CHECK_FALSE(looks_signed(file, content_of(head.substr(0, head.size() - 1))));
    CHECK_FALSE(looks_signed(file, content_of("PK\x03\x04")));
    CHECK_FALSE(looks_signed(file, content_of("x" + head)));
    CHECK_FALSE(looks_signed(file, content_of("")));
}

TEST_CASE("a container without a signature is told, and refused only if it was declared signed",
          "[intake][signatures]") {
    Door door(AtDoor::refuse);
    CHECK(advised(door, with("a.asice", "application/vnd.etsi.asic-e+zip", false)) == Codes{"SIGNATURE.MISSING"});
    auto const declared = door.intake.receive([] {
        auto submission = with("a.asice", "application/vnd.etsi.asic-e+zip", true);
        submission.key.key = "b";
        return submission;
    }());
    REQUIRE_FALSE(declared);
    CHECK(declared.error().code == "SIGNATURE_REFUSED");
}

TEST_CASE("XML looks signed by the name of an element, whatever its prefix and place", "[intake][signatures]") {
    Rendition file;
    file.media_type = "application/xml";
    auto const looks = [&](std::string const& bytes) { return looks_signed(file, content_of(bytes)); };
    CHECK(looks("<bill><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></bill>"));
    CHECK(looks("<bill><any:Signature/></bill>"));
    for (std::size_t before = 65536 - 12; before < 65536 + 2; ++before)  // across the end of what is read at once
        CHECK(looks(std::string(before, ' ') + "<ds:Signature>"));
    CHECK_FALSE(looks("<bill><signature/> Signature <aSignature/></bill>"));
    CHECK_FALSE(looks(""));
    file.media_type = "text/plain";
    CHECK_FALSE(looks("<ds:Signature>"));
}

TEST_CASE("XML with another element of that name is taken in without a word", "[intake][signatures]") {
    Door door(AtDoor::refuse);
    auto submission = made_submission("a", "d", FakeClock::monday);
    add(submission, "bill.xml", "application/akn+xml", false, "<bill><my:Signature/></bill>");
    submission.manifest.pieces.back().files.front().document_type = "bill";

    CHECK(advised(door, submission).empty());
    CHECK(door.verified == std::vector<std::string>{"bill.xml"});
}

TEST_CASE("a declared signature in a kind of file that nobody here can verify is told, never refused",
          "[intake][signatures]") {
    Door door(AtDoor::refuse, failed());
    CHECK(advised(door, with("nota.doc", "application/msword", true)) == Codes{"SIGNATURE.NOT_CHECKED"});
    CHECK(door.verified.empty());
}

TEST_CASE("the work on one submission ends at a limit of octets", "[intake][signatures]") {
    Door door(AtDoor::refuse, {State::passed, false, {}});
    door.signatures.bytes_max = 10;
    auto submission = with("een.pdf", "application/pdf", true, "123456");
    add(submission, "twee.pdf", "application/pdf", true, "12345");
    add(submission, "drie.pdf", "application/pdf", true, "1234");
    add(submission, "vier.pdf", "application/pdf", true, "1");

    CHECK(advised(door, submission) == Codes{"SIGNATURE.NOT_CHECKED", "SIGNATURE.NOT_CHECKED"});
    CHECK(door.verified == std::vector<std::string>{"een.pdf", "drie.pdf"});
}

TEST_CASE("the work on one submission ends at a number of files", "[intake][signatures]") {
    Door door(AtDoor::warn, {State::passed, false, {}});
    auto submission = made_submission("a", "d", FakeClock::monday);
    for (int i = 0; i < door_signed_files_max + 2; ++i)
        add(submission, std::to_string(i) + ".pdf", "application/pdf", true);

    CHECK(advised(door, submission).size() == 2);
    CHECK(door.verified.size() == static_cast<std::size_t>(door_signed_files_max));
}

TEST_CASE("many or endless findings make no endless receipt", "[intake][signatures]") {
    Door door(AtDoor::warn, {State::failed, false, {}});
    for (int i = 0; i < 200; ++i)
        door.found.findings.push_back({"FORMAT_FAILURE", {std::string(100'000, 'x'), std::string(100'000, 'y')}});

    auto const receipt = door.intake.receive(signed_pdf());

    REQUIRE(receipt);
    CHECK(receipt->advice.faults.size() == 8);
    for (auto const& fault : receipt->advice.faults) CHECK(fault.message.nl.size() < 600);
}

TEST_CASE("a file that is refused anyhow is not verified", "[intake][signatures]") {
    Door door(AtDoor::refuse, failed());
    auto submission = signed_pdf();
    submission.manifest.pieces.back().files.front().media_type = "application/x-dosexec";

    auto const answer = door.intake.receive(submission);

    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == "DOCUMENT_INVALID");
    CHECK(door.verified.empty());
}

TEST_CASE("a refused signature is told together with what else is wrong", "[intake][signatures]") {
    Door door(AtDoor::refuse, failed());
    auto submission = signed_pdf();
    submission.files.erase("decreet-a.txt");

    auto const answer = door.intake.receive(submission);

    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == "MANIFEST_GAP");
    CHECK(codes_in(answer.error().faults) == Codes{"MANIFEST.MISSING_FILE", "SIGNATURE.NOT_PASSED"});
}

TEST_CASE("a validation shows at the file what the submission would be refused for", "[intake][signatures]") {
    Door door(AtDoor::refuse, failed());
    auto submission = signed_pdf();

    auto const found = door.intake.examine(submission);

    REQUIRE(found.refusal);
    REQUIRE(found.verdicts.size() == 2);
    CHECK(found.verdicts[0].valid());
    CHECK_FALSE(found.verdicts[1].valid());
    CHECK(codes_in(found.verdicts[1].faults) == Codes{"SIGNATURE.NOT_PASSED"});
}
