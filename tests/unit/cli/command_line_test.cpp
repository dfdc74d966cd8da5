// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/files.hpp"
#include "gateway/cli/command_line.hpp"
#include "gateway/cli/help_texts.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <map>

using namespace wetbode;
using namespace wetbode::cli;

namespace {

using Variables = std::map<std::string, std::string>;

CommandLine read(std::vector<std::string> const& arguments, Variables const& variables = {}) {
    return read_command_line(arguments, [&](char const* name) {
        auto const found = variables.find(name);
        return found == variables.end() ? std::string{} : found->second;
    });
}

Language language(Variables const& variables, std::vector<std::string> const& arguments = {"secret"}) {
    return read(arguments, variables).language;
}

}  // namespace

TEST_CASE("every command and option is explained in Dutch and in English", "[cli]") {
    for (auto const& command : command_helps()) {
        INFO(command.name);
        for (auto const& words : {command.purpose, command.story, command.exit.done, command.exit.misused}) {
            CHECK_FALSE(words.nl.empty());
            CHECK_FALSE(words.en.empty());
            CHECK(words.nl != words.en);
        }
        for (auto const& words : {command.exit.negative, command.exit.unavailable})
            CHECK(words.nl.empty() == words.en.empty());
    }
    for (auto const& option : option_helps()) {
        INFO(option.command << " " << option.name);
        CHECK_FALSE(option.meaning.nl.empty());
        CHECK_FALSE(option.meaning.en.empty());
        CHECK(option.meaning.nl != option.meaning.en);
        CHECK(option.value.nl.empty() == option.value.en.empty());
    }
}

TEST_CASE("the help of every command shows use, examples, options and exit statuses", "[cli]") {
    for (auto const& command : command_helps()) {
        auto const name = std::string(command.name);
        INFO(name);
        auto const dutch = read({name, "--help", "--language", "nl"});
        auto const english = read({"--language", "en", "help", name});

        CHECK(dutch.ended == done);
        CHECK(english.ended == done);
        CHECK(dutch.out == help_of(name, Language::nl));
        CHECK(english.out == help_of(name, Language::en));
        CHECK_THAT(dutch.out, Catch::Contains("Gebruik: wetbode " + name) && Catch::Contains("Voorbeelden:") &&
                                  Catch::Contains("  wetbode " + name) && Catch::Contains("Afloop (exit status):") &&
                                  Catch::Contains("\n  0 ") && Catch::Contains("\n  2 ") &&
                                  Catch::Contains("--language TAAL"));
        CHECK_THAT(english.out, Catch::Contains("Usage: wetbode " + name) && Catch::Contains("Examples:") &&
                                    Catch::Contains("Exit status:") && Catch::Contains("--language LANGUAGE"));
    }
    CHECK_THAT(help_of("transfers", Language::en),
               Catch::Contains("WETBODE_URL") && Catch::Contains("default: http://127.0.0.1:8460") &&
                   Catch::Contains("\n  1 ") && Catch::Contains("\n  3 "));
}

TEST_CASE("no line of the help is too long for a screen", "[cli]") {
    for (auto const chosen : {Language::nl, Language::en})
        for (auto const& command : command_helps()) {
            std::istringstream lines(help_of(command.name, chosen));
            for (std::string line; std::getline(lines, line);) {
                INFO(line);
                CHECK(line.size() <= 115);
            }
        }
}

TEST_CASE("the help of the program lists every command and every exit status", "[cli]") {
    auto const page = read({"--help", "--language=en"});

    CHECK(page.ended == done);
    for (auto const& command : command_helps())
        CHECK_THAT(page.out, Catch::Contains("\n  " + std::string(command.name) + " "));
    for (auto const* const text : {"\n  0 ", "\n  1 ", "\n  2 ", "\n  3 ", "LC_ALL", "Examples:"})
        CHECK_THAT(page.out, Catch::Contains(text));
    CHECK_THAT(read({"help"}).out, Catch::Contains("Voorbeelden:"));
    CHECK_THAT(read({"--version"}).out, Catch::StartsWith("wetbode "));
}

TEST_CASE("an unknown command ends with 2, says which there are and which was meant", "[cli]") {
    auto const typo = read({"subbmit", "manifest.json"}, {{"LANG", "en_US.UTF-8"}});
    auto const far = read({"xyzzyxyzzy"});
    auto const none = read({});

    CHECK(typo.ended == misused);
    CHECK_THAT(typo.err, Catch::Contains("there is no command \"subbmit\". Did you mean submit?") &&
                             Catch::Contains("serve, check, migrate"));
    CHECK(far.ended == misused);
    CHECK_THAT(far.err, Catch::Contains("er is geen opdracht") && !Catch::Contains("Bedoelde u"));
    CHECK(none.ended == misused);
    CHECK_THAT(none.err, Catch::Contains("er ontbreekt een opdracht") && Catch::Contains("Opdrachten: serve"));
}

