// SPDX-License-Identifier: EUPL-1.2
// Every sentence of the command line's help, in Dutch and English, as data. Pure; any thread.
#pragma once

#include "gateway/text.hpp"

#include <span>
#include <string_view>

namespace wetbode::cli {

/// A Text that needs no memory of its own.
struct Words {
    std::string_view nl;
    std::string_view en;
    [[nodiscard]] constexpr std::string_view in(Language language) const { return language == Language::nl ? nl : en; }
};

struct OptionHelp {
    std::string_view command;  ///< empty: the same for every command that has it
    std::string_view name;     ///< "--url", or "ID" for an argument without dashes
    Words value;               ///< what stands for the value; empty for a flag
    Words meaning;
};

/// What each exit status means for one command; empty: it does not occur.
struct ExitHelp {
    Words done;
    Words negative;
    Words misused;
    Words unavailable;
};

struct CommandHelp {
    std::string_view name;
    Words purpose;   ///< one line
    Words story;     ///< when it is needed and what it reads
    Words examples;  ///< lines to copy, each with what it does
    ExitHelp exit;
};

/// In the order in which the help lists them.
[[nodiscard]] std::span<CommandHelp const> command_helps();
[[nodiscard]] std::span<OptionHelp const> option_helps();
[[nodiscard]] CommandHelp const* help_of_command(std::string_view name);
/// The sentence of this command, else the shared one.
[[nodiscard]] OptionHelp const* help_of_option(std::string_view command, std::string_view name);

namespace help_words {
inline constexpr Words program{
    "Wetbode: de gateway waarlangs een regering en haar parlement wetgeving uitwisselen.",
    "Wetbode: the gateway through which a government and its parliament exchange law."};
inline constexpr Words usage{"Gebruik", "Usage"};
inline constexpr Words commands{"Opdrachten", "Commands"};
inline constexpr Words command{"OPDRACHT", "COMMAND"};
inline constexpr Words options{"OPTIES", "OPTIONS"};
inline constexpr Words arguments_title{"Argumenten", "Arguments"};
inline constexpr Words options_title{"Opties", "Options"};
inline constexpr Words examples{"Voorbeelden", "Examples"};
inline constexpr Words exits{"Afloop (exit status)", "Exit status"};
inline constexpr Words standard{"standaard", "default"};
inline constexpr Words environment{"omgeving", "environment"};
inline constexpr Words required{"verplicht", "required"};
inline constexpr Words help{"Toon deze uitleg", "Show this help"};
inline constexpr Words version{"Toon de versie", "Show the version"};
inline constexpr Words more{"Meer over een opdracht: wetbode OPDRACHT --help",
                            "More about a command: wetbode COMMAND --help"};
inline constexpr Words language_rule{
    "De taal komt van --language, anders van WETBODE_LANGUAGE, LC_ALL, LC_MESSAGES of LANG (de eerste die gezet is);\n"
    "zonder of met C is het Nederlands, met een andere taal dan Nederlands Engels.",
    "The language comes from --language, else from WETBODE_LANGUAGE, LC_ALL, LC_MESSAGES or LANG (the first that is\n"
    "set); without one or with C it is Dutch, with another language than Dutch it is English."};
/// Of the program as a whole.
inline constexpr ExitHelp exit{
    {"zoals gevraagd", "as asked"},
    {"een duidelijk nee: geweigerd, ongeldig, niet gevonden", "a clear no: refused, not valid, not found"},
    {"verkeerde argumenten of instellingen", "wrong arguments or settings"},
    {"de gateway of iets dat hij nodig heeft is niet bereikbaar; probeer het later opnieuw",
     "the gateway or something it needs cannot be reached; try again later"}};
}  // namespace help_words

}  // namespace wetbode::cli
