// SPDX-License-Identifier: EUPL-1.2
// One Schematron file (ISO/IEC 19757-3, query binding XSLT 1), read through the XML door and looked over: what the
// gateway cannot or will not run is refused here, with the line and a sentence. Private to this folder. Pure.
#pragma once

#include "gateway/refusal.hpp"
#include "gateway/validation/schematron/expressions.hpp"
#include "gateway/validation/schematron/tree.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wetbode::validation {

inline constexpr char const* schematron_namespace = "http://purl.oclc.org/dsdl/schematron";
inline constexpr char const* xslt_namespace = "http://www.w3.org/1999/XSL/Transform";

/// One `assert` or `report`. In the prepared document its attribute `id` is its place in Source::assertions.
struct Assertion {
    std::string id;  ///< as written; may be empty
    bool is_report = false;
    Severity severity = Severity::error;
    std::string test;
    std::string subject;  ///< XPath from the context to what the finding is really about; empty = the context
    std::optional<Language> language;  ///< of its text, if it is told
};

struct Source {
    std::string title;
    std::vector<Assertion> assertions;
    std::vector<std::pair<std::string, std::string>> namespaces;               ///< prefix, URI
    std::vector<std::pair<std::string, std::optional<Language>>> diagnostics;  ///< id, language of the text
    std::string phase;                                                         ///< "#ALL" or the default phase
    Declared declared;
    bool has_abstract_patterns = false;
    DocumentPtr document;  ///< prepared for the generator: attribute `at` is the line; no foreign elements
};

/// Throws std::runtime_error "<file>:<line>: what is wrong".
[[nodiscard]] Source read_source(std::filesystem::path const& file);

/// Its own xml:lang or that of what it stands in, if it is one that people read here.
[[nodiscard]] std::optional<Language> language_of(xmlNode const* node);

/// The expressions of the document whose abstract patterns are filled in. Throws as above.
void check_expressions(std::filesystem::path const& file, Source const& source, xmlDoc* expanded);

/// What the rules may select, over all of them.
[[nodiscard]] Reach reach_in(xmlDoc* expanded);

}  // namespace wetbode::validation
