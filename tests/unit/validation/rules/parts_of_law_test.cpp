// SPDX-License-Identifier: EUPL-1.2
// Identifiers and numbers of law as text: what is one, and what follows what.
#include <catch2/catch.hpp>

#include "gateway/validation/rules/id_table.hpp"
#include "gateway/validation/rules/iri.hpp"
#include "gateway/validation/rules/numeral.hpp"

using namespace wetbode::rules;

TEST_CASE("a work IRI is taken apart", "[rules]") {
    auto const iri = work_iri_in("/akn/be/bill/ontwerp-van-decreet/vr/2026-11-20/412");

    REQUIRE(iri);
    CHECK(iri->country == "be");
    CHECK(iri->type == "bill");
    CHECK(iri->between == "ontwerp-van-decreet/vr");
    CHECK(iri->date == "2026-11-20");
    CHECK(iri->number == "412");
    CHECK(work_iri_in("/akn/it-45/act/2004/11")->country == "it-45");
    CHECK(work_iri_in("/akn/be/act/2026-11-20")->number.empty());
}

TEST_CASE("what is no work IRI is not taken for one", "[rules]") {
    auto const text = GENERATE(as<std::string>{}, "", "/akn/", "/akn/be", "/akn/be/bill", "/akn/be/bill/vr/412",
                               "/akn/belgie/bill/2026-11-20/412", "akn/be/bill/2026-11-20/412",
                               "/akn/be/bill/2026-11-20/412/nld@2026", "/akn/be/bill/2026-11-20/412/!main",
                               "/akn/be//2026-11-20/412", "https://example.be/akn/be/bill/2026/1");
    CHECK_FALSE(work_iri_in(text));
}

TEST_CASE("an expression IRI is the work IRI with a language of three letters", "[rules]") {
    std::string const work = "/akn/be/bill/2026-11-20/412";

    REQUIRE(expression_iri_in(work + "/nld@2026-11-20", work));
    CHECK(expression_iri_in(work + "/nld@2026-11-20", work)->version == "2026-11-20");
    CHECK(expression_iri_in(work + "/nld", work)->language == "nld");
    for (auto const* const bad : {"", "/", "/nl@2026-11-20", "/NLD@", "0/nld@", "/nld@2026/!main"})
        CHECK_FALSE(expression_iri_in(work + bad, work));
}

TEST_CASE("a day is in the calendar or not", "[rules]") {
    CHECK(is_day("2024-02-29"));
    for (auto const* const bad : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "2026-04-31", "20260401"})
        CHECK_FALSE(is_day(bad));
    CHECK(impossible_day_in("/akn/be/act/2026-02-30/1") == "2026-02-30");
    CHECK(impossible_day_in("/akn/be/act/2026-02-28/1/nld@2026-04-31.akn") == "2026-04-31");
    CHECK(impossible_day_in("/akn/be/act/2026-02-28/2026-99").empty());
}

TEST_CASE("an ELI of Belgium is checked part by part", "[rules]") {
    std::string const host = "http://www.ejustice.just.fgov.be/eli/";
    CHECK(is_good_eli(host + "decreet/2019/05/03/2019012345"));
    CHECK(is_good_eli(host + "decreet/2019/05/03/2019012345/staatsblad"));
    CHECK(is_good_eli("http://data.europa.eu/eli/reg/2016/679/oj"));
    for (auto const* const bad : {"decreet/2019/05/32/2019012345", "decreet/2019/05/03/201901234", "decreet/2019/5/3/1",
                                  "Decreet/2019/05/03/2019012345", "decreet", ""})
        CHECK_FALSE(is_good_eli(host + bad));
    CHECK_FALSE(is_eli("https://example.be/felicitatie"));
    CHECK(is_numac("2026041234"));
    CHECK_FALSE(is_numac("0026041234"));
}

TEST_CASE("numbers of law are read as drafters write them", "[rules]") {
    auto const [text, base, insertion] = GENERATE(table<std::string, int, int>({
        {"Artikel 1.", 1, 0}, {"Art. 12.", 12, 0}, {"Art. 5bis.", 5, 2}, {"Art. 5 ter", 5, 3}, {"Art. 5/1.", 5, 1},
        {"§ 2.", 2, 0}, {"§2", 2, 0}, {"\u00A7\u00A03.", 3, 0}, {"1°", 1, 0}, {"3°bis", 3, 2}, {"Hoofdstuk IV.", 4, 0},
        {"HOOFDSTUK XIV", 14, 0}, {"a)", 1, 0}, {"Enig artikel.", 1, 0}, {"5-1", 5, 1}, {"7sexdecies", 7, 16},
        {"  Art.\n  9.  ", 9, 0},
    }));
    CAPTURE(text);
    auto const number = numeral_in(text);
    REQUIRE(number);
    CHECK(number->base == base);
    CHECK(number->insertions[0] == insertion);
}

TEST_CASE("what is no number is not taken for one", "[rules]") {
    for (auto const* const text :
         {"", "Slotbepaling", "Eerste hoofdstuk", "IIII", "12zz", "Hoofdstuk", "5 van het decreet"})
        CHECK_FALSE(numeral_in(text));
}

TEST_CASE("one number follows another", "[rules]") {
    auto const fits = [](char const* next, char const* previous) {
        return follows(*numeral_in(next), *numeral_in(previous));
    };
    CHECK(fits("6", "5"));
    CHECK(fits("5bis", "5"));
    CHECK(fits("5ter", "5bis"));
    CHECK(fits("5/2", "5/1"));
    CHECK(fits("5/1/1", "5/1"));
    CHECK(fits("6", "5ter"));
    CHECK(fits("IV", "III"));
    CHECK_FALSE(fits("7", "5"));
    CHECK_FALSE(fits("5", "5"));
    CHECK_FALSE(fits("5", "5bis"));
    CHECK_FALSE(fits("6bis", "5"));
    CHECK_FALSE(fits("4", "5"));
    CHECK(after(*numeral_in("III")) == "IV");
    CHECK(after(*numeral_in("b)")) == "c");
    CHECK(after(*numeral_in("5bis")) == "6");
}

TEST_CASE("a table of identifiers grows and keeps their order", "[rules]") {
    IdTable table;
    for (int i = 0; i < 10'000; ++i) table.add("art_" + std::to_string(i));
    table.add(std::string_view("art_7"));

    CHECK(table.order_of(IdTable::key_of("art_0")) == 1U);
    CHECK(table.order_of(IdTable::key_of("art_9999")) == 10'000U);
    CHECK(table.order_of(IdTable::key_of("art_7")) == 8U);
    CHECK_FALSE(table.has(IdTable::key_of("art_10000")));
}
