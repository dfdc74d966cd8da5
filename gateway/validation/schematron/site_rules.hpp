// SPDX-License-Identifier: EUPL-1.2
// The Schematron files of one document type, held against a document that is valid against its schema. Owned by the
// Catalogue. Any thread.
#pragma once

#include "gateway/validation/schematron/schematron.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <vector>

namespace wetbode::validation {

class SiteRules {
public:
    SiteRules() = default;
    /// Throws std::runtime_error "<file>:<line>: what is wrong".
    SiteRules(std::vector<std::filesystem::path> const& files, SchematronLimits const& limits,
              RuleBook const& book = {});

    /// Adds what the rules find to what is found already, in document order, up to `faults_max` in all.
    void add_to(Findings& findings, Content const& document, xml::Limits const& limits, std::size_t faults_max) const;

    [[nodiscard]] std::vector<std::unique_ptr<Schematron>> const& files() const { return files_; }

private:
    std::vector<std::unique_ptr<Schematron>> files_;
};

}  // namespace wetbode::validation
