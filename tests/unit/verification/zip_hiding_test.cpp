// SPDX-License-Identifier: EUPL-1.2
// Ways to put something into a ZIP file that one program shows and another does not.
#include <catch2/catch.hpp>

#include "gateway/verification/opened_container.hpp"
#include "tests/unit/verification/raw_zip.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <functional>

using namespace wetbode;
using namespace wetbode::test;

namespace {

/// Whether every octet of it can be read, and why not.
tl::expected<void, Text> read_whole_zip(std::string const& octets) {
    Folder const folder;
    write(folder / "a.zip", octets);
    auto const container = OpenedContainer::open(folder / "a.zip");
    if (!container) return tl::unexpected(container.error());
    for (std::size_t i = 0; i < container->entries().size(); ++i)
        if (container->read(i, [](std::string_view) {}) != Wholeness::whole)
            return tl::unexpected(Text{"beschadigd", "damaged"});
    return {};
}

struct Trick {
    char const* name;
    std::function<void(std::vector<RawEntry>&, std::string& comment)> change;
};

std::string little(std::uint32_t number) {
    std::string octets;
    for (int i = 0; i < 4; ++i) octets += static_cast<char>(number >> 8 * i & 0xFFU);
    return octets;
}

std::vector<Trick> tricks() {
    return {
        {"a symbolic link", [](auto& all, auto&) { all[1].attributes = 0120777U << 16U; }},
        {"a symbolic link of a system that is not Unix",
         [](auto& all, auto&) { all[1].made_by = 20, all[1].attributes = 0120777U << 16U; }},
        {"a device", [](auto& all, auto&) { all[1].attributes = 0020666U << 16U; }},
        {"a file that says that it is a folder", [](auto& all, auto&) { all[1].attributes = 0x10; }},
        {"a label of a disk", [](auto& all, auto&) { all[1].attributes = 0x08; }},
        {"a folder with octets in it",
         [](auto& all, auto&) {
             all.push_back({.name = "map/", .data = deflated("Artikel 1"), .method = 8, .bytes = 0, .crc = 0});
         }},
        {"a folder with the name of a file", [](auto& all, auto&) { all.push_back({.name = "text/"}); }},
        {"a file in a file", [](auto& all, auto&) { all.push_back({.name = "text/more", .data = "x"}); }},
        {"a name that differs in capitals only",
         [](auto& all, auto&) { all.push_back({.name = "TEXT", .data = "x"}); }},
        {"one in capitals beyond ASCII",
         [](auto& all, auto&) {
             all.push_back({.name = "\xC3\xA9", .data = "x", .flags = 0x800});
             all.push_back({.name = "\xC3\x89", .data = "y", .flags = 0x800});
         }},
        {"one that is composed differently",
         [](auto& all, auto&) {
             all.push_back({.name = "\xC3\xA9", .data = "x", .flags = 0x800});
             all.push_back({.name = "e\xCC\x81", .data = "y", .flags = 0x800});
         }},
        {"one with a dot behind it, which Windows leaves out",
         [](auto& all, auto&) { all.push_back({.name = "text.", .data = "x"}); }},
        {"one in a folder with a blank behind it",
         [](auto& all, auto&) {
             all.push_back({.name = "map/a", .data = "x"});
             all.push_back({.name = "map /a", .data = "y"});
         }},
        {"a name that does not say in which letters it is written",
         [](auto& all, auto&) { all.push_back({.name = "\xC3\xA9", .data = "x"}); }},
        {"octets behind the packed text",
         [](auto& all, auto&) {
             all.push_back({.name = "b", .data = deflated("Artikel 1") + "Artikel 2", .method = 8, .bytes = 9,
                            .crc = crc_of("Artikel 1")});
         }},
        {"a second packed text behind the first",
         [](auto& all, auto&) {
             all.push_back({.name = "b", .data = deflated("Artikel 1") + deflated("Artikel 2"), .method = 8,
                            .bytes = 9, .crc = crc_of("Artikel 1")});
         }},
        {"an extra field with a link in it",
         [](auto& all, auto&) { all[1].extra = std::string("\x6E\x75\x04\x00""abcd", 8); }},
        {"an extra field that nobody knows",
         [](auto& all, auto&) { all[1].extra = std::string("\x34\x12\x04\x00""text", 8); }},
        {"a flag that nobody knows", [](auto& all, auto&) { all[1].flags = 1U << 5U; }},
        {"a time that differs between the two headers", [](auto& all, auto&) { all[1].central_time = 77; }},
        {"a comment that ends a text", [](auto& all, auto&) { all[1].comment = "a\x1B[2Jb"; }},
        {"a comment as long as a law", [](auto&, auto& comment) { comment.assign(2000, 'a'); }},
    };
}

/// What the headers say that no honest one does.
std::vector<Trick> strange_headers() {
    return {
        {"a file that Windows hides", [](auto& all, auto&) { all[1].attributes = 0x02; }},
        {"a file of the system", [](auto& all, auto&) { all[1].attributes = 0x04; }},
        {"a link of Windows", [](auto& all, auto&) { all[1].attributes = 0x400; }},
        {"a program that runs as its owner", [](auto& all, auto&) { all[1].attributes = 0104755U << 16U; }},
        {"a system that nobody knows", [](auto& all, auto&) { all[1].made_by = 0xEEU << 8U | 20U; }},
        {"a version that is not there yet", [](auto& all, auto&) { all[1].version = 64; }},
        {"an attribute that nobody knows", [](auto& all, auto&) { all[1].internal = 0x8000; }},
        {"a time that is longer than a law",
         [](auto& all, auto&) { all[1].extra = std::string("UT\xF4\x01", 4) + std::string(500, 'a'); }},
        {"a stored file that says how long it is behind itself",
         [](auto& all, auto&) {
             std::string const nine("\x09\0\0\0", 4);
             all[1].flags = 0x08;
             all[1].behind = "PK\x07\x08" + little(crc_of("Artikel 1")) + nine + nine;
         }},
        {"a folder that says that it holds something",
         [](auto& all, auto&) {
             all.push_back({.name = "map/", .data = std::string("\x03\x00", 2), .method = 8, .bytes = 9, .crc = 0});
         }},
        {"a folder with other octets than nothing",
         [](auto& all, auto&) {
             all.push_back({.name = "map/", .data = std::string("\x03\x01", 2), .method = 8, .bytes = 0, .crc = 0});
         }},
    };
}

std::vector<RawEntry> plain() { return {{.name = "first", .data = "1"}, {.name = "text", .data = "Artikel 1"}}; }

}  // namespace

