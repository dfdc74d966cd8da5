// SPDX-License-Identifier: EUPL-1.2
// What a signature allows afterwards, and what honest programs do behind one: DocMDP, FieldMDP, further signers.
#include <catch2/catch.hpp>

#include "tests/unit/files/made_pdf.hpp"
#include "tests/unit/pades/revisions.hpp"

using namespace wetbode;
using namespace wetbode::test;

namespace {

std::string const look = made::stream("/Type /XObject /Subtype /Form /BBox [0 0 90 90] /Resources << >>", "BT ET");

/// A form of three fields: 5 and 6 text, 7 a box to tick, 8 a button to push, 9 and 10 their looks.
std::string form() {
    made::Pdf pdf;
    pdf.catalog_more = "/AcroForm << /Fields [5 0 R 6 0 R 7 0 R 8 0 R] >>";
    pdf.page_more = "/Annots [5 0 R 6 0 R 7 0 R 8 0 R]";
    auto const widget = [](std::string const& more) {
        return "<< /Type /Annot /Subtype /Widget /F 4 /Rect [9 9 99 99] " + more + " >>";
    };
    pdf.others = {widget("/FT /Tx /T (Naam) /AP << /N 9 0 R >>"),
                  widget("/FT /Tx /T (Bedrag)"),
                  widget("/FT /Btn /T (Akkoord) /AS /Off /AP << /N << /Ja 9 0 R /Off 10 0 R >> >>"),
                  widget("/FT /Btn /Ff 65536 /T (Knop) /AP << /N 10 0 R >>"),
                  look,
                  look};
    return pdf.bytes();
}

/// A further revision in which the body of an object has `other` instead of `old`.
std::string changed_in(std::string const& pdf, int id, std::string const& old, std::string const& other,
                       Objects objects = {}) {
    objects[id] = with(object(pdf, id), old, other);
    return with_revision(pdf, objects);
}

SealVerdict verdict(House const& house, std::string const& pdf) {
    return verified(house, pdf).verdict;
}

std::string field_lock(std::string const& parameters) {
    return " /Reference [<< /TransformMethod /DocMDP /TransformParams << /P 2 /V /1.2 >> >> "
           "<< /TransformMethod /FieldMDP /TransformParams << " +
           parameters + " /V /1.2 >> >>]";
}

}  // namespace

TEST_CASE("fields may be filled in where a certification allows it, and there alone", "[pades][permissions]") {
    House house;
    auto const filled = [](std::string const& pdf) { return changed_in(pdf, 5, "/FT /Tx", "/V (Jan) /FT /Tx"); };

    CHECK(verdict(house, filled(house.sealed(form(), PdfSealLevel::b))) == SealVerdict::indeterminate);
    CHECK(verdict(house, filled(certified(house, form(), permits(1)))) == SealVerdict::failed);
    CHECK(verdict(house, filled(certified(house, form(), permits(2)))) == SealVerdict::passed);
    CHECK(verdict(house, filled(certified(house, form(), permits(3)))) == SealVerdict::passed);
    auto const report = verified(house, filled(certified(house, form(), permits(2))));
    CHECK(words_of(report) == "(ADDED_LATER: Added after the signature: a filled-in field (Naam).)\n");
}

TEST_CASE("filling in is what a field holds, and no more", "[pades][permissions]") {
    House house;
    auto const sealed = certified(house, form(), permits(2));
    auto const picture = made::stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 90 90] /Resources << /XObject << /I 9 "
        "0 R >> >>",
        "/I Do");

    CHECK(verdict(house, changed_in(sealed, 7, "/AS /Off", "/AS /Ja /V /Ja")) == SealVerdict::passed);
    CHECK(verdict(house, changed_in(sealed, 5, "/N 9 0 R", "/N 52 0 R", {{52, look}})) == SealVerdict::passed);
    CHECK(verdict(house, changed_in(sealed, 5, "/N 9 0 R", "/N 52 0 R", {{52, picture}})) == SealVerdict::failed);
    CHECK(verdict(house, changed_in(sealed, 5, "[9 9 99 99]", "[9 9 500 800]")) == SealVerdict::failed);
    CHECK(verdict(house, changed_in(sealed, 5, "/FT /Tx", "/FT /Tx /A << /S /URI >>")) == SealVerdict::failed);
    CHECK(verdict(house, changed_in(sealed, 5, "/F 4", "/F 2")) == SealVerdict::failed);
    CHECK(verdict(house, changed_in(sealed, 7, "/Off 10 0 R", "/Off 52 0 R", {{52, look}})) == SealVerdict::failed);
    CHECK(verdict(house, changed_in(sealed, 8, "/N 10 0 R", "/N 52 0 R", {{52, look}})) == SealVerdict::failed);
    CHECK(verdict(house, changed_in(sealed, 8, "/Ff 65536", "/Ff 65536 /V (x)")) == SealVerdict::failed);
}

