// SPDX-License-Identifier: EUPL-1.2
// Rules of a site in ISO Schematron (queryBinding xslt): one .sch file, compiled once at start, run in this process on
// documents that are valid against their schema. No rule reaches out of the document, and no document or rule takes
// more than its share: what cannot be checked is told as a fault, never passed over. Owned by the Catalogue. Any
// thread.
#pragma once

#include "gateway/validation/xsd.hpp"
#include "gateway/xml/door.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wetbode::validation {

struct SchematronLimits {
    std::uint64_t tree_max = 16ULL << 20U;       ///< longest document; memory is some ten times that at most
    std::chrono::milliseconds time_max{10'000};  ///< of a processor, per document
    std::uint64_t memory_max = 256ULL << 20U;    ///< for variables and findings, beside the tree
};

/// What a rule file may say about an assertion, by its id: it goes before what stands in the Schematron file.
struct RuleWords {
    std::string code;  ///< of its faults; empty: the id of the assertion
    Severity severity = Severity::error;
    Text text;  ///< empty: the words of the assertion
    bool enabled = true;
};
using RuleBook = std::map<std::string, RuleWords, std::less<>>;

/// One assertion as its author wrote it.
struct SchematronRule {
    std::string id;  ///< code of its faults
    Severity severity = Severity::error;
    std::string test;
    bool is_report = false;
    bool enabled = true;
    bool named = true;  ///< it has an id of its own; without one its code says nothing
    Text title;         ///< of its pattern, where that is in the language; else the sentence
    Text text;          ///< its sentence, with {expressions} in the place of what is found
};

class Schematron {
public:
    /// Throws std::runtime_error "<file>:<line>: what is wrong".
    explicit Schematron(std::filesystem::path const& file, SchematronLimits limits = {}, RuleBook book = {});
    ~Schematron();
    Schematron(Schematron const&) = delete;
    Schematron& operator=(Schematron const&) = delete;

    /// The document must have passed the XML door with these limits. Faults in document order; where several belong to
    /// one element, in the order of the file. Besides those of the rules: SCHEMATRON.TOO_LARGE and
    /// SCHEMATRON.NOT_CHECKED, as severe as the severest rule that was not held against the document.
    [[nodiscard]] Findings check(Content const& document, xml::Limits const& limits, std::size_t faults_max) const;

    [[nodiscard]] std::filesystem::path const& file() const;
    [[nodiscard]] std::string const& title() const;
    [[nodiscard]] std::vector<SchematronRule> const& rules() const;
    /// By the id that stands in the file.
    [[nodiscard]] bool has(std::string_view assertion) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::validation
