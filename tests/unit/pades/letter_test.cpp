// SPDX-License-Identifier: EUPL-1.2
// The letters of this house, sealed as the gateway seals them.
#include <catch2/catch.hpp>

#include "gateway/letter/letter_pdf.hpp"
#include "tests/unit/pades/house.hpp"

using namespace wetbode;
using namespace wetbode::test;

namespace {

Letter addressed() {
    Letter letter;
    letter.reference = "VR/2026/0417";
    letter.subject = "Antwoord op uw verzoekschrift";
    letter.sender_name = "Kanselarij van de Proefregering";
    letter.sender_address = {"Proefplein", "1", "", "1000", "Brussel", "BE"};
    letter.recipient.name = "Mevrouw An Voorbeeld";
    letter.recipient.address = {"Teststraat", "12", "3", "9999", "Nergenshuizen", "BE"};
    return letter;
}

}  // namespace

TEST_CASE("a letter is sealed, says the same, and its seal holds for others", "[pades][judges][letter]") {
    House house;
    auto const samples = std::filesystem::path(WETBODE_SOURCE_DIR) / "schemas/citizen-letter/1/valid";
    int seen = 0;
    for (auto const& sample : std::filesystem::directory_iterator(samples)) {
        if (sample.path().extension() != ".xml") continue;
        ++seen;
        auto const letter = letter_from_xml(addressed(), content_of_file(sample.path()), house.folder.path());
        REQUIRE(letter);
        PdfSealOptions options;
        options.now = noon();

        auto const sealed = seal_pdf(letter->pdf, options, *house.usual, {}, house.folder.path());

        REQUIRE(sealed);
        auto const octets = octets_of(*sealed);
        CHECK(octets.starts_with(octets_of(letter->pdf)));
        CHECK(holds(read(octets).signatures.front()));
        CHECK(read(octets).signatures.front().whole);
        if (!has_tool("command -v pdfsig && command -v pdftotext", "poppler-utils")) continue;
        write(house.folder.path() / "brief.pdf", octets);
        write(house.folder.path() / "plain.pdf", octets_of(letter->pdf));
        auto const judged = run(house.folder.path(), "pdfsig -nocert brief.pdf");
        INFO(judged.output);
        CHECK(judged.output.find("Signature is Valid.") != std::string::npos);
        CHECK(judged.output.find("Total document signed") != std::string::npos);
        CHECK(run(house.folder.path(), "pdftotext brief.pdf -").output ==
              run(house.folder.path(), "pdftotext plain.pdf -").output);
    }
    CHECK(seen >= 5);
}
