// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/intake/completeness.hpp"

using namespace wetbode;

namespace {

CounterpartName const parliament{"parliament"};
constexpr auto word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

Completeness const completeness{{{"decree, definitive approval",
                                  {"definitieve-goedkeuring", "urn:step:definitive"},
                                  {"ontwerpdecreet"},
                                  {parliament},
                                  {{"Decreet", {"ontwerpdecreet"}, {PieceForm::word, PieceForm::signed_pdf}},
                                   {"Memorie van toelichting", {"memorie", "urn:type:memorie"}, {PieceForm::pdf}},
                                   {"Nota", {"nota"}, {}}},
                                  "circular 1"}}};

Piece piece(std::string type, std::vector<Rendition> files) {
    Piece made;
    made.type = std::move(type);
    made.files = std::move(files);
    return made;
}

Rendition pdf(bool signed_by_people = false) {
    return {.name = "x.pdf", .media_type = "application/pdf", .signed_by_people = signed_by_people};
}

Rendition docx() { return {.name = "x.docx", .media_type = word}; }

Manifest whole() {
    Manifest manifest;
    manifest.dossier.procedure_step = "definitieve-goedkeuring";
    manifest.pieces = {piece("ontwerpdecreet", {docx(), pdf(true)}), piece("memorie", {pdf()}),
                       piece("nota", {docx()})};
    return manifest;
}

std::vector<std::string> codes(Manifest const& manifest, std::vector<Piece> const& there = {},
                               CounterpartName const& to = parliament) {
    std::vector<std::string> found;
    for (auto const& gap : completeness.gaps_in(manifest, to, there)) found.push_back(gap.code + " " + gap.path);
    return found;
}

}  // namespace

TEST_CASE("a whole dossier has no gap", "[intake][completeness]") { CHECK(codes(whole()).empty()); }

TEST_CASE("a piece of which a rule asks a PDF is not without one, whatever the step", "[intake][completeness]") {
    Manifest manifest;
    manifest.dossier.complete = false;
    manifest.pieces = {piece("memorie", {docx()}), piece("nota", {docx()}), piece("ontwerpdecreet", {docx(), pdf()})};
    manifest.pieces[0].id = "urn:stuk:1";
    manifest.pieces[0].title = "Memorie bij de beken";
    auto earlier = piece("memorie", {pdf()});
    earlier.id = "urn:stuk:1";

    auto const faults = completeness.without_pdf(manifest, parliament, {});

    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "DOSSIER.MISSING_FORM");
    CHECK(faults[0].path == "/pieces/0/files");
    CHECK(faults[0].message.en.find("Memorie bij de beken") != std::string::npos);
    CHECK(completeness.without_pdf(manifest, {"ebox"}, {}).empty());
    CHECK(completeness.without_pdf(manifest, parliament, {earlier}).empty());
    earlier.id = "urn:stuk:2";
    CHECK(completeness.without_pdf(manifest, parliament, {earlier}).size() == 1);
}

TEST_CASE("each piece that is missing is named, with the rule and its source", "[intake][completeness]") {
    auto manifest = whole();
    manifest.pieces.resize(1);

    auto const gaps = completeness.gaps_in(manifest, parliament, {});

    REQUIRE(gaps.size() == 2);
    CHECK(gaps[0].code == "DOSSIER.MISSING_PIECE");
    CHECK(gaps[0].message.en ==
          "The piece \"Memorie van toelichting\" is missing; it is needed as PDF. Type in the manifest: memorie. Rule "
          "\"decree, definitive approval\" for parliament (circular 1).");
    CHECK(gaps[1].message.nl ==
          "Het stuk \"Nota\" ontbreekt; het is nodig. Type in het manifest: nota. Regel \"decree, definitive "
          "approval\" voor parliament (circular 1).");
}

TEST_CASE("a piece in the wrong form is told at its place in the manifest", "[intake][completeness]") {
    auto manifest = whole();
    manifest.pieces[0].files = {pdf(false)};

    CHECK(codes(manifest) ==
          std::vector<std::string>{"DOSSIER.MISSING_FORM /pieces/0/files", "DOSSIER.MISSING_FORM /pieces/0/files"});
    manifest.pieces[0].files = {docx(), pdf(false)};
    CHECK(codes(manifest) == std::vector<std::string>{"DOSSIER.MISSING_FORM /pieces/0/files"});
}

TEST_CASE("forms may be spread over pieces of one type, and earlier pieces count", "[intake][completeness]") {
    auto manifest = whole();
    manifest.pieces[0].files = {docx()};
    manifest.pieces.erase(manifest.pieces.begin() + 1);

    CHECK(codes(manifest, {piece("ontwerpdecreet", {pdf(true)}), piece("urn:type:memorie", {pdf()})}).empty());
    CHECK(codes(manifest, {piece("urn:type:memorie", {pdf()})}).size() == 1);
}

TEST_CASE("a rule speaks only of its step, its kind of dossier and its counterpart", "[intake][completeness]") {
    auto manifest = whole();
    manifest.pieces.resize(1);
    REQUIRE(codes(manifest).size() == 2);

    CHECK(codes(manifest, {}, {"krab"}).empty());
    auto other_step = manifest;
    other_step.dossier.procedure_step = "bekrachtiging";
    CHECK(codes(other_step).empty());
    auto by_uri = manifest;
    by_uri.dossier.procedure_step = "urn:step:definitive";
    CHECK(codes(by_uri).size() == 2);
    auto other_matter = manifest;
    other_matter.pieces[0].type = "resolutie";
    CHECK(codes(other_matter).empty());
}

TEST_CASE("a sender may declare a dossier incomplete, and a letter is none", "[intake][completeness]") {
    auto manifest = whole();
    manifest.pieces.resize(1);

    manifest.dossier.complete = false;
    CHECK(codes(manifest).empty());
    CHECK_FALSE(completeness.concerns(manifest, parliament));
    manifest.dossier.complete = true;
    manifest.kind = SubmissionKind::letter;
    CHECK(codes(manifest).empty());
}
