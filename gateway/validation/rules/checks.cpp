// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/rules/checks.hpp"

#include "gateway/refusal.hpp"

#include <algorithm>
#include <array>

namespace wetbode::rules {

namespace {

constexpr auto table = std::to_array<CheckSpec>({
    {.check = Check::frbr_work_iri, .name = "frbr.work_iri", .placeholders = "iri", .level_two = true},
    {.check = Check::frbr_expression_iri, .name = "frbr.expression_iri", .placeholders = "iri work",
     .level_two = true},
    {.check = Check::frbr_manifestation_iri, .name = "frbr.manifestation_iri", .placeholders = "iri expression",
     .level_two = true},
    {.check = Check::frbr_this, .name = "frbr.this", .placeholders = "level this iri", .level_two = true},
    {.check = Check::frbr_country, .name = "frbr.country", .placeholders = "iri_country country", .level_two = true},
    {.check = Check::frbr_country_code, .name = "frbr.country_code", .placeholders = "country"},
    {.check = Check::frbr_country_is, .name = "frbr.country_is", .placeholders = "country", .parameter = true},
    {.check = Check::frbr_document_type, .name = "frbr.document_type", .placeholders = "iri_type element",
     .level_two = true},
    {.check = Check::frbr_subtype, .name = "frbr.subtype", .placeholders = "subtype iri"},
    {.check = Check::frbr_work_date, .name = "frbr.work_date", .placeholders = "iri_date date", .level_two = true},
    {.check = Check::frbr_expression_date, .name = "frbr.expression_date", .placeholders = "iri_date date"},
    {.check = Check::frbr_number, .name = "frbr.number", .placeholders = "iri_number number"},
    {.check = Check::frbr_language, .name = "frbr.language", .placeholders = "iri_language language",
     .level_two = true},
    {.check = Check::frbr_language_code, .name = "frbr.language_code", .placeholders = "language"},
    {.check = Check::frbr_language_is, .name = "frbr.language_is", .placeholders = "language", .parameter = true},
    {.check = Check::frbr_eli, .name = "frbr.eli", .placeholders = "value"},
    {.check = Check::frbr_numac, .name = "frbr.numac", .placeholders = "value"},
    {.check = Check::eid_syntax, .name = "eid.syntax", .placeholders = "attribute value", .level_two = true},
    {.check = Check::eid_abbreviation, .name = "eid.abbreviation", .placeholders = "id element expected",
     .level_two = true},
    {.check = Check::eid_parent, .name = "eid.parent", .placeholders = "id parent", .level_two = true},
    {.check = Check::eid_number, .name = "eid.number", .placeholders = "id number", .level_two = true},
    {.check = Check::eid_missing, .name = "eid.missing", .placeholders = "element"},
    {.check = Check::reference_target, .name = "reference.target", .placeholders = "attribute target"},
    {.check = Check::reference_empty, .name = "reference.empty", .placeholders = "attribute element",
     .level_two = true},
    {.check = Check::reference_form, .name = "reference.form", .placeholders = "attribute value", .level_two = true},
    {.check = Check::reference_local_file, .name = "reference.local_file", .placeholders = "attribute value",
     .level_two = true},
    {.check = Check::reference_eli, .name = "reference.eli", .placeholders = "value"},
    {.check = Check::reference_role, .name = "reference.role", .placeholders = "target"},
    {.check = Check::reference_unused, .name = "reference.unused", .placeholders = "id element"},
    {.check = Check::reference_range, .name = "reference.range", .placeholders = "from to"},
    {.check = Check::number_article_missing, .name = "number.article_missing", .placeholders = "expected",
     .absence = true},
    {.check = Check::number_article_order, .name = "number.article_order", .placeholders = "number previous"},
    {.check = Check::number_article_gap, .name = "number.article_gap", .placeholders = "number previous expected"},
    {.check = Check::number_article_form, .name = "number.article_form", .placeholders = "number"},
    {.check = Check::number_first_article, .name = "number.first_article", .placeholders = "number"},
    {.check = Check::number_paragraph_order, .name = "number.paragraph_order", .placeholders = "number expected"},
    {.check = Check::number_paragraph_form, .name = "number.paragraph_form", .placeholders = "number"},
    {.check = Check::number_paragraph_alone, .name = "number.paragraph_alone", .placeholders = "number"},
    {.check = Check::number_paragraph_mixed, .name = "number.paragraph_mixed", .placeholders = ""},
    {.check = Check::number_division_order, .name = "number.division_order", .placeholders = "number expected"},
    {.check = Check::number_division_missing, .name = "number.division_missing", .placeholders = "element",
     .absence = true},
    {.check = Check::number_point_order, .name = "number.point_order", .placeholders = "number expected"},
    {.check = Check::number_empty, .name = "number.empty", .placeholders = "element"},
    {.check = Check::number_twice, .name = "number.twice", .placeholders = "element number"},
    {.check = Check::number_after_heading, .name = "number.after_heading", .placeholders = "element number"},
    {.check = Check::part_name, .name = "part.name", .placeholders = "name", .parameter = true},
    {.check = Check::part_title, .name = "part.title", .placeholders = "", .absence = true},
    {.check = Check::part_document_type, .name = "part.document_type", .placeholders = "", .absence = true},
    {.check = Check::part_formula, .name = "part.formula", .placeholders = "", .absence = true, .parameter = true},
    {.check = Check::part_articles, .name = "part.articles", .placeholders = "", .absence = true},
    {.check = Check::part_signature, .name = "part.signature", .placeholders = "", .absence = true},
    {.check = Check::part_competence, .name = "part.competence", .placeholders = "text", .absence = true,
     .parameter = true},
    {.check = Check::part_heading_empty, .name = "part.heading_empty", .placeholders = "element"},
    {.check = Check::part_division_heading, .name = "part.division_heading", .placeholders = "element",
     .absence = true},
    {.check = Check::part_article_empty, .name = "part.article_empty", .placeholders = "", .absence = true},
    {.check = Check::part_entry_into_force, .name = "part.entry_into_force", .placeholders = "", .absence = true},
    {.check = Check::part_article_explanation, .name = "part.article_explanation", .placeholders = "",
     .absence = true},
    {.check = Check::amendment_no_target, .name = "amendment.no_target", .placeholders = "", .absence = true},
    {.check = Check::amendment_itself, .name = "amendment.itself", .placeholders = "target"},
    {.check = Check::amendment_quoted_empty, .name = "amendment.quoted_empty", .placeholders = "element"},
    {.check = Check::amendment_source, .name = "amendment.source", .placeholders = "target"},
    {.check = Check::amendment_destination, .name = "amendment.destination", .placeholders = "target"},
    {.check = Check::change_tracked, .name = "change.tracked", .placeholders = "element"},
    {.check = Check::change_instruction, .name = "change.instruction", .placeholders = "target"},
    {.check = Check::change_comment, .name = "change.comment", .placeholders = "text"},
    {.check = Check::change_placeholder, .name = "change.placeholder", .placeholders = ""},
    {.check = Check::change_status, .name = "change.status", .placeholders = "element status"},
    {.check = Check::text_unfinished, .name = "text.unfinished", .placeholders = "text"},
    {.check = Check::date_order, .name = "date.order", .placeholders = "earlier later"},
    {.check = Check::date_future, .name = "date.future", .placeholders = "date"},
    {.check = Check::date_range, .name = "date.range", .placeholders = "date", .parameter = true},
    {.check = Check::date_text, .name = "date.text", .placeholders = "text date"},
    {.check = Check::date_iri, .name = "date.iri", .placeholders = "date iri"},
    {.check = Check::date_period, .name = "date.period", .placeholders = "start end"},
    {.check = Check::date_published, .name = "date.published", .placeholders = "published date"},
});

constexpr bool in_order() {
    for (std::size_t i = 0; i < table.size(); ++i)
        if (static_cast<std::size_t>(table[i].check) != i) return false;
    return true;
}
static_assert(in_order(), "a row stands at the place of its check");
static_assert(table.size() == static_cast<std::size_t>(Check::date_published) + 1, "every check has its row");

}  // namespace

std::span<CheckSpec const> all_checks() { return table; }

CheckSpec const& spec_of(Check check) {
    auto const at = static_cast<std::size_t>(check);
    ensure(at < table.size(), "a check has its row");
    return table[at];
}

std::optional<Check> check_named(std::string_view name) {
    auto const found = std::ranges::find(table, name, &CheckSpec::name);
    if (found == table.end()) return std::nullopt;
    return found->check;
}

std::optional<std::size_t> place_in(std::string_view names, std::string_view name) {
    for (std::size_t place = 0; !names.empty(); ++place) {
        auto const end = std::min(names.find(' '), names.size());
        if (names.substr(0, end) == name) return place;
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return std::nullopt;
}

}  // namespace wetbode::rules
