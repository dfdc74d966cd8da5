// SPDX-License-Identifier: EUPL-1.2
// What the gate and the canonical writer do many octets at a time is what they would do one by one.
#include <catch2/catch.hpp>

#include "gateway/xml/gate.hpp"
#include "gateway/xml/octets.hpp"

#include <random>
#include <string>
#include <vector>

using namespace wetbode::xml;

namespace {

using InText = Stops<true, '<', '&'>;
using Escaped = Stops<false, '&', '<', '>', '\r'>;

std::size_t one_by_one(std::string_view text, std::size_t at, bool (*ends)(char)) {
    while (at < text.size() && !ends(text[at])) ++at;
    return at;
}

bool ends_text(char c) {
    bool const control = static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
    return c == '<' || c == '&' || control;
}
bool is_escaped(char c) { return c == '&' || c == '<' || c == '>' || c == '\r'; }

struct Outcome {
    std::string code;
    bool something = false;
    std::optional<std::pair<std::uint64_t, std::uint64_t>> root_end_tag;
    std::int64_t line = 0;
    std::int64_t column = 0;
    friend bool operator==(Outcome const&, Outcome const&) = default;
};

Outcome outcome_of(std::string_view document, Limits const& limits, std::size_t piece) {
    Gate gate(limits);
    Outcome outcome;
    for (std::size_t at = 0; at < document.size(); at += piece)
        if (auto const fault = gate.pass(document.substr(at, piece))) {
            outcome.code = fault->code;
            return outcome;
        }
    outcome.something = gate.saw_something();
    if (auto const tag = gate.root_end_tag()) outcome.root_end_tag = {tag->begin, tag->end};
    outcome.line = gate.position().line;
    outcome.column = gate.position().column;
    return outcome;
}

}  // namespace

TEST_CASE("a run ends at the same octet, found eight at a time or one by one", "[xml]") {
    for (int value = 0; value < 256; ++value)
        for (std::size_t place = 0; place < 20; ++place)
            for (auto const other : {'x', '\n', '\x7F', '\x80', '\xFF', '!', '\x21', ' '}) {
                std::string text(20, other);
                text[place] = static_cast<char>(value);
                for (std::size_t const from : {0U, 1U, 7U}) {
                    bool const same = InText::find(text, from) == one_by_one(text, from, ends_text) &&
                                      Escaped::find(text, from) == one_by_one(text, from, is_escaped);
                    if (!same) FAIL("octet " << value << " at " << place << " from " << from);
                }
            }
    CHECK(InText::find("", 0) == 0);
}

TEST_CASE("the gate judges a document alike whether its tags come whole or octet by octet", "[xml]") {
    std::vector<std::string> const parts{
        "<a>", "</a>", "<b c='1' d=\"x&lt;\">", "</b>", "<e/>", "<e f='>'/>", "<a\n g = 'h' >", "</a >",
        "<a xmlns='u'>",
        "<p:a xmlns:p='v' q='w'>", "<a b='1'c='2'>", "<a b=c>", "<a /", ">", "<", "</>", "< a>", "<!-- <x> -->", "<!--",
        "-->", "<![CDATA[<y>]]>", "<![CDATA[", "]]>", "<?z <?>", "<?xml version='1.0'?>", "<?", "?>", "text", "&amp;",
        " ", "\r\n", "'", "\"", "=", "/", "<a b='", "<longname>", "<a value='longvalue'>", "<!DOCTYPE a>", "<!x>",
        "\x01", "<a b='\x02'>", "<a\x03>", "<a></a>", "<e b='1' c='2' d='3' f='4'/>", "<a xmlnsx='1'/>",
        "\xE2\x82\xAC", "<\xC3\xA9>"};
    Limits const narrow{.depth_max = 3, .attributes_max = 3, .namespaces_max = 2, .elements_max = 8,
                        .attribute_bytes_max = 6, .name_bytes_max = 5, .references_max = 2, .text_bytes_max = 12};
    std::mt19937 random(20260);
    int let_in = 0;
    int refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string document;
        for (auto left = 1 + random() % 12; left > 0; --left) document += parts[random() % parts.size()];
        auto const limits = random() % 2 == 0 ? narrow : Limits{};

        auto const whole = outcome_of(document, limits, document.size());
        auto const by_octet = outcome_of(document, limits, 1);

        ++(whole.code.empty() ? let_in : refused);
        if (whole == by_octet) continue;
        FAIL("told apart: " << document << "\n" << whole.code << " / " << by_octet.code);
    }
    CHECK(let_in > 1000);
    CHECK(refused > 1000);
}
