// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/rules.hpp"

#include "gateway/api/problem.hpp"
#include "gateway/cli/remote.hpp"
#include "gateway/report/fault_codes.hpp"
#include "gateway/validation/rule_list.hpp"

#include <nlohmann/json.hpp>

#include <iostream>
#include <map>

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

/// A code that is no rule, as it is listed.
struct ListedCode {
    std::string_view code;
    std::string_view kind;
    Severity severity = Severity::error;
    Text title;
    Text remedy;
};

/// With a document type only what can be found in a document; else also what a manifest or a request can meet.
std::vector<ListedCode> codes_for(std::string const& type) {
    std::vector<ListedCode> all;
    for (auto const& code : report::fault_codes())
        if (type.empty() || report::is_about_xml(code))
            all.push_back({code.code, code.kind, code.severity, code.title, code.remedy});
    if (!type.empty()) return all;
    for (auto const& kind : api::problem_kinds())
        all.push_back({kind.code, "refusal", Severity::error, kind.title, kind.remedy});
    return all;
}

std::string subject_of(std::string_view kind, Language language) {
    static std::map<std::string_view, Text> const subjects{
        {"xml", {"XML", "XML"}},
        {"schema", {"schema", "schema"}},
        {"document_type", {"documenttype", "document type"}},
        {"rules", {"regels van de site", "rules of the site"}},
        {"file", {"ander bestand", "other file"}},
        {"manifest", {"manifest", "manifest"}},
        {"letter", {"brief", "letter"}},
        {"dossier", {"dossier", "dossier"}},
        {"access", {"toegangsniveau", "access level"}},
        {"refusal", {"antwoord", "answer"}},
    };
    auto const found = subjects.find(kind);
    return found == subjects.end() ? std::string(kind) : found->second.in(language);
}

void print_code_page(std::vector<ListedCode> const& codes, Language language) {
    std::cout << say(language,
                     "\n# Andere codes\n\nWat een antwoord verder kan noemen. Het zegt zelf waar de fout staat.\n\n",
                     "\n# Other codes\n\nWhat else an answer can name. It says itself where the fault is.\n\n")
              << say(language, "| Code | Ernst | Over | Wat er is | Hoe het te verbeteren |\n",
                     "| Code | Severity | About | What it is | How to mend it |\n")
              << "|---|---|---|---|---|\n";
    for (auto const& code : codes)
        std::cout << "| `" << code.code << "` | " << spoken(code.severity, language) << " | "
                  << subject_of(code.kind, language) << " | " << cell(code.title.in(language)) << " | "
                  << cell(code.remedy.in(language)) << " |\n";
}

void print_code_lines(std::vector<ListedCode> const& codes, Language language) {
    for (auto const& code : codes)
        std::cout << code.code << " (" << spoken(code.severity, language) << "; " << subject_of(code.kind, language)
                  << ")\n  " << code.title.in(language) << "\n  " << code.remedy.in(language) << "\n";
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

void print_json(std::vector<ListedRule> const& list, std::vector<ListedCode> const& codes) {
    auto const both = [](Text const& text) { return json{{"nl", text.nl}, {"en", text.en}}; };
    auto all = json::array();
    for (auto const& [rule, types] : list)
        all.push_back({{"id", rule->id}, {"kind", "rule"}, {"severity", name_of(rule->severity)},
                       {"engine", name_of(rule->engine)}, {"types", types}, {"title", both(rule->title)},
                       {"text", both(rule->text)}, {"owner", rule->owner}, {"source", both(rule->source)}});
    for (auto const& code : codes)
        all.push_back({{"id", code.code}, {"kind", code.kind}, {"severity", name_of(code.severity)},
                       {"title", both(code.title)}, {"remedy", both(code.remedy)}});
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
    auto const codes = codes_for(order.type);
    if (order.format == "json") {
        print_json(list, codes);
    } else if (order.format == "md") {
        print_page(list, order.language);
        print_code_page(codes, order.language);
    } else {
        print_lines(list, order.language);
        print_code_lines(codes, order.language);
    }
    return done;
}

}  // namespace wetbode::cli
