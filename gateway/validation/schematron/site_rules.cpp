// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/schematron/site_rules.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <stdexcept>
#include <utility>

namespace wetbode::validation {

namespace {

void expect_assertion(Schematron const& file, Rule const& rule) {
    if (file.has(rule.check)) return;
    throw std::runtime_error(rule.file.string() + ":" + std::to_string(std::max<std::size_t>(rule.line, 1)) + ": '" +
                             rule.schematron.filename().string() + "' holds no assertion '" + rule.check + "'");
}

}  // namespace

SiteRules::SiteRules(std::vector<std::filesystem::path> files, std::vector<Rule> const& rules,
                     SchematronLimits const& limits) {
    std::map<std::filesystem::path, RuleBook> books;
    for (auto const& rule : rules) {
        if (rule.engine != RuleEngine::schematron) continue;
        books[rule.schematron][rule.check] = {rule.id, rule.severity, rule.text, rule.enabled};
        if (std::ranges::find(files, rule.schematron) == files.end()) files.push_back(rule.schematron);
    }
    for (auto const& file : files) files_.push_back(std::make_unique<Schematron>(file, limits, books[file]));
    for (auto const& rule : rules)
        if (rule.engine == RuleEngine::schematron) {
            auto const place = std::ranges::find(files, rule.schematron) - files.begin();
            expect_assertion(*files_[static_cast<std::size_t>(place)], rule);
        }
}

std::vector<Rule> SiteRules::untold(std::vector<Rule> const& rules) const {
    std::vector<Rule> all;
    auto const is_told = [&](std::string const& id) {
        return std::ranges::find(rules, id, &Rule::id) != rules.end() ||
               std::ranges::find(all, id, &Rule::id) != all.end();
    };
    for (auto const& file : files_) {
        auto const name = file->file().filename().string();
        auto const title = name + (file->title().empty() ? "" : ": " + file->title());
        for (auto const& assertion : file->rules())
            if (assertion.named && !is_told(assertion.id))
                all.push_back({.id = assertion.id,
                               .engine = RuleEngine::schematron,
                               .check = assertion.id,
                               .schematron = file->file(),
                               .severity = assertion.severity,
                               .enabled = assertion.enabled,
                               .title = assertion.title,
                               .text = assertion.text,
                               .owner = name,
                               .source = {"Schematronbestand " + title, "Schematron file " + title},
                               .file = file->file(),
                               .line = 0});
    }
    return all;
}

void SiteRules::add_to(Findings& findings, Content const& document, xml::Limits const& limits,
                       std::size_t faults_max) const {
    if (files_.empty()) return;
    auto& faults = findings.faults;
    for (auto const& file : files_) {
        auto more = file->check(document, limits, faults_max);
        std::move(more.faults.begin(), more.faults.end(), std::back_inserter(faults));
        findings.more_faults = findings.more_faults || more.more_faults;
    }
    std::ranges::stable_sort(faults, {}, [](Fault const& fault) { return std::pair(fault.line, fault.column); });
    if (faults.size() <= faults_max) return;
    findings.more_faults = true;
    // What makes the document invalid must not fall behind hints.
    auto const errors_first = [](Fault const& fault) { return fault.severity == Severity::error; };
    std::stable_partition(faults.begin(), faults.end(), errors_first);
    faults.resize(faults_max);
    std::ranges::stable_sort(faults, {}, [](Fault const& fault) { return std::pair(fault.line, fault.column); });
}

}  // namespace wetbode::validation
