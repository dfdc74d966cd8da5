// SPDX-License-Identifier: EUPL-1.2
// One rule beyond the schema, as a rule file tells it: what it is called, who owns it, what it asks and what a drafter
// reads when a document breaks it. Pure data; any thread.
#pragma once

#include "gateway/refusal.hpp"

#include <cstddef>
#include <filesystem>
#include <string>

namespace wetbode {

/// What judges the rule: our own code in the pass through the document, or an ISO Schematron schema.
enum class RuleEngine { native, schematron };

struct Rule {
    std::string id;  ///< stable: "AKN.EID.SYNTAX"; the `code` of the faults that it gives
    RuleEngine engine = RuleEngine::native;
    std::string check;      ///< native: which check (checks.hpp); Schematron: id of the assert or report
    std::string parameter;  ///< what the check compares with, if it needs that: "be"
    std::filesystem::path schematron;  ///< the schema that holds the assert, canonical
    Severity severity = Severity::error;
    bool enabled = true;
    Text title;        ///< what it asks, in a few words
    Text text;         ///< the sentence that a drafter reads, with {placeholders} of the check
    std::string owner; ///< who may change the rule: "OASIS", "Vlaamse overheid", "Wetbode"
    Text source;       ///< the law, standard or house rule that it follows from
    std::filesystem::path file;  ///< where it stands, for messages to the operator
    std::size_t line = 0;
};

}  // namespace wetbode
