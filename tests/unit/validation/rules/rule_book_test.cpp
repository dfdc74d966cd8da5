// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/validation/rules/checks.hpp"
#include "gateway/validation/rules/rule_book.hpp"

#include <fstream>
#include <set>

using namespace wetbode;
namespace fs = std::filesystem;

namespace {

std::string rule(std::string const& id, std::string const& check, std::string const& more = "") {
    return "[[rule]]\nid = \"" + id + "\"\ncheck = \"" + check +
           "\"\nseverity = \"warning\"\ntitle_nl = \"t\"\ntitle_en = \"t\"\nowner = \"o\"\nsource_nl = \"b\"\n"
           "source_en = \"s\"\n" +
           (more.find("text_nl") == std::string::npos ? "text_nl = \"x\"\ntext_en = \"x\"\n" : "") + more;
}

struct Files {
    fs::path write(std::string const& name, std::string const& text) const {
        std::ofstream(folder.path() / name) << text;
        return folder.path() / name;
    }
    [[nodiscard]] std::string complaint(std::string const& text) const {
        try {
            auto const rules = rules::read_rules({write("rules.toml", text)});
            return "read " + std::to_string(rules.size());
        } catch (std::runtime_error const& error) {
            auto const what = std::string(error.what());
            return what.substr(what.find("rules.toml"));
        }
    }
    TemporaryFolder folder;
};

}  // namespace

TEST_CASE("a rule file brings rules, and a later one changes them", "[rules]") {
    Files const files;
    auto const first =
        files.write("a.toml", rule("A.B", "part.title") + rule("A.C", "frbr.country_is", "parameter = \"be\"\n"));
    auto const second = files.write("b.toml", "[[change]]\nid = \"A.B\"\nseverity = \"error\"\n"
                                              "[[change]]\nid = \"A.C\"\nenabled = false\nparameter = \"nl\"\n");

    auto const rules = rules::read_rules({first, second});

    REQUIRE(rules.size() == 2);
    CHECK(rules[0].severity == Severity::error);
    CHECK(rules[0].enabled);
    CHECK_FALSE(rules[1].enabled);
    CHECK(rules[1].parameter == "nl");
    CHECK(rules[1].file == first);
}

TEST_CASE("a rule file that does not add up is told with its line", "[rules]") {
    Files const files;
    auto const [text, wanted] = GENERATE(table<std::string, std::string>({
        {"[[rule]]\nid = \"A.B\"\n", "rules.toml:1: the key 'severity' is missing"},
        {rule("A.B", "part.titel"), "rules.toml:3: the check 'part.titel' does not exist"},
        {rule("a.b", "part.title"), "rules.toml:2: the id 'a.b' must be capitals"},
        {rule("A.B", "part.title") + rule("A.B", "part.name", "parameter = \"x\"\n"), "the id 'A.B' is taken"},
        {rule("A.B", "part.title") + rule("A.C", "part.title"), "has its rule already"},
        {rule("A.B", "part.name"), "the key 'parameter' is missing"},
        {rule("A.B", "part.title", "parameter = \"x\"\n"), "takes no parameter"},
        {rule("A.B", "eid.syntax", "text_nl = \"{waarde}\"\ntext_en = \"x\"\n"),
         "rules.toml:10: 'text_nl' names {waarde}; the check 'eid.syntax' fills: attribute value"},
        {rule("A.B", "eid.syntax", "text_nl = \"x\"\ntext_en = \"{value\"\n"), "'text_en' names {value}"},
        {rule("A.B", "eid.syntax", "text_nl = \"x\"\n"), "the key 'text_en' is missing"},
        {rule("A.B", "part.title", "colour = \"red\"\n"), "the key 'colour' is unknown"},
        {rule("A.B", "part.title", "engine = \"xslt\"\n"), "must be native or schematron"},
        {rule("A.B", "part.title", "enabled = \"no\"\n"), "'enabled' must be true or false"},
        {"[[change]]\nid = \"A.B\"\n", "rules.toml:2: the rule 'A.B' is not in this file or one before it"},
        {"colour = 1\n", "rules.toml:1: a rule file holds [[rule]] and [[change]] only"},
        {"[[rule]\n", "rules.toml:1: "},
    }));

    CHECK_THAT(files.complaint(text), Catch::Contains(wanted));
}

TEST_CASE("every check has a name of its own and can be found by it", "[rules]") {
    std::set<std::string_view> names;
    for (auto const& check : rules::all_checks()) {
        CHECK(names.insert(check.name).second);
        CHECK(rules::check_named(check.name) == check.check);
    }
    CHECK(rules::check_named("no.such") == std::nullopt);
}
