// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/base64.hpp"
#include "gateway/base/hmac.hpp"
#include "gateway/base/plain_ascii.hpp"
#include "gateway/base/base64_stream.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/base/uuid.hpp"

#include <set>

using namespace wetbode;

TEST_CASE("SHA-256 gives the digests of FIPS 180-4, whole and in parts", "[base]") {
    auto const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    CHECK(sha256("abc").hex() == abc);
    CHECK(sha256("").hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    Sha256 hash;
    hash.update("a");
    hash.update("bc");
    CHECK(hash.finish().hex() == abc);
    hash.update("abc");
    CHECK(hash.finish().hex() == abc);
}

TEST_CASE("a digest is read back from its hexadecimal text and from nothing else", "[base]") {
    auto const digest = sha256("decreet");
    CHECK(Digest::from_hex(digest.hex()) == digest);
    CHECK_FALSE(Digest::from_hex(digest.hex().substr(1)));
    CHECK_FALSE(Digest::from_hex(std::string(64, 'g')));
}

TEST_CASE("base 64 follows the vectors of RFC 4648", "[base]") {
    auto const [plain, coded] = GENERATE(table<std::string, std::string>({{"", ""},
                                                                         {"f", "Zg=="},
                                                                         {"fo", "Zm8="},
                                                                         {"foo", "Zm9v"},
                                                                         {"foob", "Zm9vYg=="},
                                                                         {"fooba", "Zm9vYmE="},
                                                                         {"foobar", "Zm9vYmFy"}}));
    CHECK(base64(plain) == coded);
    CHECK(from_base64(coded, Base64Space::refuse) == plain);
}

TEST_CASE("base 64 that is cut, padded wrongly or not canonical is refused", "[base]") {
    auto const text = GENERATE("Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "=Zg=", "Zg==Zg==", "Zm9v!", "Zm 9v");
    CHECK_FALSE(from_base64(text, Base64Space::refuse));
}

TEST_CASE("white space in base 64 is skipped only where that is asked for", "[base]") {
    CHECK(from_base64("Zm9v\r\nYmFy\n", Base64Space::skip) == "foobar");
    CHECK_FALSE(from_base64("Zm9v\r\nYmFy", Base64Space::refuse));
}

TEST_CASE("base64url has no padding and its own two characters", "[base]") {
    CHECK(base64url("\xfb\xff\xfe") == "-__-");
    CHECK(base64url("f") == "Zg");
}

TEST_CASE("an instant is written with fixed width and read back", "[base]") {
    auto const instant = from_count(1'795'474'747'007);
    CHECK(rfc3339(instant).size() == 24);
    CHECK(from_rfc3339(rfc3339(instant)) == instant);
}

TEST_CASE("instants with offsets and any number of decimals are understood", "[base]") {
    auto const noon = from_rfc3339("2026-11-23T12:00:00Z");
    REQUIRE(noon);
    CHECK(from_rfc3339("2026-11-23T13:00:00+01:00") == noon);
    CHECK(from_rfc3339("2026-11-23T12:00:00.000000000Z") == noon);
    CHECK(rfc3339(*from_rfc3339("2026-11-23T12:00:00.5Z")) == "2026-11-23T12:00:00.500Z");
}

TEST_CASE("what is no instant is no instant", "[base]") {
    auto const text = GENERATE("", "2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T12:00:00",
                               "2026-11-23T12:00:00.Z", "2026-11-23T12:00:00Zx", "2026-13-01T00:00:00Z",
                               "2026-11-23T12:00:00+25:00");
    CHECK_FALSE(from_rfc3339(text));
}

TEST_CASE("identifiers rise with time and never repeat", "[base]") {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(uuid_v7(from_count(1000)));
    CHECK(seen.size() == 1000);
    CHECK(uuid_v7(from_count(1000)) < uuid_v7(from_count(2000)));
    CHECK(uuid_v7(from_count(1000))[14] == '7');
}

TEST_CASE("secrets are compared as wholes", "[base]") {
    CHECK(equal_in_constant_time("geheim", "geheim"));
    CHECK_FALSE(equal_in_constant_time("geheim", "geheiM"));
    CHECK_FALSE(equal_in_constant_time("geheim", "geheim "));
}

TEST_CASE("base 64 in pieces gives what the whole gives, and tells the place of a fault", "[base]") {
    std::string octets;
    for (int i = 0; i < 1'000; ++i) octets += static_cast<char>(i * 7);
    for (std::size_t length : {0U, 1U, 2U, 3U, 4U, 999U, 1'000U}) {
        auto const text = base64(std::string_view(octets).substr(0, length));
        for (std::size_t piece = 1; piece < 9; ++piece) {
            Base64Stream stream(Base64Space::refuse);
            std::string decoded;
            for (std::size_t at = 0; at < text.size(); at += piece)
                stream.update(std::string_view(text).substr(at, piece), decoded);
            stream.finish(decoded);
            CHECK_FALSE(stream.fault().has_value());
            CHECK(decoded == octets.substr(0, length));
        }
    }
    auto const fault_in = [](std::string_view text, Base64Space space) {
        Base64Stream stream(space);
        std::string decoded;
        stream.update(text.substr(0, 5), decoded);
        if (text.size() > 5) stream.update(text.substr(5), decoded);
        stream.finish(decoded);
        return stream.fault();
    };
    CHECK(fault_in("AAAA AAA", Base64Space::refuse) == 4U);
    CHECK_FALSE(fault_in("AAAA\r\nAAAA", Base64Space::skip).has_value());
    CHECK(fault_in("AAAAAA!A", Base64Space::skip) == 6U);
    CHECK(fault_in("AAAAAAA", Base64Space::skip) == 7U);
    CHECK(fault_in("AAAAAA==A", Base64Space::skip) == 8U);
    CHECK(fault_in("AAAAAB==", Base64Space::skip) == 8U);
}

TEST_CASE("a keyed digest is that of RFC 4231", "[base]") {
    CHECK(hmac_sha256("Jefe", "what do ya want for nothing?").hex() ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First").hex() ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("a sentence for a place that holds ASCII only stays readable", "[base]") {
    CHECK(plain_ascii("principiële goedkeuring: één stuk") == "principiele goedkeuring: een stuk");
    CHECK(plain_ascii("\xC3\xBF\xC3\x80 \xE2\x82\xAC \xF0\x9F\x93\x9C\r\n\x7F") == "yA ? ?   ");
    CHECK(plain_ascii("\xC3") == "?");
    CHECK(plain_ascii("\xC3\x28").ends_with("("));
}
