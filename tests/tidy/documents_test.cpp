// SPDX-License-Identifier: EUPL-1.2
// What a newcomer reads first: it exists, its links lead somewhere, and it names the two commands.
#include <catch2/catch.hpp>

#include "tests/tidy/tree.hpp"

#include <array>
#include <filesystem>
#include <regex>

using namespace wetbode::tidy;

namespace {

/// Targets of the relative links of a Markdown text, without the part after '#'; code is left out.
std::vector<std::string> relative_links(std::string text) {
    text = std::regex_replace(text, std::regex("(^|\n)```[\\s\\S]*?\n```"), "");
    text = std::regex_replace(text, std::regex("`[^`\n]*`"), "");
    static std::regex const link(R"(\]\(\s*<?([^)\s>]+)[^)]*\))");
    static std::regex const absolute(R"(^([a-z][a-z0-9+.-]*:|#|/))", std::regex::icase);
    std::vector<std::string> targets;
    for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it) {
        auto const target = (*it)[1].str();
        if (!std::regex_search(target, absolute)) targets.push_back(target.substr(0, target.find('#')));
    }
    return targets;
}

std::string beside(std::string const& document, std::string const& target) {
    return (std::filesystem::path(document).parent_path() / target).lexically_normal().generic_string();
}

/// Written in two halves, so that this file does not accuse itself.
std::regex machine_paths() {
    return std::regex(std::string(R"((^|[\s"'(=:,<`>]))") + "/(wo" + "rk|ro" + "ot|ho" + "me)/");
}

}  // namespace

TEST_CASE("links of a document are found", "[tidy]") {
    CHECK(relative_links(
              "[a](x/y.md#part) [b](https://e.org) [c](#top) `[d](no)` ![e](p.png \"t\")\n```\n[f](no)\n```\n") ==
          std::vector<std::string>{"x/y.md", "p.png"});
    CHECK(beside("gateway/README.md", "../README.md") == "README.md");
}

TEST_CASE("the documents that a newcomer needs are there", "[tidy]") {
    auto const* const path = GENERATE("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "gateway/README.md",
                                      "gateway/DECISIONS.md", "tests/bench/README.md");
    INFO(path);
    CHECK(file_at(path) != nullptr);
}

TEST_CASE("the first documents name the two commands", "[tidy]") {
    auto const* const path = GENERATE("README.md", "CONTRIBUTING.md");
    auto const* const file = file_at(path);
    INFO(path);
    REQUIRE(file != nullptr);
    CHECK(file->text.find("./demo") != std::string::npos);
    CHECK(file->text.find("./check") != std::string::npos);
}

TEST_CASE("every relative link of a document leads to a file", "[tidy]") {
    std::vector<std::string> complaints;
    for (auto const* const file : files_ending({".md"}))
        for (auto const& target : relative_links(file->text))
            if (!exists(beside(file->path, target))) complaints.push_back(file->path + ": " + target + " is not there");
    INFO(told(complaints));
    CHECK(complaints.empty());
}

TEST_CASE("no file names a path of somebody's own machine", "[tidy]") {
    std::vector<std::string> complaints;
    auto const pattern = machine_paths();
    for (auto const& file : files())
        for (std::size_t i = 0; i < file.lines.size(); ++i)
            if (file.lines[i].size() < 2000 && std::regex_search(file.lines[i], pattern))
                complaints.push_back(file.path + ":" + std::to_string(i + 1) + ": " + file.lines[i]);
    INFO(told(complaints));
    CHECK(complaints.empty());
}

TEST_CASE("documents name packages, not the hosts that serve them", "[tidy]") {
    // A mirror or an offline build has other hosts; the name of the package is what lasts.
    constexpr std::array<std::string_view, 9> hosts{"pypi.org",       "pythonhosted.org", "npmjs.org",
                                                    "npmjs.com",      "repo.maven",       "repo1.maven",
                                                    "deb.debian.org", "crates.io",        "proxy.golang.org"};
    std::vector<std::string> complaints;
    for (auto const* const file : files_ending({".md"}))
        for (auto const host : hosts)
            if (file->text.find(host) != std::string::npos) complaints.push_back(file->path + ": " + std::string(host));
    INFO(told(complaints));
    CHECK(complaints.empty());
}
