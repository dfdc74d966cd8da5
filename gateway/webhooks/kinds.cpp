// SPDX-License-Identifier: EUPL-1.2
#include "gateway/webhooks/kinds.hpp"

#include <algorithm>

namespace wetbode {

namespace {

constexpr std::size_t patterns_max = 64;

/// "transfer.*" fits what begins with "transfer."; a star stands only at the end, behind a full stop or alone.
bool fits(std::string_view pattern, std::string_view kind) {
    if (pattern == "*") return true;
    if (pattern.ends_with(".*")) return kind.starts_with(pattern.substr(0, pattern.size() - 1));
    return pattern == kind;
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::vector<std::string_view> const& event_kinds() {
    static std::vector<std::string_view> const kinds{
        "dossier.named",       "dossier.published",     "seal.delayed",          "seal.evidence_renewed",
        "seal.quarantined",    "seal.replayed",         "seal.time_quarantined", "seal.time_replayed",
        "seal.timed",          "status.learned",        "submission.admitted",   "submission.refused",
        "submission.sealed",   "transfer.acknowledged", "transfer.amiss",        "transfer.handed_over",
        "transfer.opened",     "transfer.quarantined",  "transfer.refused",      "transfer.replayed",
        "transfer.rerouted",   "transfer.returned",     "transfer.underway",     "transfer.waiting",
        "transfer.withdrawn",  "webhook.disabled",      "webhook.enabled",       "webhook.forgotten",
        "webhook.passed_over", "webhook.replayed"};
    return kinds;
}

WebhookKinds::Parsed WebhookKinds::from(std::string_view text) {
    Parsed parsed;
    for (std::size_t start = 0; start <= text.size();) {
        auto const comma = std::min(text.find(',', start), text.size());
        auto const word = trimmed(text.substr(start, comma - start));
        start = comma + 1;
        if (word.empty()) continue;
        auto const& known = event_kinds();
        if (std::ranges::none_of(known, [&](std::string_view kind) { return fits(word, kind); }))
            return {{},
                    "no kind of event fits \"" + std::string(word) +
                        "\"; write for example transfer.*, submission.sealed or *"};
        parsed.kinds.patterns_.emplace_back(word);
    }
    if (parsed.kinds.patterns_.empty()) return {{}, "name at least one kind of event, or * for all"};
    if (parsed.kinds.patterns_.size() > patterns_max) return {{}, "at most 64 kinds can be named"};
    return parsed;
}

bool WebhookKinds::fit(std::string_view kind) const {
    return std::ranges::any_of(patterns_, [&](std::string const& pattern) { return fits(pattern, kind); });
}

std::string WebhookKinds::text() const {
    std::string text;
    for (auto const& pattern : patterns_) text += (text.empty() ? "" : ", ") + pattern;
    return text;
}

}  // namespace wetbode
