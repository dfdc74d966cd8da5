// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/cli/excerpt.hpp"
#include "gateway/base/screen_text.hpp"
#include "gateway/cli/printable.hpp"

using namespace wetbode;
using cli::Excerpt;

namespace {

std::string times(std::size_t count, char c) { return std::string(count, c); }

/// With +, g++ 12 warns of an overflow that is not there.
std::string joined(std::initializer_list<std::string> parts) {
    std::string whole;
    for (auto const& part : parts) whole += part;
    return whole;
}

Fault at(std::int64_t line, std::int64_t column) { return {.code = "A.B", .line = line, .column = column}; }

Excerpt excerpt(std::string text, std::int64_t line, std::int64_t column) {
    return cli::excerpts_of(content_of(std::move(text)), {at(line, column)}).front();
}

}  // namespace

TEST_CASE("a caret stands under its character, whatever stands before it", "[cli]") {
    struct Case {
        std::string line;
        std::int64_t column;  ///< of the x
        std::string shown;
        std::size_t caret;
    };
    auto const one = GENERATE(values<Case>({
        {"abcx", 4, "abcx", 3},
        {"x", 1, "x", 0},
        {"\tx", 2, "    x", 4},
        {"a\t\tx", 4, "a       x", 8},
        {"één x", 5, "één x", 4},
        {"e\u0301x", 3, "e\u0301x", 1},        // a combining accent takes no place of its own
        {"法律x", 3, "法律x", 4},              // wide characters take two
        {"\U0001F4DCx", 2, "\U0001F4DCx", 2},  // one character of four bytes
        {"\u20AC\t\u20ACx", 4, "\u20AC   \u20ACx", 5},
    }));
    CAPTURE(one.line);
    auto const shown = excerpt("<a>\n" + one.line + "\n</a>\n", 2, one.column);
    CHECK(shown.text == one.shown);
    CHECK(shown.caret == one.caret);
}

TEST_CASE("the tag that a fault closes is underlined up to the caret", "[cli]") {
    CHECK(excerpt("\t<é a='1'/>x", 1, 10).marks() == "    ~~~~~~~~^~");  // where one parser stands: before the mark
    CHECK(excerpt("<b><é a='1'>x", 1, 13).marks() == "   ~~~~~~~~~^");    // and where the other: behind the tag
    CHECK(excerpt("<b>tekst</b>", 1, 6).marks() == "     ^");
    CHECK(excerpt(" a='1'>", 1, 8).marks() == "~~~~~~~^");  // it began on an earlier line
    CHECK(excerpt("", 1, 1).marks() == "^");
}

TEST_CASE("a caret beyond the line stands after its last character", "[cli]") {
    CHECK(excerpt("abc\r\ndef", 1, 4).caret == 3);
    CHECK(excerpt("abc\r\ndef", 1, 4).text == "abc");
    CHECK(excerpt("abc", 1, 9).caret == 3);
    CHECK(excerpt("abc", 1, 0).caret == 0);
}

TEST_CASE("a fault without a line, or beyond the last one, shows none", "[cli]") {
    CHECK(excerpt("abc\n", 0, 0).text.empty());
    CHECK(excerpt("abc\n", 7, 1).text.empty());
    CHECK(excerpt("", 1, 1).text.empty());
}

TEST_CASE("a line of UTF-16 is not shown, a single zero is no reason to hide a line", "[cli]") {
    CHECK(excerpt(std::string("\xFF\xFE<\0a\0>\0", 8), 1, 1).text.empty());
    CHECK_FALSE(excerpt(std::string("<a>x\0y</a>", 11), 1, 5).text.empty());
}

TEST_CASE("a long line is cut around the column", "[cli]") {
    std::string const line = joined({times(500, 'a'), "X", times(500, 'b')});
    auto const middle = excerpt(line, 1, 501);
    CHECK(middle.text == joined({"…", times(70, 'a'), "X", times(29, 'b'), "…"}));
    CHECK(middle.caret == 71);
    CHECK(excerpt(line, 1, 3).text == joined({times(100, 'a'), "…"}));
    CHECK(excerpt(line, 1, 1001).text == joined({"…", times(71, 'b')}));
    CHECK(excerpt(times(100, 'c'), 1, 1).text == times(100, 'c'));
}

TEST_CASE("a document of one very long line is read in pieces", "[cli]") {
    // Columns beyond one buffer, with characters that lie across its edge.
    std::string line;
    for (int i = 0; i < 100'000; ++i) line += "é";
    line += "X";
    for (int i = 0; i < 100'000; ++i) line += "ü";
    auto const shown = excerpt(line, 1, 100'001);
    CHECK_THAT(shown.text, Catch::Contains("ééXüü"));
    CHECK(shown.caret == 71);
}

TEST_CASE("every fault has its own excerpt, in whatever order they come", "[cli]") {
    std::string const text = joined({"een\ntwee\ndrie\n", times(300, 'v'), "W", times(300, 'v'), "\nvijf"});
    auto const all = cli::excerpts_of(content_of(text), {at(5, 2), at(2, 1), at(4, 301), at(4, 1), at(0, 0), at(2, 4),
                                                         at(4, 301)});
    REQUIRE(all.size() == 7);
    CHECK(all[0].text == "vijf");
    CHECK(all[1].text == "twee");
    CHECK_THAT(all[2].text, Catch::Contains("vWv"));
    CHECK(all[3].text == joined({times(100, 'v'), "…"}));
    CHECK(all[4].text.empty());
    CHECK(all[5].caret == 3);
    CHECK(all[6].text == all[2].text);
}

TEST_CASE("nothing in a document can steer the terminal", "[cli]") {
    CHECK(excerpt("a\033[31mb", 1, 2).text == "a\uFFFD[31mb");
    CHECK(excerpt("a\u009B31mb", 1, 2).text == "a\uFFFD31mb");  // the same in one character
    CHECK(excerpt("a\u202Eb", 1, 2).text == "a\uFFFDb");        // would turn the reading direction
    CHECK(excerpt("a\xFF\xC3", 1, 2).text == "a\uFFFD\uFFFD");
    CHECK(screen_text("twee\nregels\ten \x7F") == "twee regels en \uFFFD");
}
