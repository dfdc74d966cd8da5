// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/letter/words.hpp"

using namespace wetbode;
using namespace wetbode::letter;

TEST_CASE("a date is written as its reader writes it", "[letter]") {
    CHECK(date_in("nl", "2026-11-03") == "3 november 2026");
    CHECK(date_in("nl-BE", "2026-03-01") == "1 maart 2026");
    CHECK(date_in("fr", "2026-08-15") == "15 août 2026");
    CHECK(date_in("de", "2026-03-01") == "1. März 2026");
    CHECK(date_in("en", "2026-12-31") == "31 December 2026");
    CHECK(date_in("xx", "2026-12-31") == "31 december 2026");
    for (auto const* wrong : {"", "2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026/01/01", "2026-01-+1"})
        CHECK(date_in("nl", wrong).empty());
}

TEST_CASE("washing leaves valid text in one line", "[letter]") {
    CHECK(washed("  a \t\r\n b ") == "a b");
    CHECK(washed("a\x01\x7F\xC2\x80\x62") == "ab");
    CHECK(washed("\xEF\xBB\xBF" "a\xE2\x80\xAE" "b") == "ab");
    CHECK(washed("a\xFF\xC3" "b\xE2\x82") == "ab");
    CHECK(washed("\xED\xA0\x80\xC0\x80\xF5\x80\x80\x80") == "");
    CHECK(washed("é€\xF0\x9F\x98\x80") == "é€\xF0\x9F\x98\x80");
    CHECK(washed("a\xE2\x80\xA8" "b") == "a b");
}

TEST_CASE("an address has the lines that the post wants", "[letter]") {
    Recipient recipient;
    recipient.name = "An Voorbeeld";
    recipient.address = {"Teststraat", "12", "3", "9999", "Nergenshuizen", "BE"};
    CHECK(*address_lines(recipient, "nl") ==
          std::vector<std::string>{"An Voorbeeld", "Teststraat 12 bus 3", "9999 Nergenshuizen"});

    recipient.address = {"Proefweg", "1", "", "1234 AB", "Testdam", "NL"};
    CHECK(*address_lines(recipient, "nl") ==
          std::vector<std::string>{"An Voorbeeld", "Proefweg 1", "1234 AB Testdam", "NETHERLANDS"});

    recipient.address = {"", "", "", "9999", "Nergenshuizen", ""};
    CHECK(*address_lines(recipient, "nl") == std::vector<std::string>{"An Voorbeeld", "9999 Nergenshuizen"});
}

TEST_CASE("every country has a name and no other code has", "[letter]") {
    CHECK(country_name("AD") == "ANDORRA");
    CHECK(country_name("ZW") == "ZIMBABWE");
    CHECK(country_name("XX").empty());
    CHECK(country_name("").empty());
    CHECK(country_name("be").empty());
}
