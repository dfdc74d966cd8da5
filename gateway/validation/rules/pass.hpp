// SPDX-License-Identifier: EUPL-1.2
// The native rules of a document type, hung into the one pass through a document at the XML door. One object per pass.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/validation/rules/watch.hpp"

#include <cstddef>
#include <vector>

namespace wetbode::rules {

class RulePass final : public xml::Sink {
public:
    /// `rules` outlive the pass. `clock` may be null: then no date is called a future one.
    RulePass(std::vector<Rule> const& rules, std::size_t faults_max, Clock const* clock);

    void start_element(xml::Element const& element) override;
    void end_element(std::string_view local, std::string_view prefix, std::string_view uri) override;
    void characters(std::string_view text) override;
    void processing_instruction(std::string_view target, std::string_view data) override;
    void comment(std::string_view text) override;

    /// After the pass: what only the whole document can tell. Call it once.
    void finish();
    [[nodiscard]] Report& report() { return report_; }

private:
    Trail trail_;
    Report report_;
    Scene scene_;
    Watches watches_;
    bool look_for_unfinished_;
};

}  // namespace wetbode::rules
