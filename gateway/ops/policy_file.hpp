// SPDX-License-Identifier: EUPL-1.2
// A policy in TOML being read: every complaint names file and line. Private to this folder; one thread.
#pragma once

#include "gateway/ops/settings.hpp"

#include <toml++/toml.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wetbode::ops {

struct PolicyFile {
    std::filesystem::path name;

    [[noreturn]] void refuse(toml::source_region const& at, std::string const& what) const {
        throw SettingsError(name.string() + ":" + std::to_string(at.begin.line) + ": " + what);
    }

    [[nodiscard]] toml::table parsed(std::string_view text) const {
        try {
            return toml::parse(text);
        } catch (toml::parse_error const& error) {
            refuse(error.source(), std::string(error.description()));
        }
    }

    [[nodiscard]] toml::table const& table(toml::node const& node) const {
        auto const* const found = node.as_table();
        if (found == nullptr) refuse(node.source(), "a table is expected here");
        return *found;
    }

    /// The members of an array of tables; `what` is how it is written in the file.
    [[nodiscard]] std::vector<toml::table const*> tables(toml::node const& node, std::string const& what) const {
        auto const* const list = node.as_array();
        if (list == nullptr) refuse(node.source(), what + " is expected here");
        std::vector<toml::table const*> tables;
        for (auto const& member : *list) {
            tables.push_back(member.as_table());
            if (tables.back() == nullptr) refuse(member.source(), what + " must be a table");
        }
        return tables;
    }

    [[nodiscard]] std::string text(toml::node const& node) const {
        auto const value = node.value_exact<std::string>();
        if (!value) refuse(node.source(), "a text is expected here");
        return *value;
    }

    [[nodiscard]] bool yes(toml::node const& node) const {
        auto const value = node.value_exact<bool>();
        if (!value) refuse(node.source(), "true or false is expected here");
        return *value;
    }

    [[nodiscard]] std::vector<std::string> texts(toml::node const& node) const {
        auto const* const list = node.as_array();
        if (list == nullptr) refuse(node.source(), "a list of texts is expected here");
        std::vector<std::string> texts;
        for (auto const& member : *list) texts.push_back(text(member));
        return texts;
    }
};

}  // namespace wetbode::ops
