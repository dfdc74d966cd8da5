// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/report.hpp"

#include "gateway/xml/utf8.hpp"

#include <algorithm>

namespace wetbode::files {

namespace {

constexpr int faults_per_rule_max = 10;
constexpr std::size_t words_max = 200;

}  // namespace

std::string tamed(std::string_view words) {
    std::string told(words.substr(0, words_max));
    std::replace_if(told.begin(), told.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    auto const whole = xml::utf8_prefix(told);
    if (whole.broken)
        std::replace_if(told.begin(), told.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
    else told.resize(whole.bytes);
    return told;
}

void Report::add(FileRule rule, std::string_view place, Text message, std::string_view detail) {
    auto const strictness = policy_.strictness(rule);
    if (strictness == Strictness::off) return;
    if (++counts_[rule] > faults_per_rule_max) {
        findings_.more_faults = true;
        return;
    }
    auto const row = std::find_if(file_rules.begin(), file_rules.end(),
                                  [&](FileRuleName const& name) { return name.rule == rule; });
    ensure(row != file_rules.end(), "every rule has its code");
    findings_.faults.push_back({.code = std::string(row->code),
                                .severity = strictness == Strictness::warn ? Severity::warning : Severity::error,
                                .file = file_,
                                .path = tamed(place),
                                .message = std::move(message),
                                .detail = tamed(detail)});
}

}  // namespace wetbode::files
