// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/rules/rule_book.hpp"

#include "gateway/validation/rules/checks.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

namespace wetbode::rules {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 15> rule_keys{
    "id",      "engine",  "check",   "parameter", "file",  "severity",  "enabled",  "title_nl",
    "title_en", "text_nl", "text_en", "owner",     "source_nl", "source_en", "assert"};
constexpr std::array<std::string_view, 4> change_keys{"id", "severity", "enabled", "parameter"};

/// One table of a rule file and where it stands.
class Entry {
public:
    Entry(toml::table const& table, fs::path const& file) : table_(table), file_(file) {}

    [[noreturn]] void stop(std::string const& what, toml::node const* at = nullptr) const {
        auto const line = (at == nullptr ? static_cast<toml::node const*>(&table_) : at)->source().begin.line;
        throw std::runtime_error(file_.string() + ":" + std::to_string(std::max<std::size_t>(line, 1)) + ": " + what);
    }

    void only(std::span<std::string_view const> keys) const {
        for (auto const& [key, node] : table_)
            if (std::ranges::find(keys, key.str()) == keys.end())
                stop("the key '" + std::string(key.str()) + "' is unknown", &node);
    }

    [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }
    [[nodiscard]] toml::node const* node(std::string_view key) const { return table_.get(key); }
    [[nodiscard]] std::size_t line() const { return table_.source().begin.line; }

    [[nodiscard]] std::string text(std::string_view key) const {
        auto const* const found = table_.get(key);
        if (found == nullptr) stop("the key '" + std::string(key) + "' is missing");
        auto const value = found->value_exact<std::string>();
        if (!value || value->empty())
            stop("'" + std::string(key) + "' must be a text between quotes, not an empty one", found);
        return *value;
    }

    [[nodiscard]] Text texts(std::string const& key) const { return {text(key + "_nl"), text(key + "_en")}; }

    [[nodiscard]] bool flag(std::string_view key) const {
        auto const value = table_.get(key)->value_exact<bool>();
        if (!value) stop("'" + std::string(key) + "' must be true or false", table_.get(key));
        return *value;
    }

    [[nodiscard]] Severity severity() const {
        auto const name = text("severity");
        if (name == "error") return Severity::error;
        if (name == "warning") return Severity::warning;
        if (name == "hint") return Severity::hint;
        stop("'severity' must be error, warning or hint, not '" + name + "'", node("severity"));
    }

private:
    toml::table const& table_;
    fs::path const& file_;
};

bool is_id(std::string_view id) {
    auto const fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; };
    return std::ranges::all_of(id, fits) && id.front() != '.' && id.back() != '.' &&
           id.find('.') != std::string_view::npos;
}

/// Every {name} of a sentence is one that the check fills.
void expect_placeholders(Entry const& entry, std::string_view key, std::string_view sentence,
                         CheckSpec const& check) {
    for (auto open = sentence.find('{'); open != std::string_view::npos; open = sentence.find('{', open + 1)) {
        auto const close = sentence.find('}', open);
        auto const name = sentence.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
        bool const known =
            place_in(check.placeholders, name).has_value() || (check.parameter && name == "parameter");
        if (close == std::string_view::npos || name.empty() || !known)
            entry.stop("'" + std::string(key) + "' names {" + std::string(name) + "}; the check '" +
                           std::string(check.name) + "' fills: " +
                           (check.placeholders.empty() ? "none" : std::string(check.placeholders)) +
                           (check.parameter ? " parameter" : ""),
                       entry.node(key));
    }
}

void read_native(Entry const& entry, Rule& rule) {
    if (entry.has("file") || entry.has("assert")) entry.stop("'file' and 'assert' belong to engine = \"schematron\"");
    rule.check = entry.text("check");
    auto const check = check_named(rule.check);
    if (!check) entry.stop("the check '" + rule.check + "' does not exist", entry.node("check"));
    auto const& spec = spec_of(*check);
    if (spec.parameter) rule.parameter = entry.text("parameter");
    else if (entry.has("parameter"))
        entry.stop("the check '" + rule.check + "' takes no parameter", entry.node("parameter"));
    expect_placeholders(entry, "text_nl", rule.text.nl, spec);
    expect_placeholders(entry, "text_en", rule.text.en, spec);
}

