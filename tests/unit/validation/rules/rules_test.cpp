// SPDX-License-Identifier: EUPL-1.2
// Every shipped rule, once kept and once broken: one small change of a valid sample brings the fault of that rule, with
// its severity, and the sample itself has none.
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"
#include "gateway/validation/rules/checks.hpp"

#include <fstream>
#include <set>
#include <sstream>

using namespace wetbode;
namespace fs = std::filesystem;

namespace {

/// The change of a sample that breaks a rule.
struct Break {
    std::string_view sample;
    std::string_view rule;
    std::string_view from;
    std::string_view to;
};

constexpr std::string_view bill = "bill/1/valid/wijzigingsdecreet-veerdiensten.xml";
constexpr std::string_view act = "act/1/valid/veerdiensten.xml";
constexpr std::string_view memo = "explanatory-memorandum/1/valid/veerdiensten.xml";


auto const breaks = std::to_array<Break>({
    {bill, "AKN.FRBR.WORK_IRI", "FRBRuri value=\"/akn/be/bill/ontwerp-van-decreet/vr/2026-10-02/97\"",
     "FRBRuri value=\"/akn/be/ontwerp/97\""},
    {bill, "AKN.FRBR.EXPRESSION_IRI", "97/nld@2026-10-02\"/>", "98/nld@2026-10-02\"/>"},
    {bill, "AKN.FRBR.MANIFESTATION_IRI", "97/nld@2026-10-02.akn", "97/nld@2026-10-03.akn"},
    {bill, "AKN.FRBR.THIS", "97/!main\"", "98/!main\""},
    {bill, "AKN.FRBR.COUNTRY", "FRBRcountry value=\"be\"", "FRBRcountry value=\"nl\""},
    {bill, "AKN.FRBR.COUNTRY_CODE", "FRBRcountry value=\"be\"", "FRBRcountry value=\"Belgie\""},
    {bill, "VL.FRBR.COUNTRY", "FRBRcountry value=\"be\"", "FRBRcountry value=\"nl\""},
    {bill, "AKN.FRBR.DOCUMENT_TYPE", "FRBRuri value=\"/akn/be/bill/ontwerp-van-decreet/vr/2026-10-02/97\"",
     "FRBRuri value=\"/akn/be/act/ontwerp-van-decreet/vr/2026-10-02/97\""},
    {bill, "AKN.FRBR.SUBTYPE", "FRBRsubtype value=\"ontwerp-van-decreet\"", "FRBRsubtype value=\"voorstel\""},
    {bill, "AKN.FRBR.WORK_DATE", "2026-10-02\" name=\"indiening\"", "2026-10-01\" name=\"indiening\""},
    {bill, "AKN.FRBR.EXPRESSION_DATE", "97/nld@2026-10-02\"/>", "97/nld@2026-10-04\"/>"},
    {bill, "AKN.FRBR.NUMBER", "FRBRnumber value=\"97\"", "FRBRnumber value=\"98\""},
    {bill, "AKN.FRBR.LANGUAGE", "language=\"nld\"", "language=\"fra\""},
    {bill, "AKN.FRBR.LANGUAGE_CODE", "language=\"nld\"", "language=\"nl\""},
    {bill, "VL.FRBR.LANGUAGE", "language=\"nld\"", "language=\"fra\""},
    {bill, "AKN.FRBR.ELI", "10/02/2026041234\" name", "2026041234\" name"},
    {bill, "AKN.FRBR.NUMAC", "value=\"2026041234\"", "value=\"202604123\""},
    {bill, "AKN.EID.SYNTAX", "eId=\"chp_2__art_4__content\"", "eId=\"chp_2/art_4/content\""},
    {bill, "AKN.EID.ABBREVIATION", "eId=\"chp_2__art_4\"", "eId=\"chp_2__artikel_4\""},
    {bill, "AKN.EID.PARENT", "eId=\"chp_2__art_3__para_2\"", "eId=\"chp_2__art_4__para_2\""},
    {bill, "AKN.EID.NUMBER", "eId=\"chp_2__art_4\"", "eId=\"chp_2__art_5\""},
    {bill, "AKN.EID.MISSING", "article eId=\"chp_2__art_4\"", "article"},
    {bill, "AKN.REF.TARGET", "<ref href=\"#chp_2__art_3__para_1\"", "<ref href=\"#chp_2__art_9__para_1\""},
    {bill, "AKN.REF.EMPTY", "<ref href=\"#chp_2__art_3__para_1\"", "<ref href=\"\""},
    {bill, "AKN.REF.FORM", "<ref href=\"#chp_2__art_3__para_1\"", "<ref href=\"paragraaf%201\""},
    {bill, "AKN.REF.LOCAL_FILE", "<ref href=\"#chp_2__art_3__para_1\"", "<ref href=\"file:///C:/ontwerp.docx\""},
    {bill, "AKN.REF.ELI", "eli/decreet/2019/05/03/2019012345", "eli/decreet/2019/02/30/2019012345"},
    {bill, "AKN.REF.ROLE", "as=\"#indiener\"", "as=\"#vlaamse-regering\""},
    {bill, "AKN.REF.UNUSED", "eId=\"vlaamse-regering\"", "eId=\"vlaams-parlement\""},
    {bill, "AKN.REF.RANGE", "from=\"#chp_1__art_1\" upTo=\"#chp_2__art_2\"",
     "from=\"#chp_2__art_2\" upTo=\"#chp_1__art_1\""},
    {bill, "AKN.NUM.EMPTY", "<num>2°</num>", "<num> </num>"},
    {bill, "VL.NUM.ARTICLE_MISSING", "<num>Art. 3.</num>", ""},
    {bill, "VL.NUM.ARTICLE_ORDER", "<num>Art. 3.</num>", "<num>Art. 2.</num>"},
    {bill, "VL.NUM.ARTICLE_GAP", "<num>Art. 4.</num>", "<num>Art. 5.</num>"},
    {bill, "VL.NUM.ARTICLE_FORM", "<num>Art. 3.</num>", "<num>Art 3</num>"},
    {bill, "VL.NUM.FIRST_ARTICLE", "<num>Artikel 1.</num>", "<num>Art. 1.</num>"},
    {bill, "VL.NUM.PARAGRAPH_ORDER", "<num>§ 2.</num>", "<num>§ 3.</num>"},
    {bill, "VL.NUM.PARAGRAPH_FORM", "<num>§ 2.</num>", "<num>§2</num>"},
    {bill, "VL.NUM.PARAGRAPH_ALONE", "<content eId=\"chp_2__art_4__content\">",
     "<paragraph eId=\"chp_2__art_4__para_1\"><num>§ 1.</num><content eId=\"chp_2__art_4__content\"><p>x</p></content>"
     "</paragraph></article><article eId=\"chp_2__art_5\"><num>Art. 5.</num><content eId=\"chp_2__art_5__content\">"},
    {bill, "VL.NUM.PARAGRAPH_MIXED", "<num>§ 2.</num>", ""},
    {bill, "VL.NUM.DIVISION_ORDER", "<num>Hoofdstuk 2.</num>", "<num>Hoofdstuk III.</num>"},
    {bill, "VL.NUM.DIVISION_MISSING", "<num>Hoofdstuk 2.</num>", ""},
    {bill, "VL.NUM.POINT_ORDER", "<num>2°</num>", "<num>3°</num>"},
    {bill, "VL.NUM.TWICE", "<num>Art. 3.</num>", "<num>Art. 3.</num><num>Art. 4.</num>"},
    {bill, "VL.NUM.AFTER_HEADING", "<num>Hoofdstuk 2.</num>\n",
     "<heading>Wijzigingen</heading><num>Hoofdstuk 2.</num>\n"},
    {bill, "VL.PART.TITLE", "<docTitle>tot wijziging van het decreet over de veerdiensten</docTitle>", ""},
    {bill, "VL.PART.DOCUMENT_TYPE", "<docType>Ontwerp van decreet</docType>", ""},
    {bill, "AKN.PART.HEADING_EMPTY", "<heading>Wijzigingen</heading>", "<heading> </heading>"},
    {bill, "VL.PART.DIVISION_HEADING", "<heading>Wijzigingen</heading>", ""},
    {bill, "VL.PART.ARTICLE_EMPTY", "<p>Dit decreet regelt een gewestaangelegenheid.</p>", "<p/>"},
    {bill, "VL.BILL.NAME", "<bill name=\"ontwerp-van-decreet\"", "<bill name=\"kladversie\""},
    {bill, "VL.BILL.FORMULA", "<preamble eId=\"preamble\">", "<preamble eId=\"preamble\"><p>x</p></preamble><!--"},
    {bill, "VL.BILL.ARTICLES", "<body eId=\"body\">", "<body eId=\"body\"><chapter eId=\"chp_1\"/></body><!--"},
    {bill, "VL.BILL.SIGNATURE", "<conclusions eId=\"conclusions\">", "<!--"},
    {bill, "VL.BILL.COMPETENCE", "Dit decreet regelt een gewestaangelegenheid.", "Dit decreet is kort."},
    {bill, "VL.BILL.ENTRY_INTO_FORCE", "treedt in werking", "geldt"},
    {bill, "AKN.AMEND.NO_TARGET", "De melding, ",
     "<mod eId=\"m_1\">Het <quotedText eId=\"q_1\">x</quotedText> vervalt.</mod> De melding, "},
    {bill, "AKN.AMEND.ITSELF", "De melding, ",
     "<mod eId=\"m_1\">In <ref href=\"#chp_2__art_4\">4</ref>: <quotedText eId=\"q_1\">x</quotedText>.</mod> En "},
    {bill, "AKN.AMEND.QUOTED_EMPTY", ">tien jaar<", "><"},
    {bill, "AKN.AMEND.SOURCE", "href=\"#chp_2__art_2__mod_1\"", "href=\"#chp_2__art_2\""},
    {bill, "AKN.AMEND.DESTINATION", "destination\" href=\"/akn/be/act/decreet/2019-05-03/412/~art_4\"",
     "destination\" href=\"#chp_2__art_3\""},
    {bill, "AKN.EDIT.TRACKED", "De melding, ", "De <ins>melding</ins>, "},
    {bill, "AKN.EDIT.INSTRUCTION", "De melding, ", "De <?oxy_insert_start author=\"x\"?>melding<?oxy_insert_end?>, "},
    {bill, "AKN.EDIT.COMMENT", "De melding, ", "De <!-- nakijken met de jurist --> melding, "},
    {bill, "AKN.EDIT.PLACEHOLDER", "De melding, ", "De <placeholder originalText=\"x\">x</placeholder>, "},
    {bill, "AKN.EDIT.STATUS", "article eId=\"chp_2__art_4\"", "article status=\"incomplete\" eId=\"chp_2__art_4\""},
    {bill, "AKN.EDIT.UNFINISHED", "De melding, ", "De melding van X" "XX dagen, "},
    {bill, "AKN.DATE.ORDER", "date=\"2026-10-02\" name=\"opmaak\"", "date=\"2026-09-02\" name=\"opmaak\""},
    {bill, "AKN.DATE.FUTURE", "2026-10-02\" name=\"indiening\"", "2031-10-02\" name=\"indiening\""},
    {bill, "AKN.DATE.IRI", "href=\"/akn/be/act/decreet/2019-05-03/412\"",
     "href=\"/akn/be/act/decreet/2019-02-30/412\""},
    {bill, "AKN.DATE.PERIOD", "start=\"#event_1\" end=\"#event_2\"", "start=\"#event_2\" end=\"#event_1\""},
    {bill, "AKN.DATE.PUBLISHED", "publication date=\"2026-10-05\"", "publication date=\"2026-09-05\""},
    {bill, "VL.DATE.RANGE", "eId=\"event_2\" date=\"2036-12-31\"", "eId=\"event_2\" date=\"1236-12-31\""},
    {bill, "VL.DATE.TEXT", ">1 januari 2027<", ">1 februari 2027<"},
    {act, "VL.ACT.NAME", "<act name=\"decreet\"", "<act name=\"wet\""},
    {act, "VL.ACT.FORMULA", "<preamble eId=\"preamble\">", "<preamble eId=\"preamble\"><p>x</p></preamble><!--"},
    {act, "VL.ACT.ARTICLES", "<body eId=\"body\">", "<body eId=\"body\"><chapter eId=\"chp_1\"/></body><!--"},
    {act, "VL.ACT.SIGNATURE", "<conclusions eId=\"conclusions\">", "<!--"},
    {act, "VL.ACT.COMPETENCE", "Dit decreet regelt een gewestaangelegenheid.", "Dit decreet is kort."},
    {memo, "VL.MEMO.ARTICLES", "<heading>Toelichting bij de artikelen</heading>", "<heading>Nog iets</heading>"},
});

std::string text_of(std::string_view sample) {
    std::ifstream in(fs::path(WETBODE_SOURCE_DIR) / "schemas" / sample, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// A "<!--" at the end of `to` swallows everything up to the next part of the document that stays.
std::string broken(Break const& change) {
    auto text = text_of(change.sample);
    auto const at = text.find(change.from);
    REQUIRE(at != std::string::npos);
    text.replace(at, change.from.size(), change.to);
    if (!change.to.ends_with("<!--")) return text;
    auto const from = at + change.to.size() - 4;
    for (std::string_view const end : {"</preamble>", "</body>", "</conclusions>"})
        if (change.from.find(std::string(end.substr(2, end.size() - 3))) != std::string_view::npos)
            return text.erase(from, text.find(end, from) + end.size() - from);
    return text;
}

std::string_view type_in(std::string_view sample) { return sample.substr(0, sample.find('/')); }

Catalogue const& catalogue() {
    static FakeClock clock(FakeClock::monday + std::chrono::hours(24 * 400));
    static Catalogue const loaded(
        {.schemas = fs::path(WETBODE_BUILD_DIR) / "share/wetbode/schemas", .clock = &clock});
    return loaded;
}

std::vector<Fault> with_code(Verdict const& verdict, std::string_view code) {
    std::vector<Fault> found;
    for (auto const& fault : verdict.faults)
        if (fault.code == code) found.push_back(fault);
    return found;
}

void tell(Verdict const& verdict) {
    for (auto const& fault : verdict.faults)
        UNSCOPED_INFO(fault.code << " " << fault.line << " " << fault.message.en);
}

}  // namespace

TEST_CASE("every shipped rule finds what breaks it and leaves alone what keeps it", "[rules]") {
    for (auto const& change : breaks) {
        CAPTURE(change.sample, change.rule, change.from, change.to);
        auto const type = type_in(change.sample);
        auto const kept = catalogue().check(type, "a.xml", content_of(text_of(change.sample)));
        CHECK(with_code(kept, change.rule).empty());

        auto const verdict = catalogue().check(type, "a.xml", content_of(broken(change)));

        tell(verdict);
        auto const found = with_code(verdict, change.rule);
        REQUIRE_FALSE(found.empty());
        auto const& fault = found.front();
        auto const& rules = catalogue().rules(type);
        auto const rule = std::ranges::find(rules, change.rule, &Rule::id);
        REQUIRE(rule != rules.end());
        CHECK(fault.severity == rule->severity);
        CHECK(fault.line > 0);
        CHECK(fault.path.starts_with("/akomaNtoso"));
        CHECK(fault.message.nl.find('{') == std::string::npos);
        CHECK(fault.message.en.find('{') == std::string::npos);
        CHECK(fault.message.nl != fault.message.en);
    }
}

TEST_CASE("the samples that rules are tried on keep all of them", "[rules]") {
    for (auto const sample : {bill, act, memo}) {
        auto const verdict = catalogue().check(type_in(sample), "a.xml", content_of(text_of(sample)));
        CAPTURE(sample);
        tell(verdict);
        CHECK(verdict.faults.empty());
        CHECK(verdict.akn_level == 2);
    }
}

TEST_CASE("no rule is shipped without being tried", "[rules]") {
    std::set<std::string_view> tried;
    for (auto const& change : breaks) tried.insert(change.rule);
    std::size_t shipped = 0;
    for (auto const type : {"bill", "act", "explanatory-memorandum"})
        for (auto const& rule : catalogue().rules(type)) {
            if (rule.engine != RuleEngine::native) continue;
            CAPTURE(rule.id);
            CHECK(tried.contains(rule.id));
            ++shipped;
        }
    CHECK(shipped > 120);
}
