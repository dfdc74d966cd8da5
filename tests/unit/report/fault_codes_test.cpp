// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/report/fault_codes.hpp"

#include <algorithm>
#include <set>

using namespace wetbode;
using report::fault_code;
using report::fault_codes;

TEST_CASE("every code stands once, in order, with words in two languages", "[report]") {
    std::string_view last;
    for (auto const& code : fault_codes()) {
        CAPTURE(std::string(code.code));
        CHECK(last < code.code);
        last = code.code;
        for (auto const* const text : {&code.title, &code.remedy}) {
            CHECK_FALSE(text->nl.empty());
            CHECK_FALSE(text->en.empty());
        }
        CHECK(code.title.nl.size() <= 80);
        CHECK_FALSE(code.title.nl.ends_with('.'));
        CHECK(code.remedy.nl.ends_with('.'));
        CHECK(code.remedy.en.ends_with('.'));
    }
}

TEST_CASE("a code is found by its name, a rule of a rule file is none", "[report]") {
    REQUIRE(fault_code("XSD.CONTENT") != nullptr);
    CHECK(fault_code("XSD.CONTENT")->kind == "schema");
    CHECK(report::is_about_xml(*fault_code("XSD.CONTENT")));
    CHECK_FALSE(report::is_about_xml(*fault_code("MANIFEST.KIND")));
    CHECK(fault_code("AKN.EID.SYNTAX") == nullptr);
    CHECK(fault_code("") == nullptr);
}

TEST_CASE("the beginning of a code tells its kind", "[report]") {
    std::set<std::string_view> kinds;
    for (auto const& code : fault_codes()) {
        CAPTURE(std::string(code.code));
        kinds.insert(code.kind);
        if (code.code.starts_with("FILE.")) CHECK(code.kind == "file");
        if (code.code.starts_with("MANIFEST.")) CHECK(code.kind == "manifest");
        if (code.code.starts_with("PUBLICATION.")) CHECK(code.kind == "publication");
        if (code.code.starts_with("SEAL.")) CHECK(code.kind == "seal");
        if (code.code.starts_with("XML.")) CHECK(code.kind == "xml");
    }
    CHECK(kinds.size() == 12);
}