TEST_CASE("a ZIP file that two programs would show differently does not get in", "[zip]") {
    auto all = tricks();
    for (auto& trick : strange_headers()) all.push_back(std::move(trick));
    for (auto const& trick : all) {
        auto entries = plain();
        std::string comment;
        trick.change(entries, comment);

        auto const read = read_whole_zip(raw_zip(entries, comment));

        INFO(trick.name);
        CHECK_FALSE(read.has_value());
    }
}

TEST_CASE("an honest ZIP file of others gets in", "[zip]") {
    auto entries = plain();
    std::string comment;
    SECTION("as it is") {}
    SECTION("with rights of a file") { entries[1].attributes = 0100644U << 16U; }
    SECTION("with a folder") { entries.push_back({.name = "map/", .attributes = 040755U << 16U | 0x10U}); }
    SECTION("with a folder as Java writes it") {
        entries.push_back({.name = "map/", .data = std::string("\x03\x00", 2), .method = 8, .bytes = 0, .crc = 0});
    }
    SECTION("with a packed text") {
        entries.push_back({.name = "b", .data = deflated("Artikel 1"), .method = 8, .bytes = 9,
                           .crc = crc_of("Artikel 1")});
    }
    SECTION("with a packed text of nothing") {
        entries.push_back({.name = "b", .data = deflated(""), .method = 8, .bytes = 0, .crc = 0});
    }
    SECTION("with a name in UTF-8 that says so") {
        entries.push_back({.name = "\xC3\xA9", .data = "x", .flags = 0x800});
    }
    SECTION("with times") { entries[1].extra = std::string("UT\x05\x00\x03\x00\x00\x00\x00", 9); }
    SECTION("with the name of its maker as comment") { entries[1].comment = comment = "LIB DigiDoc4j"; }

    auto const read = read_whole_zip(raw_zip(entries, comment));

    INFO((read ? "" : read.error().en));
    CHECK(read.has_value());
}
