// SPDX-License-Identifier: EUPL-1.2
// Forgeries behind an honest seal, or prepared before it, by somebody without any key: none may pass. The sealed
// document has objects up to n; n + 1 is the signature, n + 2 its field, n + 3 its look.
#include <catch2/catch.hpp>

#include "tests/unit/files/made_pdf.hpp"
#include "tests/unit/pades/revisions.hpp"

using namespace wetbode;
using namespace wetbode::test;

namespace {

std::string const look = made::stream("/Type /XObject /Subtype /Form /BBox [0 0 90 90]", "BT (De burgemeester) Tj ET");

std::string widget(std::string const& more) {
    return "<< /Type /Annot /Subtype /Widget /F 4 /Rect [9 9 99 99] " + more + " >>";
}

/// Two pages; `second` is the body of the other one, object 5, with what it needs from object 6 on.
made::Pdf two_pages(std::string const& second, std::vector<std::string> const& others = {}) {
    made::Pdf pdf;
    pdf.others = {"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] " + second + " >>"};
    pdf.others.insert(pdf.others.end(), others.begin(), others.end());
    return pdf;
}

std::string octets(made::Pdf const& pdf) {
    auto bytes = pdf.bytes();
    return in_place(bytes, "/Kids [3 0 R] /Count 1", "/Kids [3 0 R 5 0 R]");
}

/// Two pages, the body of the second has `more`; all objects but the first lie in an object stream, which is the first.
std::string packed_in_first(std::string const& more) {
    std::vector<std::string> const packed{"<< /Type /Catalog /Pages 3 0 R >>",
                                          "<< /Type /Pages /Kids [5 0 R 4 0 R] /Count 2 >>",
                                          "<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] " + more + " >>",
                                          "<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] >>"};
    std::string heads;
    std::string bodies;
    for (std::size_t i = 0; i < packed.size(); ++i) {
        heads += std::to_string(i + 2) + " " + std::to_string(bodies.size()) + " ";
        bodies += packed[i] + " ";
    }
    std::string out = "%PDF-1.7\n";
    auto const row = [](char type, std::size_t place, char index) {
        return std::string{type, static_cast<char>(place / 256), static_cast<char>(place % 256), index};
    };
    auto table = row(0, 0, 0) + row(1, out.size(), 0) + row(2, 1, 0) + row(2, 1, 1) + row(2, 1, 2) + row(2, 1, 3);
    out += "1 0 obj\n" + made::stream("/Type /ObjStm /N 4 /First " + std::to_string(heads.size()), heads + bodies) +
           "\nendobj\n";
    auto const start = out.size();
    table += row(1, start, 0);
    return out + "6 0 obj\n" + made::stream("/Type /XRef /Size 7 /W [1 2 1] /Root 2 0 R", table) +
           "\nendobj\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
}

/// The seal was good, and this is not.
void check_forged(House const& house, std::string const& sealed, std::string const& forged, std::string const& what) {
    auto const before = verified(house, sealed);
    auto const after = verified(house, forged);
    INFO(what << "\nbefore:\n" << words_of(before) << "after:\n" << words_of(after));
    CHECK(before.verdict == SealVerdict::passed);
    CHECK(after.verdict != SealVerdict::passed);
}

/// Objects that enter a new field, 52, into form and page.
Objects entered(std::string const& sealed, std::string const& field) {
    return {{1, with(object(sealed, 1), "/Fields [ ", "/Fields [ 52 0 R ")},
            {3, with(object(sealed, 3), "/Annots [ ", "/Annots [ 52 0 R ")},
            {52, field},
            {53, look}};
}

}  // namespace

TEST_CASE("a new field that shows another's signature does not pass", "[pades][forgeries]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    std::map<std::string, std::string> const fields{
        {"a stamp of the honest signature", widget("/FT /Sig /T (Burgemeester) /V 5 0 R /AP << /N 53 0 R >>")},
        {"without extent", "<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) /V 5 0 R /Rect [0 0 0 0] >>"},
        {"with the honest field as its child", "<< /FT /Sig /T (B) /V 5 0 R /Kids [6 0 R] >>"},
        {"without a signature", widget("/FT /Sig /T (B) /AP << /N 53 0 R >>")},
    };
    for (auto const& [what, field] : fields)
        check_forged(house, sealed, with_revision(sealed, entered(sealed, field)), what);
}

