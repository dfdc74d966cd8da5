// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/rules/pass.hpp"

#include <array>

namespace wetbode::rules {

namespace {

/// Of one element; a longer text is judged by its beginning.
constexpr std::size_t gathered_max = 64 * 1024;

/// What drafters leave where something must still come.
constexpr std::array<std::string_view, 4> unfinished_marks{"XX" "X", "???", "[invullen", "[aan te vullen"};

std::optional<std::string> today_of(Clock const* clock) {
    if (clock == nullptr) return std::nullopt;
    std::chrono::year_month_day const day(std::chrono::floor<std::chrono::days>(clock->now()));
    auto const two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::to_string(static_cast<int>(day.year())) + "-" + two(static_cast<unsigned>(day.month())) + "-" +
           two(static_cast<unsigned>(day.day()));
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

RulePass::RulePass(std::vector<Rule> const& rules, std::size_t faults_max, Clock const* clock)
    : report_(rules, trail_, faults_max),
      scene_{trail_, report_, today_of(clock), {}, 0},
      look_for_unfinished_(report_.wants(Check::text_unfinished)) {
    for (auto const make : {&watch_identification, &watch_identifiers, &watch_references, &watch_numbers, &watch_parts,
                            &watch_amendments, &watch_changes, &watch_dates})
        watches_.push_back(make(scene_));
}

void RulePass::start_element(xml::Element const& element) {
    auto const& node = trail_.push(element);
    for (auto const& watch : watches_) watch->open(node, element);
}

void RulePass::end_element(std::string_view, std::string_view, std::string_view) {
    auto& node = trail_.top();
    std::string_view text;
    if (node.text_from != std::string::npos)
        text = std::string_view(scene_.gathered).substr(std::min(node.text_from, scene_.gathered.size()));
    for (auto const& watch : watches_) watch->close(node, text);
    if (node.text_from != std::string::npos && --scene_.gathering == 0) scene_.gathered.clear();
    trail_.pop();
}

void RulePass::characters(std::string_view text) {
    if (trail_.depth() == 0) return;
    auto& node = trail_.top();
    if (!node.has_text) node.has_text = !is_blank(text);
    if (scene_.gathering > 0 && scene_.gathered.size() + text.size() <= gathered_max) scene_.gathered += text;
    if (!look_for_unfinished_ || node.in_meta) return;
    for (auto const mark : unfinished_marks)
        if (text.find(mark) != std::string_view::npos) report_.add(Check::text_unfinished, {mark});
}

void RulePass::processing_instruction(std::string_view target, std::string_view) {
    for (auto const& watch : watches_) watch->instruction(target);
}

void RulePass::comment(std::string_view text) {
    for (auto const& watch : watches_) watch->comment(text);
}

void RulePass::finish() {
    for (auto const& watch : watches_) watch->finish();
}

}  // namespace wetbode::rules
