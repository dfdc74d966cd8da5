// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/help_page.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

namespace wetbode::cli {

namespace {

constexpr std::size_t width = 110;
constexpr std::size_t left = 28;

std::size_t columns(std::string_view text) {
    auto const begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
}

/// A name and its text beside it, broken between words.
void row(std::ostream& out, std::string const& name, std::string const& text) {
    out << "  " << name;
    auto column = columns(name) + 2;
    if (column + 1 > left) {
        out << "\n";
        column = 0;
    }
    out << std::string(left - column, ' ');
    column = left;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (column + columns(word) + 1 > width && column > left) {
            out << "\n" << std::string(left, ' ');
            column = left;
        }
        out << (column > left ? " " : "") << word;
        column += columns(word) + (column > left ? 1 : 0);
    }
    out << "\n";
}

void exit_rows(std::ostream& out, ExitHelp const& exit, Language language) {
    out << "\n" << help_words::exits.in(language) << ":\n";
    int status = 0;
    for (auto const& words : {exit.done, exit.negative, exit.misused, exit.unavailable}) {
        if (!words.nl.empty()) row(out, std::to_string(status), std::string(words.in(language)));
        ++status;
    }
}

void option_row(std::ostream& out, ShownOption const& option, Language language) {
    std::string text(option.meaning);
    auto const add = [&](std::string const& more) { text += " (" + more + ")"; };
    if (option.required) add(std::string(help_words::required.in(language)));
    if (!option.standard.empty()) add(std::string(help_words::standard.in(language)) + ": " + option.standard);
    if (!option.environment.empty()) add(std::string(help_words::environment.in(language)) + ": " + option.environment);
    row(out, option.name, text);
}

void option_rows(std::ostream& out, std::vector<ShownOption> const& options, bool arguments, Language language) {
    bool first = true;
    for (auto const& option : options) {
        if (option.argument != arguments) continue;
        auto const& title = arguments ? help_words::arguments_title : help_words::options_title;
        if (std::exchange(first, false)) out << "\n" << title.in(language) << ":\n";
        option_row(out, option, language);
    }
}

}  // namespace

std::string program_page(Language language) {
    std::ostringstream out;
    out << help_words::program.in(language) << "\n\n"
        << help_words::usage.in(language) << ": wetbode " << help_words::command.in(language) << " ["
        << help_words::options.in(language) << "]\n\n"
        << help_words::commands.in(language) << ":\n";
    for (auto const& command : command_helps())
        row(out, std::string(command.name), std::string(command.purpose.in(language)));
    out << "\n" << help_words::options_title.in(language) << ":\n";
    row(out, "-h, --help", std::string(help_words::help.in(language)));
    row(out, "--version", std::string(help_words::version.in(language)));
    auto const* const chosen = help_of_option("", "--language");
    row(out, "--language " + std::string(chosen->value.in(language)), std::string(chosen->meaning.in(language)));
    out << "\n" << help_words::language_rule.in(language) << "\n\n" << help_words::examples.in(language) << ":\n";
    for (auto const* const name : {"serve", "validate", "submit", "transfers", "replay"}) {
        auto const lines = help_of_command(name)->examples.in(language);
        out << lines.substr(0, lines.find('\n')) << "\n";
    }
    exit_rows(out, help_words::exit, language);
    out << "\n" << help_words::more.in(language) << "\n";
    return out.str();
}

std::string command_page(CommandHelp const& command, std::vector<ShownOption> const& options, Language language) {
    std::ostringstream out;
    out << command.purpose.in(language) << ".\n\n" << help_words::usage.in(language) << ": wetbode " << command.name;
    for (auto const& option : options)
        if (option.argument) out << " " << (option.required ? option.name : "[" + option.name + "]");
    out << " [" << help_words::options.in(language) << "]\n\n" << command.story.in(language) << "\n";
    option_rows(out, options, true, language);
    option_rows(out, options, false, language);
    out << "\n" << help_words::examples.in(language) << ":\n" << command.examples.in(language) << "\n";
    exit_rows(out, command.exit, language);
    return out.str();
}

std::string names_of_commands() {
    std::string names;
    for (auto const& command : command_helps()) names += (names.empty() ? "" : ", ") + std::string(command.name);
    return names;
}

}  // namespace wetbode::cli
