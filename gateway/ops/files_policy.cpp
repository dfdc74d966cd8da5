// SPDX-License-Identifier: EUPL-1.2
// conf/files.toml: what is asked of files that are not XML.
#include "gateway/ops/policies.hpp"
#include "gateway/ops/policy_file.hpp"
#include "gateway/ops/units.hpp"

#include <algorithm>
#include <array>

namespace wetbode::ops {

namespace {

enum class Unit { number, size };

struct LimitKey {
    std::string_view key;
    std::uint64_t FileLimits::*value;
    Unit unit;
};

constexpr std::array<LimitKey, 11> limit_keys{{
    {"objects", &FileLimits::objects_max, Unit::number},
    {"index_size", &FileLimits::index_bytes_max, Unit::size},
    {"object_size", &FileLimits::object_bytes_max, Unit::size},
    {"object_stream_size", &FileLimits::object_stream_max, Unit::size},
    {"pdf_unpacked", &FileLimits::pdf_unpacked_max, Unit::size},
    {"entries", &FileLimits::entries_max, Unit::number},
    {"unpacked", &FileLimits::unpacked_max, Unit::size},
    {"ratio", &FileLimits::ratio_max, Unit::number},
    {"ratio_from", &FileLimits::ratio_from, Unit::size},
    {"nesting", &FileLimits::nesting_max, Unit::number},
    {"nested_size", &FileLimits::nested_bytes_max, Unit::size},
}};

constexpr std::int64_t number_max = 1'000'000'000;

std::uint64_t size_in(PolicyFile const& file, toml::node const& node) {
    auto const size = size_from(file.text(node));
    if (!size || *size == 0) file.refuse(node.source(), "a size like 64KiB or 2GB is expected here");
    return *size;
}

std::uint64_t number_in(PolicyFile const& file, toml::node const& node) {
    auto const number = node.value_exact<std::int64_t>();
    if (!number || *number < 1 || *number > number_max)
        file.refuse(node.source(), "a whole number between 1 and " + std::to_string(number_max) + " is expected here");
    return static_cast<std::uint64_t>(*number);
}

Strictness strictness_in(PolicyFile const& file, toml::node const& node) {
    auto const word = file.text(node);
    if (word == "refuse") return Strictness::refuse;
    if (word == "warn") return Strictness::warn;
    if (word == "off") return Strictness::off;
    file.refuse(node.source(), "a check is refuse, warn or off");
}

[[noreturn]] void unknown(PolicyFile const& file, toml::key const& key, std::string_view table) {
    file.refuse(key.source(), "there is no key " + std::string(key.str()) + " in " + std::string(table));
}

void take_checks(PolicyFile const& file, toml::table const& given, FilesPolicy& policy) {
    for (auto const& [key, node] : given) {
        auto const rule = file_rule_from(key.str());
        if (!rule) unknown(file, key, "[checks]");
        policy.checks[*rule] = strictness_in(file, node);
    }
}

void take_limits(PolicyFile const& file, toml::table const& given, FileLimits& limits) {
    for (auto const& [key, node] : given) {
        if (key == "time") {
            auto const span = span_from(file.text(node));
            if (!span || span->count() == 0) file.refuse(node.source(), "a span like 20s is expected here");
            limits.time = *span;
            continue;
        }
        auto const name = key.str();
        auto const row = std::find_if(limit_keys.begin(), limit_keys.end(),
                                      [&](LimitKey const& known) { return known.key == name; });
        if (row == limit_keys.end()) unknown(file, key, "[limits]");
        limits.*row->value = row->unit == Unit::size ? size_in(file, node) : number_in(file, node);
    }
}

void take_pdf(PolicyFile const& file, toml::table const& given, FilesPolicy& policy) {
    for (auto const& [key, node] : given) {
        if (key == "actions") policy.pdf_actions = file.texts(node);
        else if (key == "annotations") policy.pdf_annotations = file.texts(node);
        else if (key == "xfa") policy.pdf_xfa = file.yes(node);
        else if (key == "executable_extensions") policy.executable_extensions = file.texts(node);
        else if (key == "executable_types") policy.executable_types = file.texts(node);
        else unknown(file, key, "[pdf]");
    }
}

void take_office(PolicyFile const& file, toml::table const& given, FilesPolicy& policy) {
    for (auto const& [key, node] : given) {
        if (key == "fetched_relations") policy.fetched_relations = file.texts(node);
        else unknown(file, key, "[office]");
    }
}

FileForm form_in(PolicyFile const& file, toml::node const& node) {
    auto const form = file_form_from(file.text(node));
    if (!form) file.refuse(node.source(), "form is pdf, ooxml, odf, ole, zip, text or other");
    return *form;
}

bool is_lower_case(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

AllowedFileType type_from(PolicyFile const& file, toml::table const& given) {
    AllowedFileType type;
    for (auto const& [key, node] : given) {
        if (key == "media_type") type.media_type = file.text(node);
        else if (key == "name_nl") type.name.nl = file.text(node);
        else if (key == "name_en") type.name.en = file.text(node);
        else if (key == "form") type.form = form_in(file, node);
        else if (key == "found") type.found = file.texts(node);
        else if (key == "extensions") type.extensions = file.texts(node);
        else if (key == "inside") type.inside = file.texts(node);
        else if (key == "size") type.bytes_max = size_in(file, node);
        else unknown(file, key, "[[type]]");
    }
    auto const at = given.source();
    if (type.media_type.empty() || type.name.nl.empty() || type.name.en.empty())
        file.refuse(at, "a type needs media_type, name_nl and name_en");
    if (type.media_type.find_first_of("; ") != std::string::npos || !is_lower_case(type.media_type))
        file.refuse(at, "media_type is in lower case and without parameters");
    if (!std::all_of(type.extensions.begin(), type.extensions.end(), is_lower_case))
        file.refuse(at, "extensions are in lower case");
    if (type.found.empty() && type.form != FileForm::ole) file.refuse(at, "a type needs a list \"found\"");
    bool const needs_inside =
        type.form == FileForm::ooxml || type.form == FileForm::odf || type.form == FileForm::ole;
    if (needs_inside && type.inside.empty()) file.refuse(at, "a type of this form needs a list \"inside\"");
    return type;
}

void take_types(PolicyFile const& file, toml::node const& node, FilesPolicy& policy) {
    auto const* const list = node.as_array();
    if (list == nullptr) file.refuse(node.source(), "types are written [[type]]");
    for (auto const& member : *list) {
        auto type = type_from(file, file.table(member));
        if (policy.type_of(type.media_type) != nullptr)
            file.refuse(member.source(), "the type " + type.media_type + " stands here twice");
        policy.types.push_back(std::move(type));
    }
}

}  // namespace

FilesPolicy files_from(std::string_view text, std::filesystem::path const& name) {
    PolicyFile const file{name};
    auto const root = file.parsed(text);
    FilesPolicy policy;
    for (auto const& [key, node] : root) {
        if (key == "checks") take_checks(file, file.table(node), policy);
        else if (key == "limits") take_limits(file, file.table(node), policy.limits);
        else if (key == "pdf") take_pdf(file, file.table(node), policy);
        else if (key == "office") take_office(file, file.table(node), policy);
        else if (key == "type") take_types(file, node, policy);
        else file.refuse(key.source(), "there is no table " + std::string(key.str()) +
                                           "; known: checks, limits, pdf, office, type");
    }
    return policy;
}

}  // namespace wetbode::ops
