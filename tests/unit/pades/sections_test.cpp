// SPDX-License-Identifier: EUPL-1.2
// Revisions that are built so that one reader sees other objects in them than another, and such that cost too much.
#include <catch2/catch.hpp>

#include "tests/unit/files/made_pdf.hpp"
#include "tests/unit/pades/revisions.hpp"

#include <algorithm>

using namespace wetbode;
using namespace wetbode::test;

namespace {

std::string const other_page = made::stream("", "BT (Ander besluit) Tj ET");

/// A harmless revision: the catalogue written anew.
std::string harmless(std::string const& sealed) {
    return with_revision(sealed, {{1, object(sealed, 1)}});
}

std::string reason(House const& house, std::string const& pdf) {
    auto const report = verified(house, pdf);
    return report.verdict == SealVerdict::passed ? "passed" : words_of(report);
}

}  // namespace

TEST_CASE("an object that no list names is told: a reader that repairs would show it", "[pades][sections]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    REQUIRE(reason(house, harmless(sealed)) == "passed");
    auto const hidden = "4 0 obj\n" + other_page + "\nendobj\n";

    CHECK(reason(house, harmless(sealed + "\n" + hidden)).find("on no list") != std::string::npos);
    auto const later = harmless(sealed);
    auto const xref = later.rfind("xref\n1 1");
    CHECK(reason(house, later.substr(0, xref) + "trailer << /Root 9 0 R >>\n" +
                            with(later.substr(xref), "startxref\n" + std::to_string(xref),
                                 "startxref\n" + std::to_string(xref + 26)))
              .find("belongs to no list") != std::string::npos);
}

TEST_CASE("a list of objects that readers understand differently is told", "[pades][sections]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    auto const good = harmless(sealed);
    auto const start = last_xref(good);

    CHECK(reason(house, with(good, "startxref\n" + std::to_string(start), "startxref\n" + std::to_string(start - 1)))
              .find("not built") != std::string::npos);
    auto const tail = good.substr(start);
    CHECK(reason(house, good.substr(0, start) + with(tail, " 00000 n \n", " 00000 n\n")) != "passed");
    CHECK(reason(house, good.substr(0, start) + with(tail, "xref\n1 1\n", "xref \n 1 1\n")) != "passed");
    CHECK(reason(house, good.substr(0, start) + with(tail, "/Size", "/XRefStm 99 /Size")) != "passed");
    CHECK(reason(house, good.substr(0, start) + with(tail, "/Prev " + std::to_string(last_xref(sealed)), "")) !=
          "passed");
}

TEST_CASE("a list that passes the signed one by is told", "[pades][sections]") {
    House house;
    auto const first = with_revision(plain_pdf(), {{4, other_page}});
    auto const sealed = house.sealed(first, PdfSealLevel::b);
    REQUIRE(reason(house, sealed) == "passed");
    auto const good = harmless(sealed);

    auto const forged = with(good, "/Root 1 0 R /Prev " + std::to_string(last_xref(sealed)),
                             "/Root 1 0 R /Prev " + std::to_string(last_xref(plain_pdf())));

    CHECK(reason(house, forged) != "passed");
}

TEST_CASE("revisions that cost too much are refused, not followed", "[pades][sections]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    auto const root = object(sealed, 1);
    std::string deep = "0";
    for (int i = 0; i < 400; ++i) deep = "[" + deep + "]";
    auto const loop = with(harmless(sealed), "/Prev " + std::to_string(last_xref(sealed)),
                           "/Prev " + std::to_string(sealed.size() + 1 + 8 + root.size() + 8));
    std::map<std::string, std::string> const bombs{
        {"a list that continues itself", loop},
        {"pages that are their own pages", with_revision(sealed, {{2, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}})},
        {"fields that are their own fields",
         with_revision(sealed, {{1, with(root, "/Fields [ ", "/Fields [ 52 0 R ")},
                                {52, "<< /FT /Sig /T (A) /V 5 0 R /Kids [52 0 R] >>"}})},
        {"a look that is its own look", with_revision(sealed, {{6, with(object(sealed, 6), "/N 7 0 R", "/N 6 0 R")}})},
        {"an array in arrays", with_revision(sealed, {{2, "<< /Type /Pages /Kids " + deep + " /Count 1 >>"}})},
        {"a parent that is its own parent",
         with_revision(sealed, {{3, with(object(sealed, 3), "/Parent 2 0 R", "/Parent 3 0 R")}})},
    };
    for (auto const& [what, bomb] : bombs) {
        INFO(what);
        CHECK(verified(house, bomb).verdict != SealVerdict::passed);
    }
}

TEST_CASE("no octet of a sealed PDF may be another", "[pades][sections]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    auto const gap = sealed.find("/Contents <") + 10;
    auto const gap_end = sealed.find('>', gap);
    // What CMS itself leaves unsigned: version and digest algorithms at the head of the message (RFC 5652 section 5.1).
    auto const head_end = sealed.find("300b06092a864886f70d010701", gap);
    REQUIRE(head_end < gap + 120);
    std::string unnoticed;
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        bool const in_gap = at > gap && at < gap_end;
        if (in_gap && (at < head_end || at % 16 != 0)) continue;
        auto other = sealed;
        // The case of a hexadecimal digit says nothing, another digit does.
        other[at] = static_cast<char>(other[at] ^ (in_gap ? 0x01 : 0x20));
        if (verified(house, other).verdict == SealVerdict::passed) unnoticed += std::to_string(at) + " ";
    }

    CHECK(unnoticed == "");
}
