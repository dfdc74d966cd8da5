// SPDX-License-Identifier: EUPL-1.2
// A verdict as a Schematron Validation Report (SVRL, ISO/IEC 19757-3 annex D), so that tools which read such reports
// see everything that the gateway found: what the XML door, the schema, our own rules and Schematron said. Only
// elements and attributes of the standard are used; what it has no place for (line, column, eId, the other language)
// stands in diagnostic references. Pure; any thread.
#pragma once

#include "gateway/refusal.hpp"
#include "gateway/validation/rules/rule.hpp"

#include <span>
#include <string>
#include <string_view>

namespace wetbode::validation {

struct SvrlSubject {
    std::string title;                 ///< what was checked against: "bill/1"
    std::string document;              ///< name or address of the document
    Language language = Language::nl;  ///< of the texts; the other one follows as a diagnostic reference
};

/// UTF-8, with XML declaration. `rules` are those of the type, they tell what a fault's test asks.
[[nodiscard]] std::string svrl_of(std::span<Fault const> faults, SvrlSubject const& subject,
                                  std::span<Rule const> rules = {});

/// One report of many documents, piece by piece: opening, each document, closing. The patterns of each name it.
[[nodiscard]] std::string svrl_opening(std::string_view title);
[[nodiscard]] std::string svrl_document(std::span<Fault const> faults, SvrlSubject const& subject,
                                        std::span<Rule const> rules = {});
[[nodiscard]] std::string_view svrl_closing();

}  // namespace wetbode::validation
