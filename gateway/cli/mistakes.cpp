// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/mistakes.hpp"

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/help_page.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <utility>

namespace wetbode::cli {

namespace {

std::string said(Language language, std::string const& nl, std::string const& en) {
    return language == Language::nl ? nl : en;
}

std::string meant(std::string_view word, std::vector<std::string_view> const& candidates, Language language) {
    auto const found = nearest(word, candidates);
    if (found.empty()) return {};
    return said(language, " Bedoelde u ", " Did you mean ") + std::string(found) + "?";
}

std::string all_commands(Language language) {
    return said(language, "Opdrachten: ", "Commands: ") + names_of_commands() + "\n" +
           said(language, "Uitleg: wetbode --help\n", "Help: wetbode --help\n");
}

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto corner = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const replaced = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
            corner = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

/// The parser's English sentences, by the kind of error; what it cannot know is left as it said it.
std::string dutch(std::string const& kind, std::string const& what) {
    if (kind == "RequiredError") return what.substr(0, what.find(" is required")) + " ontbreekt";
    if (kind == "ArgumentMismatch")
        return what.substr(0, what.find(':')) + ": er ontbreekt een waarde of er is er een te veel";
    if (kind == "ConversionError") return "die waarde past niet: " + what.substr(what.find(": ") + 2);
    return what;
}

std::string english(std::string const& kind, std::string const& what) {
    if (kind == "RequiredError") return what.substr(0, what.find(" is required")) + " is missing";
    if (kind == "ArgumentMismatch")
        return what.substr(0, what.find(':')) + ": a value is missing or there is one too many";
    if (kind == "ConversionError") return "that value does not fit: " + what.substr(what.find(": ") + 2);
    return what;
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<std::string_view const> candidates) {
    std::string_view best;
    auto least = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (auto const candidate : candidates) {
        auto const far = distance(word, candidate);
        if (far >= least) continue;
        least = far;
        best = candidate;
    }
    return best;
}

std::string no_command(Language language) {
    return said(language, "wetbode: er ontbreekt een opdracht.\n", "wetbode: a command is missing.\n") +
           all_commands(language);
}

std::string unknown_command(std::string const& given, Language language) {
    std::vector<std::string_view> names;
    for (auto const& command : command_helps()) names.push_back(command.name);
    return "wetbode: " +
           said(language, "er is geen opdracht \"" + given + "\".", "there is no command \"" + given + "\".") +
           meant(given, names, language) + "\n" + all_commands(language);
}

std::string unknown_option(std::string const& given, Language language) {
    return "wetbode: " +
           said(language, "voor de opdracht staat een onbekende optie: ",
                "an unknown option stands before the command: ") +
           given + "\n" + all_commands(language);
}

std::string mistake_in(std::string_view command, std::string const& kind, std::string const& what,
                       std::vector<std::string> const& unexpected, std::vector<std::string> const& options,
                       Language language) {
    auto const name = std::string(command);
    auto message = language == Language::nl ? dutch(kind, what) : english(kind, what);
    if (kind == "ExtrasError" && !unexpected.empty()) {
        auto const& first = unexpected.front();
        message = said(language, "onverwacht argument ", "unexpected argument ") + first + ".";
        if (first.starts_with("-"))
            message += meant(first.substr(0, first.find('=')), {options.begin(), options.end()}, language);
    }
    return "wetbode " + name + ": " + message + "\n" +
           said(language, "Uitleg: wetbode " + name + " --help\n", "Help: wetbode " + name + " --help\n");
}

std::string missing_file(std::string const& path, Language language) {
    if (std::filesystem::is_regular_file(path)) return {};
    return said(language, "dat bestand is er niet: ", "there is no such file: ") + path;
}

std::string not_one_of(std::string const& given, std::vector<std::string> const& names, Language language) {
    if (std::find(names.begin(), names.end(), given) != names.end()) return {};
    std::string all;
    for (auto const& name : names) all += (all.empty() ? "" : ", ") + name;
    auto const quoted = "\"" + given + "\"";
    return quoted + said(language, " kan niet; kies uit ", " is not possible; choose from ") + all + "." +
           meant(given, {names.begin(), names.end()}, language);
}

std::string no_url(std::string const& given, Language language) {
    if (given.starts_with("http://") || given.starts_with("https://")) return {};
    return said(language, "een adres begint met http:// of https://, niet met ",
                "an address begins with http:// or https://, not with ") + given;
}

std::string no_reason(std::string const& given, Language language) {
    auto const shown = [](char c) { return static_cast<unsigned char>(c) > 0x20; };
    if (std::count_if(given.begin(), given.end(), shown) >= 3) return {};
    return said(language, "een reden van minstens 3 tekens is nodig", "a reason of at least 3 characters is needed");
}

std::string not_a_number(std::string const& given, int least, int most, Language language) {
    int number = 0;
    auto const [end, error] = std::from_chars(given.data(), given.data() + given.size(), number);
    if (error == std::errc{} && end == given.data() + given.size() && number >= least && number <= most) return {};
    auto const range = std::to_string(least) + (language == Language::nl ? " tot " : " to ") + std::to_string(most);
    return said(language, "een geheel getal van ", "a whole number from ") + range +
           said(language, " is nodig, niet ", " is needed, not ") + given;
}

}  // namespace wetbode::cli