TEST_CASE("wrong arguments end with 2 and are told in the reader's language", "[cli]") {
    struct Case {
        std::vector<std::string> arguments;
        std::string nl;
        std::string en;
    };
    auto const one = GENERATE(
        Case{{"replay", "a"}, "--reason ontbreekt", "--reason is missing"},
        Case{{"status"}, "ID ontbreekt", "ID is missing"},
        Case{{"transfers", "--stat", "x"}, "onverwacht argument --stat. Bedoelde u --state?",
             "unexpected argument --stat. Did you mean --state?"},
        Case{{"transfers", "--state", "quarantine"}, "\"quarantine\" kan niet; kies uit waiting",
             "\"quarantine\" is not possible; choose from waiting"},
        Case{{"transfers", "--limit", "0"}, "een geheel getal van 1 tot 1000 is nodig, niet 0",
             "a whole number from 1 to 1000 is needed, not 0"},
        Case{{"serve", "--port", "abc"}, "een geheel getal van 0 tot 65535 is nodig, niet abc",
             "a whole number from 0 to 65535 is needed, not abc"},
        Case{{"serve", "--data"}, "--data: er ontbreekt een waarde", "--data: a value is missing"},
        Case{{"serve", "--config", "/nowhere/x.toml"}, "dat bestand is er niet: /nowhere/x.toml",
             "there is no such file: /nowhere/x.toml"},
        Case{{"replay", "a", "--reason", " x "}, "minstens 3 tekens", "at least 3 characters"},
        Case{{"status", "a", "--url", "nonsense"}, "begint met http:// of https://, niet met nonsense",
             "begins with http:// or https://, not with nonsense"},
        Case{{"secret", "extra"}, "onverwacht argument extra", "unexpected argument extra"},
        Case{{"--jsn", "status"}, "onbekende optie: --jsn", "unknown option stands before the command: --jsn"});
    INFO(one.nl);

    auto const dutch = read(one.arguments, {{"LANG", "nl_BE.UTF-8"}});
    auto const english = read(one.arguments, {{"LANG", "en_GB.UTF-8"}});

    CHECK(dutch.ended == misused);
    CHECK(english.ended == misused);
    CHECK(dutch.out.empty());
    CHECK_THAT(dutch.err, Catch::Contains(one.nl) && Catch::Contains("Uitleg: wetbode"));
    CHECK_THAT(english.err, Catch::Contains(one.en) && Catch::Contains("Help: wetbode"));
}

TEST_CASE("the first of --language, WETBODE_LANGUAGE, LC_ALL, LC_MESSAGES and LANG decides", "[cli]") {
    using enum Language;
    CHECK(language({}) == nl);
    CHECK(language({{"LANG", "C.UTF-8"}}) == nl);
    CHECK(language({{"LANG", "fr_BE.UTF-8"}}) == en);
    CHECK(language({{"LANG", "en_US.UTF-8"}, {"LC_MESSAGES", "nl_BE.UTF-8"}}) == nl);
    CHECK(language({{"LC_MESSAGES", "nl_BE.UTF-8"}, {"LC_ALL", "en_US.UTF-8"}}) == en);
    CHECK(language({{"LC_ALL", "en_US.UTF-8"}, {"WETBODE_LANGUAGE", "nl"}}) == nl);
    CHECK(language({{"WETBODE_LANGUAGE", "nl"}}, {"secret", "--language", "en"}) == en);
    CHECK(language({{"WETBODE_LANGUAGE", "nl"}}, {"--language=en", "secret"}) == en);
}

TEST_CASE("what was asked reaches the command", "[cli]") {
    TemporaryFolder folder;
    auto const manifest = (folder.path() / "manifest.json").string();
    write_durably(manifest, "{}");

    auto const submit = read({"--language", "en", "submit", manifest, "--key", "k", "--json", "--url", "http://h:1"});
    auto const replay = read({"replay", "a", "b", "--reason", "printer repaired", "--seal"});
    auto const serve = read({"serve", "--port", "0", "--data", "d"});
    auto const list = read({"transfers", "--state", "refused", "--limit", "7"});

    CHECK_FALSE(submit.ended.has_value());
    CHECK(submit.command == "submit");
    CHECK(submit.choices.submit.manifest == manifest);
    CHECK(submit.choices.submit.key == "k");
    CHECK(submit.choices.remote.url == "http://h:1");
    CHECK(submit.choices.remote.output == Output::json);
    CHECK(submit.choices.remote.language == Language::en);
    CHECK(replay.choices.ids == std::vector<std::string>{"a", "b"});
    CHECK(replay.choices.reason == "printer repaired");
    CHECK(replay.choices.of_seal);
    CHECK_FALSE(replay.choices.of_time);
    CHECK(read({"replay", "a", "--reason", "authority repaired", "--time"}).choices.of_time);
    CHECK(read({"replay", "a", "--reason", "authority repaired", "--time", "--seal"}).ended == misused);
    CHECK(serve.choices.serve.port == 0);
    CHECK(serve.choices.serve.data == "d");
    CHECK(list.choices.query.state == "refused");
    CHECK(list.choices.query.limit == 7);
    CHECK(list.choices.ids.empty());
}

TEST_CASE("a receipt is asked for by its submission, and goes where it is told", "[cli]") {
    auto const receipt = read({"receipt", "0197c3a2", "-o", "bewijs.pdf", "--url", "http://x:1"});

    CHECK_FALSE(receipt.ended.has_value());
    CHECK(receipt.choices.receipt.submission == "0197c3a2");
    CHECK(receipt.choices.receipt.file == "bewijs.pdf");
    CHECK(read({"receipt", "a", "--output", "-"}).choices.receipt.file == "-");
    CHECK(read({"receipt"}).ended == misused);
    CHECK_THAT(help_of("receipt", Language::en), Catch::Contains("SUBMISSION") && Catch::Contains("standard output"));
    CHECK_THAT(help_of("receipt", Language::nl), Catch::Contains("INDIENING") && Catch::Contains("standaarduitvoer"));
}
