// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/rules.hpp"

#include "gateway/cli/remote.hpp"
#include "gateway/validation/rule_list.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace wetbode::cli {

using nlohmann::json;

namespace {

char const* say(Language language, char const* nl, char const* en) { return language == Language::nl ? nl : en; }

char const* spoken(Severity severity, Language language) {
    switch (severity) {
        case Severity::error: return say(language, "fout", "error");
        case Severity::warning: return say(language, "waarschuwing", "warning");
        case Severity::hint: return say(language, "tip", "hint");
    }
    return "";
}

std::string joined(std::vector<std::string> const& words) {
    std::string text;
    for (auto const& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

/// For a cell of a Markdown table.
std::string cell(std::string const& text) {
    std::string out;
    for (char const c : text) {
        if (c == '|' || c == '<') out += '\\';
        out += c;
    }
    return out;
}

void print_page(std::vector<ListedRule> const& list, Language language) {
    std::cout << say(language,
                     "# Regels van Wetbode\n\nWat een document moet zijn naast geldig volgens zijn schema. Een ",
                     "# Rules of Wetbode\n\nWhat a document must be besides valid by its schema. An ")
              << say(language, "fout houdt het tegen, een waarschuwing of tip niet. De codes blijven wat ze zijn.\n\n",
                     "error stops it, a warning or a hint does not. The codes stay what they are.\n\n")
              << say(language, "| Code | Ernst | Regel | Wat de opsteller leest | Bron | Eigenaar | Documenttypes |\n",
                     "| Code | Severity | Rule | What the drafter reads | Source | Owner | Document types |\n")
              << "|---|---|---|---|---|---|---|\n";
    for (auto const& [rule, types] : list)
        std::cout << "| `" << rule->id << "` | " << spoken(rule->severity, language) << " | "
                  << cell(rule->title.in(language)) << " | " << cell(rule->text.in(language)) << " | "
                  << cell(rule->source.in(language)) << " | " << cell(rule->owner) << " | " << joined(types) << " |\n";
}

void print_lines(std::vector<ListedRule> const& list, Language language) {
    for (auto const& [rule, types] : list)
        std::cout << rule->id << " (" << spoken(rule->severity, language) << "; " << joined(types) << ")\n  "
                  << rule->title.in(language) << "\n  " << rule->source.in(language) << "\n";
}

void print_json(std::vector<ListedRule> const& list) {
    auto const both = [](Text const& text) { return json{{"nl", text.nl}, {"en", text.en}}; };
    auto all = json::array();
    for (auto const& [rule, types] : list)
        all.push_back({{"id", rule->id}, {"severity", name_of(rule->severity)}, {"engine", name_of(rule->engine)},
                       {"types", types}, {"title", both(rule->title)}, {"text", both(rule->text)},
                       {"owner", rule->owner}, {"source", both(rule->source)}});
    std::cout << all.dump(2) << "\n";
}

}  // namespace

int rules(Catalogue const& catalogue, RulesOrder const& order) {
    if (!order.type.empty() && !catalogue.knows(order.type)) {
        std::cerr << order.type
                  << say(order.language, ": dat documenttype bestaat niet\n", ": there is no such document type\n");
        return misused;
    }
    auto const list = listed_rules(catalogue, order.type);
    if (order.format == "json") print_json(list);
    else if (order.format == "md") print_page(list, order.language);
    else print_lines(list, order.language);
    return done;
}

}  // namespace wetbode::cli
