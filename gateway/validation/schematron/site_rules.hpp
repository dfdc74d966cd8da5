// SPDX-License-Identifier: EUPL-1.2
// The Schematron files of one document type, held against a document that is valid against its schema. Owned by the
// Catalogue. Any thread.
#pragma once

#include "gateway/validation/rules/rule.hpp"
#include "gateway/validation/schematron/schematron.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <vector>

namespace wetbode::validation {

class SiteRules {
public:
    SiteRules() = default;
    /// The files that the type names (canonical paths) and those that its rules name. A rule of a rule file decides the
    /// code, the severity and the words of its assertion; an assertion that no rule speaks of decides for itself.
    /// Throws std::runtime_error "<file>:<line>: what is wrong".
    SiteRules(std::vector<std::filesystem::path> files, std::vector<Rule> const& rules, SchematronLimits const& limits);

    /// Adds what the rules find to what is found already, in document order, up to `faults_max` in all.
    void add_to(Findings& findings, Content const& document, xml::Limits const& limits, std::size_t faults_max) const;

    /// The assertions that no rule of `rules` speaks of, as rules for a list: their words and severity are their own,
    /// the owner is the file itself. Those without an id are left out: all share one code.
    [[nodiscard]] std::vector<Rule> untold(std::vector<Rule> const& rules) const;

    [[nodiscard]] std::vector<std::unique_ptr<Schematron>> const& files() const { return files_; }

private:
    std::vector<std::unique_ptr<Schematron>> files_;
};

}  // namespace wetbode::validation
