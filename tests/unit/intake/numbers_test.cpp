// SPDX-License-Identifier: EUPL-1.2
// The numbers are test numbers: no such month exists, so no such person does.
#include <catch2/catch.hpp>

#include "gateway/intake/numbers.hpp"

#include <cstdint>
#include <string>

using namespace wetbode;

namespace {

std::string with_check(std::string nine, bool since_2000) {
    auto const value = std::stoll((since_2000 ? "2" : "") + nine);
    auto const check = std::to_string(97 - value % 97);
    return nine + (check.size() == 1 ? "0" : "") + check;
}

}  // namespace

TEST_CASE("a citizen's number has eleven digits and a check modulo 97", "[intake]") {
    auto const before = with_check("856105123", false);

    CHECK(is_citizen_number(before));
    auto wrong = before;
    wrong[10] = wrong[10] == '9' ? '0' : static_cast<char>(wrong[10] + 1);
    CHECK_FALSE(is_citizen_number(wrong));
    CHECK_FALSE(is_citizen_number(before.substr(1)));
    CHECK_FALSE(is_citizen_number(before + "0"));
    CHECK_FALSE(is_citizen_number("85.61.05-123.99"));
    CHECK_FALSE(is_citizen_number(""));
    CHECK_FALSE(is_citizen_number("8561051239x"));
}

TEST_CASE("a citizen born since 2000 has a check over a 2 and the first nine digits", "[intake]") {
    CHECK(is_citizen_number(with_check("056201001", true)));
    CHECK(is_citizen_number(with_check("007215998", true)));
}

TEST_CASE("a number with a month or day that no register gives out is not one", "[intake]") {
    CHECK_FALSE(is_citizen_number(with_check("851305123", false)));
    CHECK_FALSE(is_citizen_number(with_check("857305123", false)));
    CHECK_FALSE(is_citizen_number(with_check("856132123", false)));
    CHECK(is_citizen_number(with_check("856000123", false)));  // birthday unknown
}

TEST_CASE("an enterprise number has ten digits, starts with 0 or 1 and has a check modulo 97", "[intake]") {
    auto const number = [](std::int64_t eight) {
        auto text = std::to_string(eight * 100 + (97 - eight % 97));
        return std::string(10 - text.size(), '0') + text;
    };
    CHECK(is_enterprise_number(number(2000000)));
    CHECK(is_enterprise_number(number(10000001)));
    CHECK_FALSE(is_enterprise_number(number(20000001)));
    CHECK_FALSE(is_enterprise_number("0200000000"));
    CHECK_FALSE(is_enterprise_number("BE0200000"));
    CHECK_FALSE(is_enterprise_number(number(2000000).substr(1)));
}

TEST_CASE("XML is known by its media type, whatever the case and the parameters", "[intake]") {
    CHECK(is_xml_media_type("application/akn+xml"));
    CHECK(is_xml_media_type("Application/XML; charset=utf-8"));
    CHECK(is_xml_media_type("text/xml"));
    CHECK_FALSE(is_xml_media_type("application/pdf"));
    CHECK_FALSE(is_xml_media_type("application/xmlish"));
}

TEST_CASE("a media type has a type and a subtype of allowed characters", "[intake]") {
    CHECK(is_media_type("application/pdf"));
    CHECK(is_media_type("text/plain; charset=utf-8"));
    for (auto const* const bad : {"", "pdf", "/", "a/", "/b", "a b/c", "text/pl<ain", "a/b/c", "text/html\r\nX: y"})
        CHECK_FALSE(is_media_type(bad));
}
