// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/feed/escape.hpp"

#include <nlohmann/json.hpp>

using namespace wetbode::feed;

TEST_CASE("what XML gives a meaning is escaped", "[feed]") {
    CHECK(xml_escaped("a<b>&\"c\" ]]> 'd'") == "a&lt;b&gt;&amp;&quot;c&quot; ]]&gt; 'd'");
    CHECK(xml_escaped("tab\tline\nreturn\r") == "tab&#9;line&#10;return&#13;");
    CHECK(xml_escaped("d\xC3\xA9" "creet \xF0\x9F\x93\x9C") == "d\xC3\xA9" "creet \xF0\x9F\x93\x9C");
}

TEST_CASE("what XML cannot carry becomes a replacement character", "[feed]") {
    std::string const replacement = "\xEF\xBF\xBD";
    CHECK(xml_escaped(std::string("a\0b", 3)) == "a" + replacement + "b");
    CHECK(xml_escaped("\x01\x1F") == replacement + replacement);
    CHECK(xml_escaped("\xEF\xBF\xBF") == replacement);                            // U+FFFF
    CHECK(xml_escaped("\xFF") == replacement);                                    // never in UTF-8
    CHECK(xml_escaped("\xC0\xAF") == replacement + replacement);                  // overlong slash
    CHECK(xml_escaped("\xED\xA0\x80") == replacement + replacement + replacement);  // surrogate
    CHECK(xml_escaped("x\xE2\x82") == "x" + replacement + replacement);           // cut short
    CHECK(xml_escaped("\xF4\x90\x80\x80").find("\xF4") == std::string::npos);     // beyond Unicode
}

TEST_CASE("a JSON string reads back as it was", "[feed]") {
    for (std::string const text : {"plain", "\"quoted\" and \\back\\", "line\nfeed\ttab", "d\xC3\xA9" "creet </script>",
                                   "\x01\x1F\x7F"})
        CHECK(nlohmann::json::parse(json_string(text)).get<std::string>() == text);
    CHECK(json_string(std::string("\0", 1)) == "\"\\u0000\"");
    CHECK(json_string("\xFF") == "\"\xEF\xBF\xBD\"");
}

TEST_CASE("a name in a URL keeps only what is unreserved", "[feed]") {
    CHECK(percent_encoded("a-b_c.d~9") == "a-b_c.d~9");
    CHECK(percent_encoded("a b/c?d#e%\xC3\xA9") == "a%20b%2Fc%3Fd%23e%25%C3%A9");
}
