// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/made_letter.hpp"
#include "gateway/intake/rules.hpp"
#include "gateway/json/json.hpp"

#include <algorithm>

using namespace wetbode;

namespace {

bool has(std::optional<Refusal> const& refusal, std::string const& code, std::string const& path) {
    return refusal && std::any_of(refusal->faults.begin(), refusal->faults.end(), [&](Fault const& fault) {
        return fault.code == code && fault.path == path;
    });
}

Manifest good() { return made_letter("a", {}).manifest; }

}  // namespace

TEST_CASE("a complete letter passes and a dossier is not judged as one", "[intake]") {
    auto const manifest = good();
    CHECK_FALSE(letter_fault(manifest));
    CHECK_FALSE(letter_fault(made_submission("a", "d", {}).manifest));
    REQUIRE(letter_document(manifest));
    CHECK(letter_document(manifest)->name == "brief.xml");
    CHECK(letter_document(made_submission("a", "d", {}).manifest) == nullptr);
}

TEST_CASE("a letter to a number with a wrong check is refused and the number is not repeated", "[intake]") {
    auto manifest = good();
    manifest.letter->recipient.number = "85610512399";

    auto const refusal = letter_fault(manifest);

    CHECK(refusal->code == "LETTER_INVALID");
    CHECK(has(refusal, "LETTER.CITIZEN_NUMBER", "/letter/recipient/number"));
    CHECK(json::text_of(*refusal).find("85610512399") == std::string::npos);
}

TEST_CASE("a letter to an enterprise needs its KBO number", "[intake]") {
    auto manifest = good();
    manifest.letter->recipient.kind = RecipientKind::enterprise;
    CHECK(has(letter_fault(manifest), "LETTER.ENTERPRISE_NUMBER", "/letter/recipient/number"));
    manifest.letter->recipient.number = "0200000043";
    CHECK_FALSE(letter_fault(manifest));
}

TEST_CASE("an address that does not fit the window of an envelope is refused", "[intake]") {
    auto manifest = good();
    auto& address = manifest.letter->recipient.address;
    address.street = std::string(51, 's');
    address.number.clear();
    address.postcode = "0900";
    address.municipality = "Gent\nAfzender";

    auto const refusal = letter_fault(manifest);

    auto const at = std::string("/letter/recipient/address");
    CHECK(has(refusal, "LETTER.TOO_LONG", at + "/street"));
    CHECK(has(refusal, "LETTER.REQUIRED", at + "/number"));
    CHECK(has(refusal, "LETTER.POSTCODE", at + "/postcode"));
    CHECK(has(refusal, "LETTER.CHARACTER", at + "/municipality"));
}

TEST_CASE("an accented letter counts once and a foreign postcode is not judged", "[intake]") {
    auto manifest = good();
    std::string street;
    for (int i = 0; i < 50; ++i) street += "\xC3\xA9";
    manifest.letter->recipient.address = {street, "1", "", "75001", "Parijs", "FR"};
    CHECK_FALSE(letter_fault(manifest));
    manifest.letter->recipient.address.country = "fra";
    CHECK(has(letter_fault(manifest), "LETTER.COUNTRY", "/letter/recipient/address/country"));
}

TEST_CASE("a letter is exactly one document, XML or PDF", "[intake]") {
    auto manifest = good();
    SECTION("two pieces") {
        manifest.pieces.push_back(manifest.pieces.front());
        CHECK(has(letter_fault(manifest), "LETTER.DOCUMENT", "/pieces"));
    }
    SECTION("two files") {
        manifest.pieces.front().files.push_back(manifest.pieces.front().files.front());
        CHECK(has(letter_fault(manifest), "LETTER.DOCUMENT", "/pieces"));
    }
    SECTION("a word processor's file") {
        manifest.pieces.front().files.front().media_type = "application/msword";
        CHECK(has(letter_fault(manifest), "LETTER.MEDIA_TYPE", "/pieces/0/files/0/media_type"));
    }
    SECTION("a bill is no letter") {
        manifest.pieces.front().files.front().document_type = "bill";
        CHECK(has(letter_fault(manifest), "LETTER.DOCUMENT_TYPE", "/pieces/0/files/0/document_type"));
    }
    SECTION("a PDF is a letter") {
        manifest.pieces.front().files.front().media_type = "application/pdf";
        CHECK_FALSE(letter_fault(manifest));
    }
}

TEST_CASE("a letter without subject, sender or known language is refused", "[intake]") {
    auto manifest = good();
    manifest.letter->subject.clear();
    manifest.letter->sender_name.clear();
    manifest.letter->language = "xx";
    manifest.letter->recipient.name.clear();

    auto const refusal = letter_fault(manifest);

    CHECK(has(refusal, "LETTER.REQUIRED", "/letter/subject"));
    CHECK(has(refusal, "LETTER.REQUIRED", "/letter/sender_name"));
    CHECK(has(refusal, "LETTER.REQUIRED", "/letter/recipient/name"));
    CHECK(has(refusal, "LETTER.LANGUAGE", "/letter/language"));
}
