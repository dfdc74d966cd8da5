// SPDX-License-Identifier: EUPL-1.2
// One type.toml: what a document type is called, how its documents begin, which schema they obey and when it applies.
// Pure data; any thread.
#pragma once

#include "gateway/refusal.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wetbode::validation {

struct TypeFile {
    std::filesystem::path file;
    std::string name;
    std::string version;
    Text title;
    std::string root_uri;
    std::string root_local;
    std::string document;       ///< first element below the root; empty = any
    std::string document_name;  ///< its attribute "name"; empty = any
    std::filesystem::path xsd;  ///< canonical path
    std::vector<std::filesystem::path> rules;  ///< canonical paths of the rule files, in order; a later one may change
    std::vector<std::filesystem::path> schematron;  ///< canonical paths of its Schematron files
    std::vector<std::string> draft_namespaces;  ///< how namespaces of drafts of this standard begin
    std::optional<std::chrono::sys_days> valid_from;
    std::optional<std::chrono::sys_days> valid_until;  ///< last day
    std::size_t root_line = 1;    ///< of the file, for messages: where the root is named
    std::size_t xsd_line = 1;
    std::size_t period_line = 1;  ///< where the period begins, or else the version is named
};

/// Reads schemas/<name>/<version>/type.toml. Throws std::runtime_error "<file>:<line>: what is wrong".
[[nodiscard]] TypeFile read_type_file(std::filesystem::path const& file, std::filesystem::path const& schemas);

/// "2" < "10": versions are compared number by number, then as text.
[[nodiscard]] bool older_version(std::string const& a, std::string const& b);

}  // namespace wetbode::validation
