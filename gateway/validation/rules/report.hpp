// SPDX-License-Identifier: EUPL-1.2
// Gathers what the checks find and puts it into the words of the rules. Knows which rules are switched on, so that a
// check need not. Holds at most so many faults per rule. One object per pass.
#pragma once

#include "gateway/refusal.hpp"
#include "gateway/validation/rules/checks.hpp"
#include "gateway/validation/rules/rule.hpp"
#include "gateway/validation/rules/trail.hpp"

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace wetbode::rules {

using Values = std::initializer_list<std::string_view>;

class Report {
public:
    /// `rules` outlive the report.
    Report(std::vector<Rule> const& rules, Trail const& trail, std::size_t faults_max);

    /// True if a finding of this check would be of use, so that a costly check can spare itself the work.
    [[nodiscard]] bool wants(Check check) const;
    /// What the rule of this check compares with; empty if there is no such rule.
    [[nodiscard]] std::string_view parameter(Check check) const;

    /// At the innermost open element.
    void add(Check check, Values values);
    /// At a place that was kept.
    void add(Check check, Place const& place, Values values);

    struct Finding {
        Fault fault;
        bool absence = false;  ///< see CheckSpec
    };
    [[nodiscard]] std::vector<Finding> take() { return std::move(findings_); }
    [[nodiscard]] bool more() const { return more_; }
    /// Nothing that Akoma Ntoso asks of level 2 was found broken, whether its rule is switched on or not.
    [[nodiscard]] bool level_two() const { return level_two_; }

private:
    struct Slot {
        Rule const* rule = nullptr;
        std::size_t found = 0;
    };

    [[nodiscard]] Rule const* take_note(Check check);

    static constexpr std::size_t checks = static_cast<std::size_t>(Check::date_published) + 1;
    std::array<Slot, checks> slots_{};
    Trail const& trail_;
    std::size_t faults_max_;
    std::vector<Finding> findings_;
    bool more_ = false;
    bool level_two_ = true;
};

/// The sentence with its {placeholders} filled; long values are cut.
[[nodiscard]] std::string filled(std::string_view sentence, CheckSpec const& check, Rule const& rule, Values values);

}  // namespace wetbode::rules
