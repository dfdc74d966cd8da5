// SPDX-License-Identifier: EUPL-1.2
// The elements of Akoma Ntoso that checks know by name, found with one look-up per element. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace wetbode::rules {

inline constexpr std::string_view akn_namespace = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

enum class Name : std::uint8_t {
    akomaNtoso, act, bill, doc, debate, debateReport, judgment, statement, amendment, amendmentList,
    officialGazette, documentCollection, portion, meta, identification, FRBRWork, FRBRExpression,
    FRBRManifestation, FRBRItem, FRBRthis, FRBRuri, FRBRalias, FRBRdate, FRBRauthor, FRBRcountry, FRBRsubtype,
    FRBRnumber, FRBRlanguage, FRBRportion, publication, lifecycle, eventRef, temporalGroup, timeInterval,
    references, activeModifications, passiveModifications, source, destination, TLCPerson, TLCOrganization,
    TLCConcept, TLCObject, TLCEvent, TLCLocation, TLCProcess, TLCRole, TLCTerm, TLCReference, preface, preamble,
    conclusions, body, mainBody, docTitle, docType, longTitle, formula, signature, article, paragraph, point,
    list, alinea, subparagraph, clause, subclause, indent, level, rule, proviso, sublist, book, tome, part,
    subpart, title, subtitle, chapter, subchapter, section, subsection, division, subdivision, quotedStructure,
    quotedText, recital, recitals, citation, citations, component, attachment, blockList, debateSection, num,
    heading, p, ref, rref, mref, mod, rmod, ins, del, placeholder, date, a, img, def, other,
};

/// What an element is to the checks.
enum class Kind : std::uint8_t {
    none,
    document,   ///< a document type: act, bill, doc, ...
    tlc,        ///< an entry of `references` about a person, organisation, role, ...
    hierarchy,  ///< article and what stands below it
    division,   ///< chapter, title, section, ...: what articles are grouped by
    named,      ///< another element whose eId follows the naming convention
};

struct NameRow {
    Name name;
    std::string_view local;
    std::string_view abbreviation;  ///< in an eId, where it is not the element's own name
    Kind kind;
};

/// `other` if no check knows it.
[[nodiscard]] NameRow const& row_of(std::string_view local);
[[nodiscard]] NameRow const& row_of(Name name);

/// How the naming convention (5.2) writes the element in an eId.
[[nodiscard]] inline std::string_view abbreviation_of(NameRow const& row) {
    return row.abbreviation.empty() ? row.local : row.abbreviation;
}

}  // namespace wetbode::rules