TEST_CASE("a further signature may not bring more than itself", "[pades][forgeries]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    auto const second = house.sealed(sealed, PdfSealLevel::b);  // 8 signature, 9 field
    REQUIRE(verified(house, second).verdict == SealVerdict::passed);
    auto const field = object(second, 9);
    REQUIRE(field.find("/T (Seal2)") != std::string::npos);

    // What the last signer covers fails for him, so the first signature alone is looked at.
    auto const first_tells = [&](std::string const& other, PdfChangeKind kind = PdfChangeKind::other) {
        auto const read = test::read(with_revision(second, {{9, other}, {53, look}}));
        INFO(other << "\n" << told(read));
        CHECK(changed(read, kind));
    };
    first_tells(with(field, "/FT /Sig", "/FT /Sig /AA << /E << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"));
    first_tells(with(field, "/FT /Sig", "/FT /Sig /Parent 6 0 R"));
    first_tells(with(field, "/FT /Sig", "/FT /Sig /Kids [6 0 R]"));
    first_tells(with(with(field, "[0 0 0 0]", "[0 0 595 842]"), "/N 7 0 R", "/N 53 0 R"), PdfChangeKind::annotation);
}

TEST_CASE("a time stamp that shows something on the page does not pass", "[pades][forgeries]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    auto const stamped = house.raised(sealed, PdfSealLevel::t);
    auto const field = object(stamped, 9);
    REQUIRE(field.find("/T (Timestamp1)") != std::string::npos);
    auto const shown = with(with(field, "[0 0 0 0]", "[0 0 300 300]"), "/AP << /N 7 0 R >>", "/AP << /N 53 0 R >>");

    check_forged(house, stamped, with_revision(stamped, {{9, shown}, {53, look}}), "a stamp with a look");
}

TEST_CASE("another look for a signature that is there does not pass", "[pades][forgeries]") {
    House house;
    made::Pdf prepared;  // 5: field with one widget; the signature will be object 8
    prepared.catalog_more = "/AcroForm << /Fields [5 0 R] /SigFlags 3 >>";
    prepared.page_more = "/Annots [6 0 R]";
    prepared.others = {"<< /FT /Sig /T (Zegel) /Kids [6 0 R] /V 8 0 R >>", widget("/Parent 5 0 R /AP << /N 7 0 R >>"),
                       look};
    auto const sealed = house.sealed(prepared.bytes(), PdfSealLevel::b);
    auto const kid = object(sealed, 6);
    auto const other = made::stream("/Type /XObject /Subtype /Form /BBox [0 0 90 90]", "BT (De minister) Tj ET");
    std::map<std::string, Objects> const forgeries{
        {"its look is another", {{7, other}}},
        {"its look is another object", {{6, with(kid, "/N 7 0 R", "/N 53 0 R")}, {53, other}}},
        {"its place is another", {{6, with(kid, "[9 9 99 99]", "[99 99 199 199]")}}},
        {"it is hidden", {{6, with(kid, "/F 4", "/F 2")}}},
        {"it has a caption", {{6, with(kid, "/F 4", "/F 4 /MK << /CA (De minister) >>")}}},
    };
    for (auto const& [what, objects] : forgeries) check_forged(house, sealed, with_revision(sealed, objects), what);
}

TEST_CASE("an array in another order, with more or with less, does not pass", "[pades][forgeries]") {
    House house;
    auto pdf =
        two_pages("/Contents 6 0 R /Annots 9 0 R",
                  {"[7 0 R 8 0 R]", made::stream("", "BT (Artikel 1) Tj ET"), made::stream("", "BT (Artikel 2) Tj ET"),
                   "[10 0 R 11 0 R]", "<< /Type /Annot /Subtype /Square /Rect [9 9 99 99] >>",
                   "<< /Type /Annot /Subtype /Square /Rect [19 19 99 99] >>", "[3 0 R 5 0 R]"});
    auto const bytes = in_place(pdf.bytes(), "/Kids [3 0 R] /Count 1", "/Kids 12 0 R /Count 2");
    auto const sealed = house.sealed(bytes, PdfSealLevel::b);
    std::map<std::string, Objects> const forgeries{
        {"pages change places", {{12, "[5 0 R 3 0 R]"}}},
        {"a page is gone", {{12, "[3 0 R]"}}},
        {"a page comes twice", {{12, "[3 0 R 5 0 R 5 0 R]"}}},
        {"a note as a page",
         {{12, "[3 0 R 5 0 R 52 0 R]"}, {52, "<< /Type /Page /Subtype /Text /Rect [0 0 9 9] /MediaBox [0 0 9 9] >>"}}},
        {"contents change places", {{6, "[8 0 R 7 0 R]"}}},
        {"contents are gone", {{6, "[7 0 R]"}}},
        {"annotations change places", {{9, "[11 0 R 10 0 R]"}}},
        {"an annotation is gone", {{9, "[10 0 R]"}}},
    };
    for (auto const& [what, objects] : forgeries) check_forged(house, sealed, with_revision(sealed, objects), what);
}

