// SPDX-License-Identifier: EUPL-1.2
// Identifiers of law as text: the IRIs of the Akoma Ntoso Naming Convention (AKN-NC 1.0, clause 4), the European
// Legislation Identifier as Belgium writes it, numac, and calendar dates. Pure; any thread. Views point into what was
// given.
#pragma once

#include <optional>
#include <string_view>

namespace wetbode::rules {

/// /akn/{country}/{type}[/{subtype}][/{author}]/{date}[/{number}]
struct WorkIri {
    std::string_view country;
    std::string_view type;
    std::string_view between;  ///< subtype and author as they stand, "ontwerp-van-decreet/vr"; may be empty
    std::string_view date;     ///< "2026", "2026-11" or "2026-11-20"
    std::string_view number;   ///< may be empty and may hold '/'
};

/// Empty if `iri` does not have the form of a Work IRI.
[[nodiscard]] std::optional<WorkIri> work_iri_in(std::string_view iri);

/// {work}/{language}[@{version}]
struct ExpressionIri {
    std::string_view language;
    std::string_view version;  ///< after '@'; may be empty
};

/// Empty if `iri` does not extend `work` to an Expression IRI.
[[nodiscard]] std::optional<ExpressionIri> expression_iri_in(std::string_view iri, std::string_view work);

/// Digits in the form YYYY-MM-DD, whether or not such a day exists.
[[nodiscard]] bool looks_like_day(std::string_view text);
/// YYYY-MM-DD and a day of the calendar.
[[nodiscard]] bool is_day(std::string_view text);
/// The first ten characters of an xs:date or xs:dateTime.
[[nodiscard]] std::string_view day_in(std::string_view date);

[[nodiscard]] bool is_eli(std::string_view iri);  ///< claims to be a European Legislation Identifier
/// What claims to be an ELI has the form of one; of the Belgian ones every part is checked.
[[nodiscard]] bool is_good_eli(std::string_view iri);
[[nodiscard]] bool is_numac(std::string_view text);  ///< ten digits that begin with a year

/// The first segment in the form of a day that is not in the calendar; empty if none.
[[nodiscard]] std::string_view impossible_day_in(std::string_view iri);

}  // namespace wetbode::rules
