// SPDX-License-Identifier: EUPL-1.2
// The shape of the code: what fits on a screen, and the words that never land.
#include <catch2/catch.hpp>

#include "tests/tidy/scan.hpp"
#include "tests/tidy/tree.hpp"

#include <algorithm>
#include <array>
#include <regex>

using namespace wetbode::tidy;

namespace {

constexpr std::size_t columns_max = 120;
constexpr std::size_t file_lines_max = 400;
constexpr std::size_t function_lines_max = 60;

struct Exception {
    std::string_view path;  ///< a file, or a folder with '/' at its end
    std::string_view because;
};

/// Files that may be longer. An entry needs a reason that will still be true next year.
constexpr std::array<Exception, 0> long_files{};

constexpr std::array<Exception, 2> long_functions{{
    {"tests/contract/hostile_documents.cpp", "a table of attacks, one row each: no step, no branch"},
    {"gateway/api/problem_kinds.cpp", "a table in two languages, one row per refusal: no step, no branch"},
}};

/// `catch (...)` swallows what nobody thought of; only a border has an answer for that.
constexpr std::array<Exception, 4> catch_all_files{{
    {"gateway/main.cpp", "the last border: an exit status and a sentence"},
    {"gateway/xml/", "libxml2 is C: an exception of a sink is carried around it"},
    {"gateway/validation/schematron/stylesheet.cpp", "libxslt is C: an import that fails is no import"},
    {"tests/", "a test may catch whatever it provoked"},
}};

constexpr std::array<Exception, 1> sleeping_files{{
    {"tests/bench/", "a load generator keeps a rate"},
}};

bool excepted(std::string_view path, auto const& exceptions) {
    return std::ranges::any_of(exceptions, [&](Exception const& entry) {
        return path == entry.path || (entry.path.ends_with('/') && path.starts_with(entry.path));
    });
}

/// Characters, not bytes: UTF-8 continuation bytes do not count.
std::size_t columns(std::string_view line) {
    return static_cast<std::size_t>(std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::vector<File const*> code() {
    return files_ending({".cpp", ".hpp"});
}

/// Complains about every line of code (comments and strings do not count) in which the pattern is found.
std::vector<std::string> lines_with(std::regex const& pattern, std::string const& because, auto const& exceptions,
                                    std::string_view ending = "pp") {
    std::vector<std::string> complaints;
    for (auto const* const file : code()) {
        if (!file->path.ends_with(ending) || excepted(file->path, exceptions)) continue;
        auto const text = without_comments_and_strings(file->text);
        for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
            auto const line = std::count(text.begin(), text.begin() + it->position(), '\n') + 1;
            complaints.push_back(file->path + ":" + std::to_string(line) + ": " + because);
        }
    }
    return complaints;
}

constexpr std::array<Exception, 0> nowhere{};

void expect_none(std::vector<std::string> const& complaints) {
    INFO(told(complaints));
    CHECK(complaints.empty());
}

}  // namespace

TEST_CASE("comments and strings are not taken for code", "[tidy]") {
    CHECK(without_comments_and_strings("a // b\nc \"d\\\"{\" e /* f\n*/ g '{' 1'000") ==
          "a     \nc \"    \" e     \n   g ' ' 1'000");
    CHECK(without_comments_and_strings("R\"(a \" {)\" b") == "R\"       \" b");
}

TEST_CASE("functions are found and measured", "[tidy]") {
    auto const* const text =
        "namespace a {\n"
        "struct B : C {\n"
        "    int x{0};\n"
        "    explicit B(int y) : x{y}, z{1} {\n"
        "        if (y) { go(); }\n"
        "    }\n"
        "    int get() const { return x; }\n"
        "};\n"
        "constexpr std::array<int, 2> names{{\n"
        "    {f(1)},\n"
        "}};\n"
        "enum class E { one, two };\n"
        "auto trailing() -> std::vector<int> {\n"
        "    return {};\n"
        "}\n"
        "template <class T>\n"
        "struct std::hash<Id<T>> {\n"
        "    bool operator()(Id<T> const& id) const noexcept {\n"
        "        auto const act = [&] {\n"
        "            return 1;\n"
        "        };\n"
        "        return act();\n"
        "    }\n"
        "};\n"
        "Limits const limits = make({1, 2});\n"
        "TEST_CASE(\"{\", \"[a]\") {\n"
        "    CHECK(true);\n"
        "}\n"
        "}\n";
    auto const functions = functions_in(text);

    REQUIRE(functions.size() == 5);
    CHECK(functions[0].line == 4);
    CHECK(functions[0].length == 3);
    CHECK(functions[1].length == 1);
    CHECK(functions[2].head == "auto trailing() -> std::vector<int>");
    CHECK(functions[3].length == 6);
    CHECK(functions[4].line == 26);
    CHECK(functions[4].length == 3);
}

TEST_CASE("a line fits in the window", "[tidy]") {
    std::vector<std::string> complaints;
    for (auto const* const file :
         files_ending({".cpp", ".hpp", ".cmake", "CMakeLists.txt", ".py", "/run", ".sh", "check", "demo"}))
        for (std::size_t i = 0; i < file->lines.size(); ++i)
            if (columns(file->lines[i]) > columns_max)
                complaints.push_back(file->path + ":" + std::to_string(i + 1) + ": " +
                                     std::to_string(columns(file->lines[i])));
    expect_none(complaints);
}

TEST_CASE("a file fits in a head", "[tidy]") {
    std::vector<std::string> complaints;
    for (auto const* const file : code())
        if (file->lines.size() > file_lines_max && !excepted(file->path, long_files))
            complaints.push_back(file->path + ": " + std::to_string(file->lines.size()) + " lines");
    expect_none(complaints);
}

TEST_CASE("a function fits on a screen", "[tidy]") {
    std::vector<std::string> complaints;
    for (auto const* const file : code()) {
        if (excepted(file->path, long_functions)) continue;
        for (auto const& function : functions_in(file->text))
            if (function.length > function_lines_max)
                complaints.push_back(file->path + ":" + std::to_string(function.line) + ": " +
                                     std::to_string(function.length) + " lines: " + function.head);
    }
    expect_none(complaints);
}

TEST_CASE("every source names its licence first", "[tidy]") {
    std::vector<std::string> complaints;
    for (auto const* const file : code())
        if (file->lines.empty() || file->lines.front() != "// SPDX-License-Identifier: EUPL-1.2")
            complaints.push_back(file->path);
    expect_none(complaints);
}

TEST_CASE("a header is included once and says what it is for", "[tidy]") {
    std::vector<std::string> complaints;
    for (auto const* const file : files_ending({".hpp"})) {
        if (std::ranges::find(file->lines, "#pragma once") == file->lines.end())
            complaints.push_back(file->path + ": #pragma once is missing");
        if (file->lines.size() < 2 || !file->lines[1].starts_with("// "))
            complaints.push_back(file->path + ": its second line must begin to say what it is for");
    }
    expect_none(complaints);
}

TEST_CASE("no tab, no space at the end of a line", "[tidy]") {
    std::vector<std::string> complaints;
    for (auto const* const file :
         files_ending({".cpp", ".hpp", ".cmake", "CMakeLists.txt", ".py", ".toml", ".sql", ".yaml"}))
        for (std::size_t i = 0; i < file->lines.size(); ++i)
            if (file->lines[i].find('\t') != std::string::npos || file->lines[i].ends_with(' '))
                complaints.push_back(file->path + ":" + std::to_string(i + 1));
    expect_none(complaints);
}

TEST_CASE("nothing unfinished lands", "[tidy]") {
    std::regex const mark(std::string("\\b(FIX") + "ME|XX" + "X|TO" + "DO|HA" + "CK)\\b");
    std::vector<std::string> complaints;
    for (auto const* const file : files_ending({".cpp", ".hpp", ".cmake", "CMakeLists.txt", ".py", ".toml", ".sql",
                                                ".yaml", ".md", "check", "demo", "/run"}))
        for (std::size_t i = 0; i < file->lines.size(); ++i)
            if (std::regex_search(file->lines[i], mark)) complaints.push_back(file->path + ":" + std::to_string(i + 1));
    expect_none(complaints);
}

TEST_CASE("only borders catch everything", "[tidy]") {
    expect_none(lines_with(std::regex(R"(catch \(\.\.\.\))"), "BECAUSE only a border has an answer for the unknown",
                           catch_all_files));
}

TEST_CASE("no regular expression meets input", "[tidy]") {
    constexpr std::array<Exception, 1> allowed{{{"tests/", "its input is our own code"}}};
    expect_none(lines_with(std::regex(R"(std::(basic_)?regex|<regex>)"),
                           "BECAUSE std::regex overflows the stack on long input", allowed));
}

TEST_CASE("no thread is let go", "[tidy]") {
    expect_none(lines_with(std::regex(R"((\.|->)detach\(\))"), "BECAUSE nothing may outlive main", nowhere));
}

TEST_CASE("nothing sleeps", "[tidy]") {
    expect_none(lines_with(std::regex(R"(\b(sleep_for|sleep_until|usleep|nanosleep)\b|[^\w.]sleep\()"),
                           "BECAUSE a bell wakes workers and a fake clock moves tests", sleeping_files));
}

TEST_CASE("a header opens no namespace for others", "[tidy]") {
    expect_none(lines_with(std::regex(R"(\busing namespace\b)"),
                           "BECAUSE whoever includes it would get those names too", nowhere, ".hpp"));
}
