// SPDX-License-Identifier: EUPL-1.2
// Looks over one XPath 1.0 expression of a Schematron file before it may run: what it calls must exist and stay inside
// the document, what it names must be declared. Says it in a sentence, where libxslt would be silent until a document
// comes along. Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace wetbode::validation {

struct Declared {
    std::set<std::string, std::less<>> prefixes;   ///< by `ns`
    std::set<std::string, std::less<>> variables;  ///< by `let`
};

/// English; empty if there is nothing wrong. The grammar itself is libxml2's to judge.
[[nodiscard]] std::string fault_in_names(std::string_view expression, Declared const& declared);

/// What a rule's context can select besides elements, told by its steps outside of predicates.
struct Reach {
    bool attributes = false;
    bool texts = false;
    bool others = false;  ///< comments or processing instructions
};
[[nodiscard]] Reach reach_of(std::string_view context);

}  // namespace wetbode::validation
