// SPDX-License-Identifier: EUPL-1.2
// The registry of native checks: what a rule file may name in `check`, and which {placeholders} each offers to the
// sentence of its rule. A check finds, a rule says what that is worth. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace wetbode::rules {

/// In the order of the table in checks.cpp.
enum class Check : std::uint8_t {
    frbr_work_iri,
    frbr_expression_iri,
    frbr_manifestation_iri,
    frbr_this,
    frbr_country,
    frbr_country_code,
    frbr_country_is,
    frbr_document_type,
    frbr_subtype,
    frbr_work_date,
    frbr_expression_date,
    frbr_number,
    frbr_language,
    frbr_language_code,
    frbr_language_is,
    frbr_eli,
    frbr_numac,
    eid_syntax,
    eid_abbreviation,
    eid_parent,
    eid_number,
    eid_missing,
    reference_target,
    reference_empty,
    reference_form,
    reference_local_file,
    reference_eli,
    reference_role,
    reference_unused,
    reference_range,
    number_article_missing,
    number_article_order,
    number_article_gap,
    number_article_form,
    number_first_article,
    number_paragraph_order,
    number_paragraph_form,
    number_paragraph_alone,
    number_paragraph_mixed,
    number_division_order,
    number_division_missing,
    number_point_order,
    number_empty,
    number_twice,
    number_after_heading,
    part_name,
    part_title,
    part_document_type,
    part_formula,
    part_articles,
    part_signature,
    part_competence,
    part_heading_empty,
    part_division_heading,
    part_article_empty,
    part_entry_into_force,
    part_article_explanation,
    amendment_no_target,
    amendment_itself,
    amendment_quoted_empty,
    amendment_source,
    amendment_destination,
    change_tracked,
    change_instruction,
    change_comment,
    change_placeholder,
    change_status,
    text_unfinished,
    date_order,
    date_future,
    date_range,
    date_text,
    date_iri,
    date_period,
    date_published,
};

struct CheckSpec {
    Check check;
    std::string_view name;          ///< "frbr.work_iri"
    std::string_view placeholders;  ///< names between spaces, in the order in which the check gives their values
    bool level_two = false;         ///< Akoma Ntoso part 2, clause 3: breaking it means level 1 at most
    bool absence = false;           ///< something is missing, which a fault of structure elsewhere may explain
    bool parameter = false;         ///< the rule must give `parameter`
};

[[nodiscard]] std::span<CheckSpec const> all_checks();
[[nodiscard]] CheckSpec const& spec_of(Check check);
[[nodiscard]] std::optional<Check> check_named(std::string_view name);

/// Which of the names between spaces `name` is; empty if none.
[[nodiscard]] std::optional<std::size_t> place_in(std::string_view names, std::string_view name);

}  // namespace wetbode::rules
