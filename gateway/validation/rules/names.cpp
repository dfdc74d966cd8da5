// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/rules/names.hpp"

#include <array>
#include <unordered_map>

namespace wetbode::rules {

namespace {

using enum Kind;

constexpr auto rows = std::to_array<NameRow>({
    {Name::akomaNtoso, "akomaNtoso", "", none},
    {Name::act, "act", "", document},
    {Name::bill, "bill", "", document},
    {Name::doc, "doc", "", document},
    {Name::debate, "debate", "", document},
    {Name::debateReport, "debateReport", "", document},
    {Name::judgment, "judgment", "", document},
    {Name::statement, "statement", "", document},
    {Name::amendment, "amendment", "", document},
    {Name::amendmentList, "amendmentList", "", document},
    {Name::officialGazette, "officialGazette", "", document},
    {Name::documentCollection, "documentCollection", "", document},
    {Name::portion, "portion", "", document},
    {Name::meta, "meta", "", none},
    {Name::identification, "identification", "", none},
    {Name::FRBRWork, "FRBRWork", "", none},
    {Name::FRBRExpression, "FRBRExpression", "", none},
    {Name::FRBRManifestation, "FRBRManifestation", "", none},
    {Name::FRBRItem, "FRBRItem", "", none},
    {Name::FRBRthis, "FRBRthis", "", none},
    {Name::FRBRuri, "FRBRuri", "", none},
    {Name::FRBRalias, "FRBRalias", "", none},
    {Name::FRBRdate, "FRBRdate", "", none},
    {Name::FRBRauthor, "FRBRauthor", "", none},
    {Name::FRBRcountry, "FRBRcountry", "", none},
    {Name::FRBRsubtype, "FRBRsubtype", "", none},
    {Name::FRBRnumber, "FRBRnumber", "", none},
    {Name::FRBRlanguage, "FRBRlanguage", "", none},
    {Name::FRBRportion, "FRBRportion", "", none},
    {Name::publication, "publication", "", none},
    {Name::lifecycle, "lifecycle", "", none},
    {Name::eventRef, "eventRef", "", none},
    {Name::temporalGroup, "temporalGroup", "", none},
    {Name::timeInterval, "timeInterval", "", none},
    {Name::references, "references", "", none},
    {Name::activeModifications, "activeModifications", "", none},
    {Name::passiveModifications, "passiveModifications", "", none},
    {Name::source, "source", "", none},
    {Name::destination, "destination", "", none},
    {Name::TLCPerson, "TLCPerson", "", tlc},
    {Name::TLCOrganization, "TLCOrganization", "", tlc},
    {Name::TLCConcept, "TLCConcept", "", tlc},
    {Name::TLCObject, "TLCObject", "", tlc},
    {Name::TLCEvent, "TLCEvent", "", tlc},
    {Name::TLCLocation, "TLCLocation", "", tlc},
    {Name::TLCProcess, "TLCProcess", "", tlc},
    {Name::TLCRole, "TLCRole", "", tlc},
    {Name::TLCTerm, "TLCTerm", "", tlc},
    {Name::TLCReference, "TLCReference", "", tlc},
    {Name::preface, "preface", "", none},
    {Name::preamble, "preamble", "", none},
    {Name::conclusions, "conclusions", "", none},
    {Name::body, "body", "", none},
    {Name::mainBody, "mainBody", "", none},
    {Name::docTitle, "docTitle", "", none},
    {Name::docType, "docType", "", none},
    {Name::longTitle, "longTitle", "", none},
    {Name::formula, "formula", "", none},
    {Name::signature, "signature", "", none},
    {Name::article, "article", "art", hierarchy},
    {Name::paragraph, "paragraph", "para", hierarchy},
    {Name::point, "point", "", hierarchy},
    {Name::list, "list", "", hierarchy},
    {Name::alinea, "alinea", "al", hierarchy},
    {Name::subparagraph, "subparagraph", "subpara", hierarchy},
    {Name::clause, "clause", "cl", hierarchy},
    {Name::subclause, "subclause", "subcl", hierarchy},
    {Name::indent, "indent", "", hierarchy},
    {Name::level, "level", "", hierarchy},
    {Name::rule, "rule", "", hierarchy},
    {Name::proviso, "proviso", "", hierarchy},
    {Name::sublist, "sublist", "", hierarchy},
    {Name::book, "book", "", division},
    {Name::tome, "tome", "", division},
    {Name::part, "part", "", division},
    {Name::subpart, "subpart", "", division},
    {Name::title, "title", "", division},
    {Name::subtitle, "subtitle", "", division},
    {Name::chapter, "chapter", "chp", division},
    {Name::subchapter, "subchapter", "subchp", division},
    {Name::section, "section", "sec", division},
    {Name::subsection, "subsection", "subsec", division},
    {Name::division, "division", "dvs", division},
    {Name::subdivision, "subdivision", "subdvs", division},
    {Name::quotedStructure, "quotedStructure", "qstr", named},
    {Name::quotedText, "quotedText", "qtext", named},
    {Name::recital, "recital", "rec", named},
    {Name::recitals, "recitals", "recs", named},
    {Name::citation, "citation", "cit", named},
    {Name::citations, "citations", "cits", named},
    {Name::component, "component", "cmp", named},
    {Name::attachment, "attachment", "att", named},
    {Name::blockList, "blockList", "list", named},
    {Name::debateSection, "debateSection", "dbsect", named},
    {Name::num, "num", "", none},
    {Name::heading, "heading", "", none},
    {Name::p, "p", "", none},
    {Name::ref, "ref", "", none},
    {Name::rref, "rref", "", none},
    {Name::mref, "mref", "", none},
    {Name::mod, "mod", "", none},
    {Name::rmod, "rmod", "", none},
    {Name::ins, "ins", "", none},
    {Name::del, "del", "", none},
    {Name::placeholder, "placeholder", "", none},
    {Name::date, "date", "", none},
    {Name::a, "a", "", none},
    {Name::img, "img", "", none},
    {Name::def, "def", "", none},
    {Name::other, "other", "", none},
});

constexpr bool in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (static_cast<std::size_t>(rows[i].name) != i) return false;
    return true;
}
static_assert(in_order(), "a row stands at the place of its name");

std::unordered_map<std::string_view, NameRow const*> const& by_local() {
    static auto const map = [] {
        std::unordered_map<std::string_view, NameRow const*> made;
        for (auto const& row : rows) made.emplace(row.local, &row);
        return made;
    }();
    return map;
}

}  // namespace

NameRow const& row_of(std::string_view local) {
    auto const found = by_local().find(local);
    return found == by_local().end() ? rows.back() : *found->second;
}

NameRow const& row_of(Name name) { return rows[static_cast<std::size_t>(name)]; }

}  // namespace wetbode::rules
