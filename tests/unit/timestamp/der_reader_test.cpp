// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/crypto/der.hpp"
#include "gateway/crypto/der_reader.hpp"

using namespace wetbode;
using namespace std::string_view_literals;

TEST_CASE("what is written as DER is read element by element", "[der]") {
    auto const octets = der::sequence({der::integer(5), der::octet_string(std::string(300, 'x')), der::null()});

    auto const whole = der::only(octets, 0x30);
    REQUIRE(whole);
    CHECK(whole->whole == octets);
    der::Reader reader(whole->content);
    CHECK(reader.next(0x02)->content == "\x05");
    CHECK_FALSE(reader.next(0x02));
    CHECK(reader.next()->content == std::string(300, 'x'));
    CHECK(reader.next(0x05)->content.empty());
    CHECK(reader.done());
    CHECK_FALSE(reader.next());
}

TEST_CASE("octets that are no DER stop the reader", "[der]") {
    // indefinite, five octets of length, length not in its shortest form (twice), cut, a high tag, nothing
    for (auto const octets : {"\x30\x80\x05\x00\x00\x00"sv, "\x04\x85\x00\x00\x00\x00\x01x"sv, "\x04\x81\x01x"sv,
                              "\x04\x82\x00\x80"sv, "\x04\x05" "ab"sv, "\x1F\x81\x00\x00"sv, ""sv, "\x04"sv}) {
        der::Reader reader(octets);
        CHECK_FALSE(reader.next());
        CHECK(reader.done() == octets.empty());
    }
}

TEST_CASE("an element alone has nothing behind it", "[der]") {
    CHECK(der::only("\x05\x00"sv, 0x05));
    CHECK_FALSE(der::only("\x05\x00\x00"sv, 0x05));
    CHECK_FALSE(der::only("\x05\x00"sv, 0x04));
}
