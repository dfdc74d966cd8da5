// SPDX-License-Identifier: EUPL-1.2
// The command line: what was asked, or what is wrong with it, in the reader's language. Used once by main(); pure but
// for the environment and for files that it checks to be there.
#pragma once

#include "gateway/cli/remote.hpp"
#include "gateway/cli/rules.hpp"
#include "gateway/cli/validate.hpp"
#include "gateway/cli/verify.hpp"
#include "gateway/text.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::cli {

/// What commands with settings need.
struct ServeOrder {
    std::filesystem::path config;  ///< empty: defaults
    std::filesystem::path data;    ///< empty: as the settings say
    std::optional<int> port;
    Language language = Language::nl;
};

struct Choices {
    RemoteSettings remote;
    ServeOrder serve;
    ValidateOrder validate;
    RulesOrder rules;
    VerifyOrder verify;
    std::string verify_format = "text";  ///< text, json
    SubmitOrder submit;
    ReceiptOrder receipt;
    TransferQuery query;
    WebhookOrder webhooks;
    std::vector<std::string> ids;
    std::string reason;
    bool of_seal = false;
    bool of_time = false;
    bool json = false;
};

/// Either a command with its choices, or the run ends here: help was shown or a mistake told.
struct CommandLine {
    std::string command;
    Choices choices;
    Language language = Language::nl;
    std::optional<int> ended;  ///< exit status
    std::string out;           ///< for standard output
    std::string err;           ///< for standard error
};

/// Value of an environment variable, empty if it is not set.
using Environment = std::function<std::string(char const* name)>;

/// `arguments` without the name of the program.
[[nodiscard]] CommandLine read_command_line(std::vector<std::string> const& arguments, Environment const& environment);

/// --language, WETBODE_LANGUAGE, LC_ALL, LC_MESSAGES, LANG: the first that is set decides.
[[nodiscard]] Language language_of(std::span<std::string const> arguments, Environment const& environment);

/// The help of a command; of the program if `command` is empty.
[[nodiscard]] std::string help_of(std::string_view command, Language language);

/// The candidate that was probably meant; empty if none is near.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<std::string_view const> candidates);

}  // namespace wetbode::cli