void read_schematron(Entry const& entry, fs::path const& file, Rule& rule) {
    if (entry.has("check") || entry.has("parameter"))
        entry.stop("'check' and 'parameter' belong to native rules, 'file' and 'assert' to Schematron");
    std::error_code error;
    auto const named = entry.text("file");
    rule.schematron = fs::canonical(file.parent_path() / named, error);
    if (error) entry.stop("the Schematron file '" + named + "' is not there", entry.node("file"));
    rule.check = entry.text("assert");
}

Rule rule_in(Entry const& entry, fs::path const& file) {
    entry.only(rule_keys);
    Rule rule{.id = entry.text("id"), .file = file, .line = entry.line()};
    if (!is_id(rule.id))
        entry.stop("the id '" + rule.id + "' must be capitals, digits and underscores with dots between",
                   entry.node("id"));
    auto const engine = entry.has("engine") ? entry.text("engine") : "native";
    if (engine != "native" && engine != "schematron")
        entry.stop("'engine' must be native or schematron", entry.node("engine"));
    rule.engine = engine == "native" ? RuleEngine::native : RuleEngine::schematron;
    rule.severity = entry.severity();
    if (entry.has("enabled")) rule.enabled = entry.flag("enabled");
    rule.title = entry.texts("title");
    rule.text = entry.texts("text");
    rule.owner = entry.text("owner");
    rule.source = entry.texts("source");
    if (rule.engine == RuleEngine::native) read_native(entry, rule);
    else read_schematron(entry, file, rule);
    return rule;
}

void add(Entry const& entry, Rule rule, std::vector<Rule>& rules) {
    for (auto const& other : rules) {
        auto const where = other.file.string() + ":" + std::to_string(other.line);
        if (other.id == rule.id) entry.stop("the id '" + rule.id + "' is taken, see " + where, entry.node("id"));
        if (rule.engine == RuleEngine::native && other.engine == RuleEngine::native && other.check == rule.check)
            entry.stop("the check '" + rule.check + "' has its rule already, see " + where, entry.node("check"));
    }
    rules.push_back(std::move(rule));
}

void change(Entry const& entry, std::vector<Rule>& rules) {
    entry.only(change_keys);
    auto const id = entry.text("id");
    auto const rule = std::ranges::find(rules, id, &Rule::id);
    if (rule == rules.end())
        entry.stop("the rule '" + id + "' is not in this file or one before it", entry.node("id"));
    if (entry.has("severity")) rule->severity = entry.severity();
    if (entry.has("enabled")) rule->enabled = entry.flag("enabled");
    if (entry.has("parameter")) {
        if (rule->parameter.empty()) entry.stop("the rule '" + id + "' takes no parameter", entry.node("parameter"));
        rule->parameter = entry.text("parameter");
    }
}

[[noreturn]] void stop_at(fs::path const& file, std::size_t line, std::string const& what) {
    throw std::runtime_error(file.string() + ":" + std::to_string(std::max<std::size_t>(line, 1)) + ": " + what);
}

toml::table parsed(fs::path const& file) {
    try {
        return toml::parse_file(file.string());
    } catch (toml::parse_error const& error) {
        stop_at(file, error.source().begin.line, std::string(error.description()));
    }
}

void read_file(fs::path const& file, std::vector<Rule>& rules) {
    auto const table = parsed(file);
    for (auto const& [key, node] : table) {
        auto const* const entries = node.as_array();
        if ((key != "rule" && key != "change") || entries == nullptr)
            stop_at(file, node.source().begin.line, "a rule file holds [[rule]] and [[change]] only");
        for (auto const& item : *entries) {
            auto const* const one = item.as_table();
            if (one == nullptr) stop_at(file, item.source().begin.line, "a rule is a table: [[rule]]");
            Entry const entry(*one, file);
            if (key == "rule") add(entry, rule_in(entry, file), rules);
        }
    }
    // Changes come last, wherever they stand in the file.
    if (auto const* const entries = table.get_as<toml::array>("change"))
        for (auto const& item : *entries) change(Entry(*item.as_table(), file), rules);
}

}  // namespace

std::vector<Rule> read_rules(std::vector<fs::path> const& files) {
    std::vector<Rule> rules;
    for (auto const& file : files) read_file(file, rules);
    return rules;
}

}  // namespace wetbode::rules
