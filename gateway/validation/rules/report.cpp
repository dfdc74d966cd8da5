// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/rules/report.hpp"

#include <algorithm>

namespace wetbode::rules {

namespace {

constexpr std::size_t value_shown = 120;
/// Advice that is given a hundred times is not read: so many places are shown, then that there are more.
constexpr std::size_t advice_max = 10;

/// No more than `most` bytes, cut between characters, white space made one blank.
std::string shown(std::string_view value) {
    std::string out;
    for (char const c : value) {
        bool const space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!space) out += c;
        else if (!out.empty() && out.back() != ' ') out += ' ';
    }
    if (out.size() <= value_shown) return out;
    auto end = value_shown;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
    return out.substr(0, end) + "…";
}

}  // namespace

std::string filled(std::string_view sentence, CheckSpec const& check, Rule const& rule, Values values) {
    std::string out;
    while (!sentence.empty()) {
        auto const open = sentence.find('{');
        out += sentence.substr(0, open);
        if (open == std::string_view::npos) break;
        auto const close = sentence.find('}', open);
        ensure(close != std::string_view::npos, "the rule book has checked the braces");
        auto const name = sentence.substr(open + 1, close - open - 1);
        if (auto const place = place_in(check.placeholders, name)) {
            ensure(*place < values.size(), "a check fills all its placeholders");
            out += shown(*(values.begin() + *place));
        } else {
            out += rule.parameter;
        }
        sentence.remove_prefix(close + 1);
    }
    return out;
}

Report::Report(std::vector<Rule> const& rules, Trail const& trail, std::size_t faults_max)
    : trail_(trail), faults_max_(faults_max) {
    for (auto const& rule : rules) {
        if (rule.engine != RuleEngine::native) continue;
        auto const check = check_named(rule.check);
        ensure(check.has_value(), "the rule book knows its checks");
        slots_[static_cast<std::size_t>(*check)].rule = &rule;
    }
}

bool Report::wants(Check check) const {
    auto const* const rule = slots_[static_cast<std::size_t>(check)].rule;
    return (rule != nullptr && rule->enabled) || (spec_of(check).level_two && level_two_);
}

std::string_view Report::parameter(Check check) const {
    auto const* const rule = slots_[static_cast<std::size_t>(check)].rule;
    return rule == nullptr ? std::string_view{} : std::string_view{rule->parameter};
}

Rule const* Report::take_note(Check check) {
    if (spec_of(check).level_two) level_two_ = false;
    auto& slot = slots_[static_cast<std::size_t>(check)];
    if (slot.rule == nullptr || !slot.rule->enabled) return nullptr;
    auto const most = slot.rule->severity == Severity::error ? faults_max_ : std::min(advice_max, faults_max_);
    if (slot.found++ < most) return slot.rule;
    more_ = true;
    return nullptr;
}

void Report::add(Check check, Values values) {
    auto const* const rule = take_note(check);
    if (rule == nullptr) return;
    --slots_[static_cast<std::size_t>(check)].found;  // counted once, below
    add(check, trail_.place(), values);
}

void Report::add(Check check, Place const& place, Values values) {
    auto const* const rule = take_note(check);
    if (rule == nullptr) return;
    auto const& spec = spec_of(check);
    Fault fault{.code = rule->id,
                .severity = rule->severity,
                .line = place.position.line,
                .column = place.position.column,
                .path = place.path,
                .nearest_id = place.nearest_id,
                .message = {filled(rule->text.nl, spec, *rule, values), filled(rule->text.en, spec, *rule, values)}};
    findings_.push_back({std::move(fault), spec.absence});
}

}  // namespace wetbode::rules
