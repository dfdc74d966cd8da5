// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/type_file.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <string_view>

namespace wetbode::validation {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 14> known_keys{
    "name", "title_nl", "title_en", "version", "root_uri", "root_local", "document", "document_name", "xsd", "rules",
    "schematron", "draft_namespaces", "valid_from", "valid_until"};

[[noreturn]] void stop(fs::path const& file, std::size_t line, std::string const& what) {
    throw std::runtime_error(file.string() + ":" + std::to_string(std::max<std::size_t>(line, 1)) + ": " + what);
}

std::size_t line_of(toml::node const& node) { return node.source().begin.line; }

std::string text_at(toml::table const& table, fs::path const& file, std::string_view key, bool required) {
    auto const* const node = table.get(key);
    if (node == nullptr) {
        if (required) stop(file, 1, "the key '" + std::string(key) + "' is missing");
        return {};
    }
    auto const text = node->value_exact<std::string>();
    if (!text) stop(file, line_of(*node), "'" + std::string(key) + "' must be a text between quotes");
    if (text->empty()) stop(file, line_of(*node), "'" + std::string(key) + "' must not be empty");
    return *text;
}

std::optional<std::chrono::sys_days> date_at(toml::table const& table, fs::path const& file, std::string_view key) {
    auto const* const node = table.get(key);
    if (node == nullptr) return std::nullopt;
    auto const date = node->value_exact<toml::date>();
    if (!date)
        stop(file, line_of(*node), "'" + std::string(key) + "' must be a date such as 2026-01-31, without quotes");
    return std::chrono::sys_days{std::chrono::year(date->year) / std::chrono::month(date->month) /
                                 std::chrono::day(date->day)};
}

std::vector<std::string> texts_at(toml::table const& table, fs::path const& file, std::string_view key) {
    auto const* const node = table.get(key);
    if (node == nullptr) return {};
    auto const* const array = node->as_array();
    if (array == nullptr) stop(file, line_of(*node), "'" + std::string(key) + "' must be a list of texts");
    std::vector<std::string> texts;
    for (auto const& item : *array) {
        auto const text = item.value_exact<std::string>();
        if (!text || text->empty()) stop(file, line_of(item), "'" + std::string(key) + "' must be a list of texts");
        texts.push_back(*text);
    }
    return texts;
}

void refuse_unknown_keys(toml::table const& table, fs::path const& file) {
    for (auto const& [key, node] : table)
        if (std::find(known_keys.begin(), known_keys.end(), key.str()) == known_keys.end())
            stop(file, key.source().begin.line, "the key '" + std::string(key.str()) + "' is unknown");
}

/// A file that type.toml names by a path relative to itself; it must lie below the schemas.
fs::path file_at(fs::path const& file, fs::path const& schemas, std::string const& what, std::string const& named,
                 std::size_t line) {
    std::error_code error;
    auto const path = fs::canonical(file.parent_path() / named, error);
    if (error || !fs::is_regular_file(path)) stop(file, line, "the " + what + " '" + named + "' is not there");
    auto const inside = path.lexically_relative(fs::canonical(schemas));
    if (inside.empty() || *inside.begin() == "..")
        stop(file, line, "the " + what + " '" + named + "' lies outside the schemas");
    return path;
}

fs::path xsd_at(toml::table const& table, fs::path const& file, fs::path const& schemas) {
    auto const named = text_at(table, file, "xsd", true);
    return file_at(file, schemas, "schema", named, line_of(*table.get("xsd")));
}

std::vector<fs::path> files_at(toml::table const& table, fs::path const& file, fs::path const& schemas,
                               std::string_view key, std::string const& what) {
    std::vector<fs::path> files;
    for (auto const& named : texts_at(table, file, key))
        files.push_back(file_at(file, schemas, what, named, line_of(*table.get(key))));
    return files;
}

toml::table parsed(fs::path const& file) {
    try {
        return toml::parse_file(file.string());
    } catch (toml::parse_error const& error) {
        stop(file, error.source().begin.line, std::string(error.description()));
    }
}

}  // namespace

TypeFile read_type_file(fs::path const& file, fs::path const& schemas) {
    auto const table = parsed(file);
    refuse_unknown_keys(table, file);
    TypeFile type{.file = file,
                  .name = text_at(table, file, "name", true),
                  .version = text_at(table, file, "version", true),
                  .title = {text_at(table, file, "title_nl", true), text_at(table, file, "title_en", true)},
                  .root_uri = text_at(table, file, "root_uri", true),
                  .root_local = text_at(table, file, "root_local", true),
                  .document = text_at(table, file, "document", false),
                  .document_name = text_at(table, file, "document_name", false),
                  .xsd = xsd_at(table, file, schemas),
                  .rules = files_at(table, file, schemas, "rules", "rule file"),
                  .schematron = files_at(table, file, schemas, "schematron", "Schematron file"),
                  .draft_namespaces = texts_at(table, file, "draft_namespaces"),
                  .valid_from = date_at(table, file, "valid_from"),
                  .valid_until = date_at(table, file, "valid_until")};
    type.root_line = line_of(*table.get("root_local"));
    type.xsd_line = line_of(*table.get("xsd"));
    for (auto const* const key : {"version", "valid_until", "valid_from"})
        if (auto const* const node = table.get(key)) type.period_line = line_of(*node);
    auto const version_folder = file.parent_path();
    if (type.version != version_folder.filename().string())
        stop(file, line_of(*table.get("version")), "'version' must be the name of the folder, '" +
                                                       version_folder.filename().string() + "'");
    if (type.name != version_folder.parent_path().filename().string())
        stop(file, line_of(*table.get("name")), "'name' must be the name of the folder, '" +
                                                    version_folder.parent_path().filename().string() + "'");
    if (!type.document_name.empty() && type.document.empty())
        stop(file, line_of(*table.get("document_name")), "'document_name' needs 'document'");
    if (type.valid_from && type.valid_until && *type.valid_until < *type.valid_from)
        stop(file, line_of(*table.get("valid_until")), "'valid_until' lies before 'valid_from'");
    return type;
}

bool older_version(std::string const& a, std::string const& b) {
    auto const* at = a.data();
    auto const* bt = b.data();
    auto const* const a_end = at + a.size();
    auto const* const b_end = bt + b.size();
    while (at != a_end && bt != b_end) {
        unsigned long x = 0;
        unsigned long y = 0;
        auto const ra = std::from_chars(at, a_end, x);
        auto const rb = std::from_chars(bt, b_end, y);
        if (ra.ec == std::errc{} && rb.ec == std::errc{}) {
            if (x != y) return x < y;
            at = ra.ptr;
            bt = rb.ptr;
        } else {
            if (*at != *bt) return *at < *bt;
            ++at;
            ++bt;
        }
    }
    return at == a_end && bt != b_end;
}

}  // namespace wetbode::validation
