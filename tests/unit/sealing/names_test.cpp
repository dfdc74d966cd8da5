// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/sealing/names.hpp"

#include <string>

using namespace wetbode;

TEST_CASE("the name of a file survives the way to a reference and back", "[names]") {
    std::string const name = GENERATE("nota.pdf", "ontwerp van decreet.xml", "a+b%20c.pdf", "100 %.pdf",
                                      "bijlage/1 #2?.pdf", "\xC3\xA9\xC3\xABn &co.pdf", "advies: Raad van State.pdf",
                                      "[x]'y'.pdf", "~tilde_-.txt", "\xF0\x9F\x93\x9C.pdf");

    CHECK(is_safe_name(name));
    CHECK(name_of_uri(uri_of_name(name)) == name);
}

TEST_CASE("a reference is percent-encoded", "[names]") {
    CHECK(uri_of_name("a b+c%d/\xC3\xAB.pdf") == "a%20b%2Bc%25d/%C3%AB.pdf");
    CHECK(name_of_uri("a b+c.pdf") == "a b+c.pdf");  // other makers leave more as it is
}

TEST_CASE("a reference that is not a plain relative path names no file", "[names]") {
    for (auto const* uri : {"", "http://example.org/a", "file:///etc/passwd", "a?b", "a#b", "#id", "a%2", "a%zz", "%"})
        CHECK_FALSE(name_of_uri(uri).has_value());
}

TEST_CASE("a name that leaves its folder is not safe", "[names]") {
    for (std::string const name : {"", "/etc/passwd", "../a", "a/../b", "a/..", "..", ".", "./a", "a//b", "a/", "a\\b",
                                   "C:a", "c:/a", "a\nb", "a\x7F", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xC2\x85",
                                   "nota\xE2\x80\xAE" "fdp.exe", "\xF4\x90\x80\x80"})
        CHECK_FALSE(is_safe_name(name));
    CHECK_FALSE(is_safe_name(std::string("a\0b", 3)));
    CHECK_FALSE(is_safe_name(std::string(256, 'a')));
    CHECK_FALSE(is_safe_name("a/" + std::string(2000, 'b')));
}

TEST_CASE("the container's own names are reserved, in whatever case", "[names]") {
    for (auto const* name : {"mimetype", "MimeType", "META-INF/manifest.xml", "meta-inf/x", "META-INF"})
        CHECK(is_reserved_name(name));
    for (auto const* name : {"mimetype.txt", "META-INFO/x", "a/META-INF/x"}) CHECK_FALSE(is_reserved_name(name));
}

TEST_CASE("text and attribute values are escaped as canonical XML asks", "[names]") {
    CHECK(xml_text("a<b>&\"\r\n\t") == "a&lt;b&gt;&amp;\"&#xD;\n\t");
    CHECK(xml_attribute("a<b>&\"\r\n\t") == "a&lt;b>&amp;&quot;&#xD;&#xA;&#x9;");
}
