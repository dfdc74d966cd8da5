// SPDX-License-Identifier: EUPL-1.2
// Lays out the help of the program and of its commands. Private to the command line.
#pragma once

#include "gateway/cli/help_texts.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace wetbode::cli {

/// One option as the help shows it.
struct ShownOption {
    std::string name;         ///< "--url URL" or "FILE..."
    std::string_view meaning;
    std::string standard;     ///< default; may be empty
    std::string environment;  ///< variable; may be empty
    bool argument = false;    ///< without dashes
    bool required = false;
};

[[nodiscard]] std::string program_page(Language language);
[[nodiscard]] std::string command_page(CommandHelp const& command, std::vector<ShownOption> const& options,
                                       Language language);
/// "serve, check, ..."
[[nodiscard]] std::string names_of_commands();

}  // namespace wetbode::cli
