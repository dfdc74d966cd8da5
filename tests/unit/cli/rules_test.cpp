// SPDX-License-Identifier: EUPL-1.2
// `rules` lists everything that an answer can name: rules first, then all other codes.
#include <catch2/catch.hpp>

#include "gateway/cli/rules.hpp"
#include "unit/cli/desk.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

using namespace wetbode;

namespace {

/// What the command prints while this lives.
class Overheard {
public:
    Overheard() : before_(std::cout.rdbuf(heard_.rdbuf())) {}
    Overheard(Overheard const&) = delete;
    Overheard& operator=(Overheard const&) = delete;
    ~Overheard() { std::cout.rdbuf(before_); }
    [[nodiscard]] std::string text() const { return heard_.str(); }

private:
    std::ostringstream heard_;
    std::streambuf* before_;
};

std::string listed(std::string const& type, std::string const& format, Language language = Language::nl) {
    Desk const desk;
    Catalogue const catalogue({.schemas = desk.schemas.path()});
    Overheard const overheard;
    REQUIRE(cli::rules(catalogue, {.type = type, .format = format, .language = language}) == cli::done);
    return overheard.text();
}

}  // namespace

TEST_CASE("the list for programs holds rules, faults and refusals, each with its kind", "[cli]") {
    std::map<std::string, nlohmann::json> all;
    for (auto const& entry : nlohmann::json::parse(listed("", "json"))) all[entry.at("id")] = entry;

    CHECK(all.at("MEMO.UNFINISHED").at("kind") == "rule");
    CHECK(all.at("XSD.CONTENT").at("kind") == "schema");
    CHECK(all.at("XML.TOO_SLOW").at("kind") == "xml");
    CHECK(all.at("FILE.PDF.ENCRYPTED").at("kind") == "file");
    CHECK(all.at("MANIFEST.MISSING_FILE").at("title").at("nl") == "Een bestand van het manifest is niet meegekomen");
    CHECK(all.at("MANIFEST.MISSING_FILE").at("remedy").at("en").get<std::string>().starts_with("Add the file"));
    CHECK(all.at("DOCUMENT_INVALID").at("kind") == "refusal");
}

TEST_CASE("the list of one document type has what can be found in a document, and no more", "[cli]") {
    auto const text = listed("memo", "text", Language::en);

    CHECK_THAT(text, Catch::Contains("MEMO.UNFINISHED (warning; memo)"));
    CHECK_THAT(text, Catch::Contains("XSD.TYPE (error; schema)\n  A value does not have the right form"));
    CHECK_THAT(text, !Catch::Contains("MANIFEST."));
    CHECK_THAT(text, !Catch::Contains("DOCUMENT_INVALID"));
}

TEST_CASE("the page to share has a table of the other codes", "[cli]") {
    auto const page = listed("", "md");

    CHECK_THAT(page, Catch::Contains("# Andere codes"));
    CHECK_THAT(page, Catch::Contains("| `FILE.EMPTY` | fout | ander bestand | Het bestand is leeg |"));
}