TEST_CASE("many filled-in fields hide no other change", "[pades][permissions]") {
    House house;
    made::Pdf pdf;
    std::string fields;
    for (int i = 0; i < 250; ++i) {
        fields += std::to_string(5 + i) + " 0 R ";
        pdf.others.push_back("<< /FT /Tx /T (Veld" + std::to_string(i) + ") >>");
    }
    pdf.catalog_more = "/AcroForm << /Fields [" + fields + "] >>";
    auto const sealed = certified(house, pdf.bytes(), permits(2));
    Objects filled;
    for (int i = 0; i < 250; ++i) filled[5 + i] = "<< /FT /Tx /T (Veld" + std::to_string(i) + ") /V (x) >>";
    REQUIRE(verdict(house, with_revision(sealed, filled)) == SealVerdict::passed);

    filled[4] = made::stream("", "BT (Ander besluit) Tj ET");

    CHECK(verdict(house, with_revision(sealed, filled)) == SealVerdict::failed);
}

TEST_CASE("an annotation passes under no certification, for it can cover the page", "[pades][permissions]") {
    House house;
    auto const noted = [](std::string const& pdf) {
        return changed_in(pdf, 3, "/Annots [ ", "/Annots [ 52 0 R ",
                          {{52, "<< /Type /Annot /Subtype /FreeText /Rect [9 9 99 99] >>"}});
    };

    CHECK(verdict(house, noted(certified(house, plain_pdf(), permits(2)))) == SealVerdict::failed);
    auto const report = verified(house, noted(certified(house, plain_pdf(), permits(3))));
    INFO(words_of(report));
    CHECK(report.verdict == SealVerdict::indeterminate);
    CHECK(has(report, "SIG_CONSTRAINTS_FAILURE"));
}

TEST_CASE("a field that a signature locks may not be filled in", "[pades][permissions]") {
    House house;
    auto const named = [&](std::string const& parameters) {
        auto const sealed = certified(house, form(), field_lock(parameters));
        REQUIRE(verdict(house, sealed) == SealVerdict::passed);
        return verdict(house, changed_in(sealed, 5, "/FT /Tx", "/V (Jan) /FT /Tx"));
    };

    CHECK(named("/Action /All") == SealVerdict::failed);
    CHECK(named("/Action /Include /Fields [(Naam)]") == SealVerdict::failed);
    CHECK(named("/Action /Include /Fields [(Bedrag)]") == SealVerdict::passed);
    CHECK(named("/Action /Exclude /Fields [(Naam)]") == SealVerdict::passed);
    CHECK(named("/Action /Exclude /Fields [(Bedrag)]") == SealVerdict::failed);
    CHECK(named("/Action /Unknown") == SealVerdict::failed);
}

TEST_CASE("what honest programs add behind a seal passes", "[pades][permissions]") {
    House house;
    for (auto const& pdf : {plain_pdf(), packed_pdf(), form()}) {
        auto const sealed = house.sealed(pdf, PdfSealLevel::b);
        auto const second = house.sealed(sealed, PdfSealLevel::lta);
        auto const raised = house.raised(second, PdfSealLevel::lta);
        auto const third = house.sealed(raised, PdfSealLevel::b);
        for (auto const& one : {sealed, second, raised, third, house.raised(sealed, PdfSealLevel::lt)}) {
            auto const report = verified(house, one);
            INFO(words_of(report));
            CHECK(report.verdict == SealVerdict::passed);
        }
    }
}

TEST_CASE("document information may change, whatever form the trailer has", "[pades][permissions]") {
    House house;
    made::Pdf pdf;
    pdf.others = {"<< /Title (Besluit) >>"};
    pdf.trailer_more = "/Info 5 0 R";
    for (auto const& bytes : {pdf.bytes(), made::pdf_with_object_stream(pdf)}) {
        auto const sealed = house.sealed(bytes, PdfSealLevel::b);
        auto const report =
            verified(house, with_revision(sealed, {{5, "<< /Title (Decreet) >>"}}, "1 0 R", "/Info 5 0 R"));
        INFO(words_of(report));
        CHECK(report.verdict == SealVerdict::passed);
    }
}