TEST_CASE("a place that was prepared by a name alone is told when it is filled in", "[pades][forgeries]") {
    House house;
    std::map<std::string, std::string> const prepared{
        {"an image that is not there", "/Resources << /XObject << /Im 80 0 R >> >>"},
        {"contents that are not there", "/Contents 80 0 R"},
        {"annotations that are not there", "/Annots 80 0 R"},
    };
    for (auto const& [what, page] : prepared) {
        auto const sealed = house.sealed(octets(two_pages(page)), PdfSealLevel::b);
        check_forged(house, sealed, with_revision(sealed, {{80, look}}), what);
    }
    auto const sealed = house.sealed(packed_in_first("/Resources << /XObject << /Im 80 0 R >> >>"), PdfSealLevel::b);
    check_forged(house, sealed, with_revision(sealed, {{80, look}}, "2 0 R"), "in an object stream");
}

TEST_CASE("objects by which others are read are there until the end", "[pades][forgeries]") {
    House house;
    auto const long_since = two_pages("/Contents 7 0 R", {"3", "<< /Length 6 0 R >>\nstream\nq Q\nendstream"});
    for (auto const& pdf : {octets(long_since), packed_in_first("")}) {
        auto const twice = house.sealed(house.sealed(pdf, PdfSealLevel::lt), PdfSealLevel::lta);
        auto const report = verified(house, twice);
        INFO(words_of(report));
        CHECK(report.verdict == SealVerdict::passed);
    }
}

TEST_CASE("a look that is replaced and also shown by a page with a higher number is told", "[pades][forgeries]") {
    House house;
    made::Pdf pdf;
    pdf.catalog_more = "/AcroForm << /Fields [6 0 R] >>";
    pdf.others = {look, widget("/FT /Tx /T (Naam) /AP << /N 5 0 R >>"),
                  "<< /Type /Page /Parent 2 0 R /Resources << /XObject << /F 5 0 R >> >> >>"};
    auto const bytes = in_place(pdf.bytes(), "/Kids [3 0 R] /Count 1", "/Kids [3 0 R 7 0 R]");
    auto const sealed = certified(house, bytes, permits(2));
    auto const other = made::stream("/Type /XObject /Subtype /Form /BBox [0 0 90 90]", "BT (Ander) Tj ET");

    auto const filled = with(object(sealed, 6), "/FT /Tx", "/V (Ander) /FT /Tx");

    check_forged(house, sealed, with_revision(sealed, {{5, other}, {6, filled}}), "");
}

TEST_CASE("an object that a page uses does not pass as a harmless one", "[pades][forgeries]") {
    House house;
    SECTION("document information that is a typeface, too") {
        auto pdf = two_pages("/Resources << /Font << /F1 6 0 R >> >>",
                             {"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"});
        pdf.trailer_more = "/Info 6 0 R";
        auto const sealed = house.sealed(octets(pdf), PdfSealLevel::b);
        check_forged(
            house, sealed,
            with_revision(sealed, {{6, "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>"}}, "1 0 R", "/Info 6 0 R"),
            "");
    }
    SECTION("a security store that is the resources, too") {
        auto pdf = two_pages("/Resources 6 0 R", {"<< /XObject << /Im 7 0 R >> >>", look});
        pdf.catalog_more = "/DSS 6 0 R";
        auto const sealed = house.sealed(octets(pdf), PdfSealLevel::b);
        check_forged(house, sealed, with_revision(sealed, {{6, "<< /XObject << /Im 53 0 R >> >>"}, {53, look}}), "");
    }
    SECTION("contents that become the fields of the form") {
        auto const sealed = house.sealed(octets(two_pages("/Contents 6 0 R", {"[7 0 R]", look})), PdfSealLevel::b);
        check_forged(
            house, sealed,
            with_revision(sealed, {{1, with(object(sealed, 1), "/Fields [ 9 0 R ]", "/Fields 6 0 R")}, {6, "[9 0 R]"}}),
            "");
    }
    SECTION("resources that become the catalogue") {
        auto const sealed = house.sealed(
            octets(two_pages("/Resources 6 0 R", {"<< /XObject << /Im 7 0 R >> >>", look})), PdfSealLevel::b);
        check_forged(house, sealed, with_revision(sealed, {{6, object(sealed, 1)}}, "6 0 R"), "");
    }
    SECTION("resources of the form that are a page's, too") {
        auto pdf = two_pages("/Resources 6 0 R", {"<< /Font << >> >>"});
        pdf.catalog_more = "/AcroForm << /Fields [] /DR 6 0 R >>";
        auto const sealed = house.sealed(octets(pdf), PdfSealLevel::b);
        check_forged(house, sealed,
                     with_revision(sealed, {{6, "<< /Font << >> /XObject << /Im 53 0 R >> >>"}, {53, look}}), "");
    }
}

