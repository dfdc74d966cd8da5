// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ops/settings.hpp"

#include "gateway/ops/units.hpp"
#include "gateway/refusal.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <sstream>

namespace wetbode::ops {

namespace {

using Specs = std::vector<SettingSpec>;
using Lines = std::map<std::string, std::uint32_t, std::less<>>;

/// What is read from the file.
struct Taken {
    SettingValues& values;
    Lines& lines;
};

struct Place {
    std::filesystem::path file;
    toml::source_position at;
};

[[noreturn]] void refuse(Place const& place, std::string const& what) {
    auto const line = place.at ? ":" + std::to_string(place.at.line) : std::string();
    throw SettingsError(place.file.string() + line + ": " + what);
}

std::string range_of(SettingSpec const& spec) {
    return "between " + std::to_string(spec.least) + " and " + std::to_string(spec.most);
}

void check_range(SettingSpec const& spec, std::int64_t value, Place const& place, char const* unit) {
    if (spec.most == 0 || (value >= spec.least && value <= spec.most)) return;
    refuse(place, std::string(spec.key) + " must lie " + range_of(spec) + unit);
}

std::string checked_file(SettingSpec const& spec, std::string const& given, Place const& place) {
    if (given.empty()) return given;
    auto path = std::filesystem::path(given);
    if (path.is_relative()) path = place.file.parent_path() / path;
    if (!std::filesystem::exists(path)) refuse(place, std::string(spec.key) + ": there is no file " + path.string());
    return std::filesystem::absolute(path).string();
}

/// The value in the form that SettingValues promises: milliseconds, bytes, "true", an absolute path.
std::string checked_text(SettingSpec const& spec, std::string const& given, Place const& place) {
    switch (spec.type) {
        case SettingType::duration: {
            auto const span = span_from(given);
            if (!span) refuse(place, std::string(spec.key) + ": \"" + given + "\" is not a span like 30s, 5m or 2h");
            check_range(spec, span->count(), place, " milliseconds");
            return std::to_string(span->count());
        }
        case SettingType::size: {
            auto const bytes = size_from(given);
            if (!bytes) refuse(place, std::string(spec.key) + ": \"" + given + "\" is not a size like 64KiB or 2GB");
            check_range(spec, static_cast<std::int64_t>(*bytes), place, " bytes");
            return std::to_string(*bytes);
        }
        case SettingType::file:
            return checked_file(spec, given, place);
        default:
            return given;
    }
}

std::string value_of(SettingSpec const& spec, toml::node const& node, std::filesystem::path const& file) {
    Place const place{file, node.source().begin};
    if (spec.type == SettingType::whole_number) {
        auto const number = node.value_exact<std::int64_t>();
        if (!number) refuse(place, std::string(spec.key) + " must be a whole number");
        check_range(spec, *number, place, "");
        return std::to_string(*number);
    }
    if (spec.type == SettingType::yes_no) {
        auto const yes = node.value_exact<bool>();
        if (!yes) refuse(place, std::string(spec.key) + " must be true or false");
        return *yes ? "true" : "false";
    }
    auto const text = node.value_exact<std::string>();
    if (!text) refuse(place, std::string(spec.key) + " must be a text between quotation marks");
    return checked_text(spec, *text, place);
}

std::string standard_of(SettingSpec const& spec) {
    auto const given = std::string(spec.standard);
    if (given.empty()) return given;
    return checked_text(spec, given, {"default", {}});
}

std::string known_keys(Specs const& specs) {
    std::string names;
    for (auto const& spec : specs) names += (names.empty() ? "" : ", ") + std::string(spec.key);
    return names;
}

void take_table(Taken taken, std::string const& name, Specs const& specs, toml::table const* given,
                std::filesystem::path const& file) {
    for (auto const& spec : specs) taken.values[name + "." + std::string(spec.key)] = standard_of(spec);
    if (given == nullptr) return;
    taken.lines[name] = given->source().begin.line;
    for (auto const& [key, node] : *given) {
        auto const is_it = [&](SettingSpec const& spec) { return spec.key == key.str(); };
        auto const found = std::find_if(specs.begin(), specs.end(), is_it);
        if (found == specs.end())
            refuse({file, node.source().begin},
                   "there is no key " + std::string(key.str()) + " in [" + name + "]; known: " + known_keys(specs));
        auto const place = name + "." + std::string(key.str());
        taken.values[place] = value_of(*found, node, file);
        taken.lines[place] = node.source().begin.line;
    }
}

Specs specs_of_member(TableSpec const& family, std::string const& name, toml::table const& given,
                      std::span<Adapter const* const> adapters, std::filesystem::path const& file) {
    Specs specs(family.keys.begin(), family.keys.end());
    if (family.name != "counterpart.*") return specs;
    auto const chosen = given["adapter"].value<std::string>().value_or(name);
    for (auto const* const adapter : adapters) {
        if (adapter->name != chosen) continue;
        specs.insert(specs.end(), adapter->settings.begin(), adapter->settings.end());
        return specs;
    }
    std::string names;
    for (auto const* const adapter : adapters) names += (names.empty() ? "" : ", ") + std::string(adapter->name);
    refuse({file, given.source().begin}, "there is no adapter " + chosen + "; known: " + names);
}

void take_family(Taken taken, TableSpec const& family, toml::node const& node,
                 std::span<Adapter const* const> adapters, std::filesystem::path const& file) {
    auto const prefix = std::string(family.name.substr(0, family.name.size() - 1));
    auto const* const members = node.as_table();
    if (members == nullptr) refuse({file, node.source().begin}, prefix + "<name> must be a table");
    for (auto const& [key, member] : *members) {
        auto const name = std::string(key.str());
        auto const* const given = member.as_table();
        if (given == nullptr) refuse({file, member.source().begin}, "[" + prefix + name + "] must be a table");
        take_table(taken, prefix + name, specs_of_member(family, name, *given, adapters, file), given, file);
    }
}

TableSpec const* spec_named(std::string_view name) {
    for (auto const& spec : table_specs())
        if (spec.name == name || spec.name == std::string(name) + ".*") return &spec;
    return nullptr;
}

toml::table parsed(std::filesystem::path const& file) {
    try {
        return toml::parse_file(file.string());
    } catch (toml::parse_error const& error) {
        refuse({file, error.source().begin}, std::string(error.description()));
    }
}

}  // namespace

Settings Settings::load(std::filesystem::path const& file, std::span<Adapter const* const> adapters) {
    Settings settings;
    settings.source_ = file;
    Taken const taken{settings.values_, settings.lines_};
    toml::table const root = file.empty() ? toml::table{} : parsed(file);
    for (auto const& spec : table_specs()) {
        if (spec.name.ends_with(".*")) continue;
        auto const* const node = root.get(spec.name);
        auto const* const given = node == nullptr ? nullptr : node->as_table();
        if (node != nullptr && given == nullptr)
            refuse({file, node->source().begin}, "[" + std::string(spec.name) + "] must be a table");
        take_table(taken, std::string(spec.name), {spec.keys.begin(), spec.keys.end()}, given, file);
    }
    for (auto const& [key, node] : root) {
        auto const* const spec = spec_named(key.str());
        if (spec == nullptr) refuse({file, node.source().begin}, "there is no table [" + std::string(key.str()) + "]");
        if (spec->name.ends_with(".*")) take_family(taken, *spec, node, adapters, file);
    }
    return settings;
}

std::string const& Settings::text(std::string_view place) const {
    auto const found = values_.find(place);
    ensure(found != values_.end(), "every setting that is asked for is declared");
    return found->second;
}

std::int64_t Settings::number(std::string_view place) const {
    auto const& value = text(place);
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    ensure(error == std::errc{} && end == value.data() + value.size(), "a checked number is a number");
    return number;
}

Milliseconds Settings::span(std::string_view place) const { return Milliseconds{number(place)}; }
std::uint64_t Settings::size(std::string_view place) const { return static_cast<std::uint64_t>(number(place)); }
bool Settings::yes(std::string_view place) const { return text(place) == "true"; }
std::filesystem::path Settings::file(std::string_view place) const { return text(place); }

std::string Settings::where(std::string_view place) const {
    auto found = lines_.find(place);
    if (found == lines_.end()) found = lines_.find(place.substr(0, place.rfind('.')));
    return source_.string() + (found == lines_.end() ? "" : ":" + std::to_string(found->second));
}

std::vector<std::string> Settings::names(std::string_view family) const {
    std::vector<std::string> names;
    auto const prefix = std::string(family) + ".";
    for (auto const& [place, value] : values_) {
        if (!place.starts_with(prefix)) continue;
        auto const rest = std::string_view(place).substr(prefix.size());
        auto name = std::string(rest.substr(0, rest.rfind('.')));
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
    return names;
}

SettingValues Settings::table(std::string_view name) const {
    SettingValues table;
    auto const prefix = std::string(name) + ".";
    for (auto const& [place, value] : values_)
        if (place.starts_with(prefix)) table[place.substr(prefix.size())] = value;
    return table;
}

namespace {

void render_key(std::ostream& out, SettingSpec const& spec, std::string_view comment) {
    bool const bare = spec.type == SettingType::whole_number || spec.type == SettingType::yes_no;
    out << "# " << spec.meaning << "\n" << comment << spec.key << " = ";
    if (bare) out << (spec.standard.empty() ? "0" : spec.standard) << "\n";
    else out << '"' << spec.standard << "\"\n";
}

}  // namespace

std::string reference_toml(std::span<Adapter const* const> adapters) {
    std::ostringstream out;
    out << "# Every setting of Wetbode with its default. Spans: 250ms, 30s, 5m, 12h, 2d. Sizes: 64KiB, 250MB, 2GiB.\n"
           "# Secrets stand in files of their own. Unknown keys stop the start.\n";
    for (auto const& table : table_specs()) {
        auto const family = table.name.ends_with(".*");
        if (table.name == "counterpart.*") continue;
        out << "\n# " << table.meaning << "\n";
        auto const name = std::string(table.name);
        out << (family ? "# [" + name.substr(0, name.size() - 1) + "example]" : "[" + name + "]") << "\n";
        for (auto const& spec : table.keys) render_key(out, spec, family ? "# " : "");
    }
    for (auto const* const adapter : adapters) {
        out << "\n# [counterpart." << adapter->name << "]\n";
        for (auto const& spec : spec_named("counterpart")->keys) render_key(out, spec, "# ");
        for (auto const& spec : adapter->settings) render_key(out, spec, "# ");
    }
    return out.str();
}

}  // namespace wetbode::ops
