// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/files/made_pdf.hpp"
#include "tests/unit/files/standard_check.hpp"

#include <thread>

using namespace wetbode;
using namespace wetbode::made;

namespace {

std::string const png =
    std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0", 29) + "\x3A\x7E\x9B\x55";
std::string const jpeg = std::string("\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xFF\xD9", 22);

}  // namespace

TEST_CASE("a file that is what it says passes", "[files]") {
    CHECK(codes_in(png, "image/png", "kaart.png").empty());
    CHECK(codes_in(jpeg, "image/jpeg", "foto.JPG").empty());
    CHECK(codes_in("Een nota in platte tekst, met een regel of wat.\n", "text/plain", "nota.txt").empty());
    CHECK(codes_in("Een nota met \xC3\xA9\xC3\xA9n accent\n", "Text/Plain; charset=utf-8", "nota").empty());
    CHECK(codes_in("x", "text/plain", "nota.txt").empty());
    CHECK(codes_in("a;b;c\n1;2;3\n4;5;6\n", "text/csv", "tabel.csv").empty());
}

TEST_CASE("a file that is something else is refused with what it really is", "[files]") {
    auto const [bytes, type, real] = GENERATE(table<std::string, std::string, std::string>({
        {png, "application/pdf", "image/png"},
        {Pdf{}.bytes(), "image/png", "application/pdf"},
        {"gewone tekst\n", "application/pdf", "text/plain"},
        {"<html><body>x</body></html>", "text/plain", "text/html"},
        {std::string("MZ\0\0 geen tekst \0\x01\x02", 20), "text/plain", "application"},
        {"#!/bin/sh\nexit 0\n", "application/pdf", "text/x-shellscript"},
    }));
    auto const found = found_in(bytes, type.c_str());
    CHECK(codes(found) == "FILE.TYPE_MISMATCH");
    REQUIRE(found.faults.size() == 1);
    CHECK_THAT(found.faults[0].message.en, Catch::Contains(real));
    CHECK_THAT(found.faults[0].message.nl, Catch::Contains(real));
    CHECK(found.faults[0].file == "bijlage");
}

TEST_CASE("what is outside the rules is refused", "[files]") {
    SECTION("a type that is not allowed, with those that are") {
        auto const found = found_in("x", "application/x-dosexec");
        CHECK(codes(found) == "FILE.TYPE_NOT_ALLOWED");
        CHECK_THAT(found.faults[0].message.nl, Catch::Contains("application/pdf"));
    }
    SECTION("nothing") {
        CHECK(codes_in("", pdf_type) == "FILE.EMPTY");
    }
    SECTION("a name that promises something else") {
        CHECK(codes_in(Pdf{}.bytes(), pdf_type, "map.v2/stuk.exe") == "FILE.EXTENSION");
        CHECK(codes_in(Pdf{}.bytes(), pdf_type, "map.v2/stuk").empty());
    }
    SECTION("too much") {
        auto policy = shipped_policy();
        policy.types[0].bytes_max = 10;
        CHECK(codes(found_in(Pdf{}.bytes(), pdf_type, "a.pdf", policy)) == "FILE.TOO_LARGE");
    }
}

TEST_CASE("the policy makes of a fault a warning or nothing", "[files]") {
    auto policy = shipped_policy();
    policy.checks[FileRule::type] = Strictness::warn;
    CHECK(codes(found_in(png, pdf_type, "a.pdf", policy)) == "FILE.TYPE_MISMATCH (warning)");
    policy.checks[FileRule::type] = Strictness::off;
    CHECK(codes(found_in(png, pdf_type, "a.pdf", policy)).empty());
}

TEST_CASE("a type is added by data alone", "[files]") {
    auto const policy = ops::files_from(
        "[[type]]\nmedia_type = \"image/gif\"\nname_nl = \"GIF\"\nname_en = \"GIF\"\nfound = [\"image/gif\"]\n",
        "x.toml");
    CHECK(codes(found_in("GIF89a\x01\x01\x01\x01", "image/gif", "a.gif", policy)).empty());
    CHECK(codes(found_in("GIF89a\x01\x01\x01\x01", "image/png", "a.png", policy)) == "FILE.TYPE_NOT_ALLOWED");
}

TEST_CASE("a wrong key in the file rules names file and line", "[files]") {
    auto const [text, line, what] = GENERATE(table<char const*, char const*, char const*>({
        {"[checks]\npdf = \"refuse\"\n", "f.toml:2", "no key pdf"},
        {"[checks]\nempty = \"perhaps\"\n", "f.toml:2", "refuse, warn or off"},
        {"\n[limits]\ntime = 20\n", "f.toml:3", "a text"},
        {"[limits]\nratio = 0\n", "f.toml:2", "whole number"},
        {"[limits]\nunpacked = \"veel\"\n", "f.toml:2", "a size"},
        {"[pdf]\nxfa = \"ja\"\n", "f.toml:2", "true or false"},
        {"[office]\nx = 1\n", "f.toml:2", "no key x"},
        {"[[type]]\nmedia_type = \"a/b\"\n", "f.toml:1", "needs media_type"},
        {"[[type]]\nmedia_type = \"a/b\"\nform = \"doc\"\n", "f.toml:3", "form is"},
        {"[[type]]\nmedia_type = \"a/b\"\nname_nl = \"x\"\nname_en = \"x\"\n", "f.toml:1", "found"},
        {"[types]\n", "f.toml:1", "no table types"},
        {"[checks\n", "f.toml:1", ""},
    }));
    CHECK_THROWS_WITH(ops::files_from(text, "f.toml"), Catch::Contains(line) && Catch::Contains(what));
}

TEST_CASE("every rule has its own key and code, and stands in the rules that are shipped", "[files]") {
    auto const policy = shipped_policy();
    std::set<std::string_view> codes;
    for (auto const& row : file_rules) {
        CHECK(policy.checks.contains(row.rule));
        CHECK(codes.insert(row.code).second);
        CHECK(file_rule_from(row.key) == row.rule);
    }
}

TEST_CASE("many threads may ask at once", "[files]") {
    FileCheck const check(shipped_policy());
    auto const content = content_of(Pdf{}.bytes());
    std::vector<std::size_t> faults(8, 1);
    {
        std::vector<std::jthread> threads;
        for (auto& count : faults)
            threads.emplace_back([&] {
                count = 0;
                for (int i = 0; i < 20; ++i) count += check.check({"a.pdf", pdf_type}, content).faults.size();
            });
    }
    CHECK(faults == std::vector<std::size_t>(8, 0));
}
