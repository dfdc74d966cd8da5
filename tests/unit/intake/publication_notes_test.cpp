// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/intake/publication_notes.hpp"
#include "gateway/validation/publication_marks.hpp"

using namespace wetbode;

namespace {

using Facts = std::vector<PublicationFact>;

std::string const eli = "http://www.ejustice.just.fgov.be/eli/decreet/2026/10/02/2026004711";

std::string act(std::string const& work, std::string const& publication = {},
                std::string const& opening = R"(act name="decreet" contains="originalVersion")") {
    return R"(<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><)" + opening +
           R"(><meta><identification source="#x"><FRBRWork>)" + work + "</FRBRWork><FRBRExpression>" +
           R"(<FRBRdate date="2020-01-01" name="aanneming"/></FRBRExpression></identification>)" + publication +
           "</meta><body/></" + opening.substr(0, opening.find(' ')) + "></akomaNtoso>";
}

Facts marks(std::string const& document) { return publication_marks(content_of(document)); }

Submission with(std::string const& type, std::string const& bytes) {
    Submission submission;
    submission.id = {"s-1"};
    submission.key = {{"kaleidos"}, "k"};
    Piece piece;
    piece.id = "p";
    piece.type = type;
    piece.files.push_back({{}, "decreet.xml", "application/akn+xml", {}, false, {}, {}, {}});
    submission.manifest.pieces.push_back(piece);
    submission.files["decreet.xml"] = content_of(bytes);
    return submission;
}

}  // namespace

TEST_CASE("an act tells its ELI, its numac and the days of its work", "[intake]") {
    auto const found = marks(act(R"(<FRBRalias value=")" + eli + R"(" name="eli"/>)"
                                 R"(<FRBRdate date="2026-06-24" name="aanneming"/>)"
                                 R"(<FRBRdate date="2026-07-10" name="Bekrachtiging"/>)",
                                 R"(<publication date="2026-10-02" name="Belgisch Staatsblad" showAs="BS"/>)"));

    CHECK(found == Facts{{"eli", eli},
                         {"numac", "2026004711"},
                         {"adopted", "2026-06-24"},
                         {"ratified", "2026-07-10"},
                         {"published", "2026-10-02"}});
}

TEST_CASE("an act that has its ELI as FRBRuri, or names its numac alone, is read too", "[intake]") {
    CHECK(marks(act(R"(<FRBRuri value=")" + eli + R"("/>)")) == Facts{{"eli", eli}, {"numac", "2026004711"}});
    CHECK(marks(act(R"(<FRBRalias value="2026004711" name="numac"/>)")) == Facts{{"numac", "2026004711"}});
}

TEST_CASE("a draft, a consolidation and another vocabulary tell nothing", "[intake]") {
    auto const work = R"(<FRBRalias value=")" + eli + R"(" name="eli"/>)";

    CHECK(marks(act(work, {}, R"(bill name="ontwerp")")).empty());
    CHECK(marks(act(work, {}, R"(act contains="singleVersion")")).empty());
    CHECK(marks("<letter/>").empty());
    CHECK(marks("no XML").empty());
    CHECK(marks(act(R"(<FRBRalias value="nergens" name="eli"/><FRBRdate date="2026-06-31" name="aanneming"/>)"))
              .empty());
}

TEST_CASE("a publication elsewhere than in the Belgisch Staatsblad is not one of the act", "[intake]") {
    CHECK(marks(act("", R"(<publication date="2026-10-05" name="parlementair-stuk" number="97/1"/>)")).empty());
}

TEST_CASE("what an adopted act says goes along with its submission, with the name of its file", "[intake]") {
    auto submission = with("decreet", act(R"(<FRBRalias value="2026004711" name="numac"/>)"));

    note_marks(submission);

    REQUIRE(submission.publication.size() == 1);
    CHECK(submission.publication[0].source ==
          PublicationSource{PublicationSourceKind::file, "kaleidos", {"s-1"}, "decreet.xml"});
    CHECK(submission.publication[0].facts == Facts{{"numac", "2026004711"}});
}

TEST_CASE("a law that goes along as an annex says nothing of the dossier", "[intake]") {
    auto submission = with("bijlage", act(R"(<FRBRalias value="2026004711" name="numac"/>)"));

    note_marks(submission);

    CHECK(submission.publication.empty());
}