TEST_CASE("what a document does, shows or holds beside its pages may not change", "[pades][forgeries]") {
    House house;
    auto pdf = two_pages("", {"<< /OCGs [7 0 R] /D << /OFF [7 0 R] >> >>", "<< /Type /OCG /Name (Laag) >>",
                              "<< /EmbeddedFiles << /Names [] >> >>"});
    pdf.catalog_more = "/OCProperties 6 0 R /Names 8 0 R";
    auto const sealed = house.sealed(octets(pdf), PdfSealLevel::b);
    auto const root = object(sealed, 1);
    std::map<std::string, Objects> const forgeries{
        {"a layer is switched on", {{6, "<< /OCGs [7 0 R] /D << /ON [7 0 R] >> >>"}}},
        {"a layer is renamed", {{7, "<< /Type /OCG /Name (Andere laag) >>"}}},
        {"layers are others", {{1, with(root, "/OCProperties 6 0 R", "/OCProperties << /OCGs [7 0 R] /D << >> >>")}}},
        {"a file is embedded",
         {{8, "<< /EmbeddedFiles << /Names [(a) 52 0 R] >> >>"}, {52, "<< /Type /Filespec /F (a) >>"}}},
        {"a script runs", {{8, "<< /JavaScript << /Names [(a) 52 0 R] >> >>"}, {52, "<< /S /JavaScript /JS (1) >>"}}},
        {"it opens elsewhere", {{1, with(root, "<<", "<< /OpenAction [5 0 R /Fit]")}}},
        {"it acts", {{1, with(root, "<<", "<< /AA << /WC << /S /JavaScript /JS (1) >> >>")}}},
        {"it has permissions", {{1, with(root, "<<", "<< /Perms << /DocMDP 9 0 R >>")}}},
        {"a page acts", {{3, with(object(sealed, 3), "<<", "<< /AA << /O << /S /JavaScript /JS (1) >> >>")}}},
        {"it has other labels", {{1, with(root, "<<", "<< /PageLabels << /Nums [0 << /St 7 >>] >>")}}},
    };
    for (auto const& [what, objects] : forgeries) check_forged(house, sealed, with_revision(sealed, objects), what);
}

TEST_CASE("a signed revision that hides a second tree of pages is not switched to it", "[pades][forgeries]") {
    House house;
    auto const pdf = two_pages("/Contents 7 0 R", {"<< /Type /Pages /Kids [5 0 R] /Count 1 >>", look});
    auto const sealed = house.sealed(pdf.bytes(), PdfSealLevel::b);
    auto const root = object(sealed, 1);

    check_forged(house, sealed, with_revision(sealed, {{1, with(root, "/Pages 2 0 R", "/Pages 6 0 R")}}), "catalogue");
    check_forged(house, sealed, with_revision(sealed, {{2, object(sealed, 6)}}), "tree");
    check_forged(house, sealed, with_revision(sealed, {{60, with(root, "/Pages 2 0 R", "/Pages 6 0 R")}}, "60 0 R"),
                 "trailer");
    auto const entry = [&](std::string const& number, std::size_t place) {
        return sealed + "\nxref\n" + number + " 1\n" + made::number(place, 10) +
               " 00000 n \ntrailer\n<< /Size 90 /Root 1 0 R /Prev " + std::to_string(last_xref(sealed)) +
               " >>\nstartxref\n" + std::to_string(sealed.size() + 1) + "\n%%EOF\n";
    };
    check_forged(house, sealed, entry("4", sealed.find("7 0 obj")), "cross-reference");
}
