// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/xml/utf8.hpp"

#include <string>

using wetbode::xml::utf8_prefix;
using namespace std::string_literals;

TEST_CASE("whole characters are counted", "[xml]") {
    auto const text = GENERATE(""s, "abc"s, "é"s, "€"s, "𝄞"s, "\xEF\xBF\xBD"s, "\xED\x9F\xBF"s, "\xF4\x8F\xBF\xBF"s,
                               "abcdefghijklmnopé€𝄞abcdefghijk"s);

    auto const prefix = utf8_prefix(text);

    CHECK(prefix.bytes == text.size());
    CHECK_FALSE(prefix.broken);
}

TEST_CASE("a character that is cut off is not broken yet", "[xml]") {
    auto const cut = GENERATE("\xC3"s, "\xE2"s, "\xE2\x82"s, "\xF0"s, "\xF0\x9D"s, "\xF0\x9D\x84"s);

    auto const prefix = utf8_prefix("abc" + cut);

    CHECK(prefix.bytes == 3);
    CHECK_FALSE(prefix.broken);
}

TEST_CASE("overlong forms, surrogates and numbers beyond Unicode are broken", "[xml]") {
    auto const bad = GENERATE("\x80"s, "\xBF"s, "\xC0\x80"s, "\xC1\xBF"s, "\xE0\x80\x80"s, "\xE0\x9F\xBF"s,
                              "\xED\xA0\x80"s, "\xED\xBF\xBF"s, "\xF0\x80\x80\x80"s, "\xF0\x8F\xBF\xBF"s,
                              "\xF4\x90\x80\x80"s, "\xF5"s, "\xFF"s, "\xC3("s, "\xE2\x28\xA1"s, "\xE2\x82("s);

    auto const prefix = utf8_prefix("0123456789" + bad);

    CHECK(prefix.bytes == 10);
    CHECK(prefix.broken);
}
