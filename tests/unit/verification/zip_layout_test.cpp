// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/verification/zip_layout.hpp"
#include "tests/unit/sealing/workshop.hpp"

#include <zip.h>

#include <fcntl.h>
#include <unistd.h>

using namespace wetbode;
using namespace wetbode::test;

namespace {

tl::expected<ZipLayout, Text> layout_of(std::filesystem::path const& file) {
    int const descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    REQUIRE(descriptor >= 0);
    auto layout = zip_layout(descriptor);
    ::close(descriptor);
    return layout;
}

/// A ZIP file with a hostile name: made with a harmless one of the same length, then overwritten in both headers.
std::filesystem::path with_name(Folder const& folder, std::string const& name) {
    auto const file = folder / "hostile.zip";
    std::string const harmless(name.size(), 'n');
    pack(file, {{"first", "1"}, {harmless, "2"}});
    auto octets = read(file);
    for (auto at = octets.find(harmless); at != std::string::npos; at = octets.find(harmless, at + 1))
        octets.replace(at, name.size(), name);
    write(file, octets);
    return file;
}

}  // namespace

TEST_CASE("an ordinary ZIP file has a layout", "[zip]") {
    Folder const folder;
    pack(folder / "a.zip", {{"first", "1"}, {"map/second", "22"}});

    auto const layout = layout_of(folder / "a.zip");

    REQUIRE(layout.has_value());
    REQUIRE(layout->entries.size() == 2);
    CHECK(layout->entries[0].offset == 0);
    CHECK(layout->entries[1].name == "map/second");
    CHECK(layout->entries[1].bytes == 2);
    CHECK(layout->entries[1].stored);
    CHECK_FALSE(layout->commented);
}

TEST_CASE("what zip and a streaming writer make has a layout, too", "[zip]") {
    Folder const folder;
    write(folder / "text", std::string(5000, 'a'));
    write(folder / "map/more", "b");

    auto const made =
        run(folder.path(), "zip -qX a.zip text map/more && cat text | zip -qX b.zip - && zip -q c.zip -r map");

    REQUIRE(made.status == 0);
    CHECK(layout_of(folder / "a.zip").has_value());
    auto const streamed = layout_of(folder / "b.zip");
    INFO((streamed ? "" : streamed.error().en));
    CHECK(layout_of(folder / "c.zip").has_value());
}

TEST_CASE("hostile names do not get in", "[zip]") {
    Folder const folder;
    auto const name = GENERATE(as<std::string>{}, "/etc/passwd", "../../etc/passwd", "a/../../b", "C:\\Windows", "a\\b",
                               "C:evil", "a\nb", "a//b", "./abc", "\xC0\xAE\xC0\xAE/a");

    CHECK_FALSE(layout_of(with_name(folder, name)).has_value());
    CHECK_FALSE(layout_of(with_name(folder, std::string("a\0b", 3))).has_value());
    CHECK_FALSE(layout_of(with_name(folder, "first")).has_value());  // comes twice
    CHECK(layout_of(with_name(folder, "harmless")).has_value());
}

TEST_CASE("a name that differs between the two headers is seen", "[zip]") {
    Folder const folder;
    auto const file = folder / "a.zip";
    pack(file, {{"first", "1"}, {"second", "2"}});
    auto octets = read(file);
    octets.replace(octets.find("second"), 6, "hidden");
    write(file, octets);

    CHECK_FALSE(layout_of(file).has_value());
}

TEST_CASE("nothing may lie before, between or behind the entries", "[zip]") {
    Folder const folder;
    auto const file = folder / "a.zip";
    pack(file, {{"first", "1"}, {"second", "2"}});
    auto octets = read(file);
    SECTION("before") { octets.insert(0, "#!/bin/sh\n"); }
    SECTION("behind") { octets += "x"; }
    SECTION("an entry that the directory does not list") {
        // Takes the second central header away and counts one entry less: a streaming reader would still see the file.
        auto const second = octets.find("PK\x01\x02", octets.find("PK\x01\x02") + 1);
        auto const end = octets.find("PK\x05\x06");
        auto const gone = static_cast<char>(end - second);
        octets.erase(second, end - second);
        auto const mark = octets.find("PK\x05\x06");
        octets[mark + 8] = octets[mark + 10] = 1;
        octets[mark + 12] = static_cast<char>(octets[mark + 12] - gone);
    }
    SECTION("a comment with a second end in it") {
        std::string const fake("PK\x05\x06" + std::string(18, '\0'));
        octets[octets.find("PK\x05\x06") + 20] = static_cast<char>(fake.size());
        octets += fake;
    }
    write(file, octets);

    CHECK_FALSE(layout_of(file).has_value());
}

TEST_CASE("encrypted entries and bombs do not get in", "[zip]") {
    Folder const folder;
    auto const file = folder / "a.zip";
    SECTION("encrypted") {
        write(folder / "text", "geheim");
        REQUIRE(run(folder.path(), "zip -q -P geheim a.zip text").status == 0);
    }
    SECTION("a bomb") {
        REQUIRE(run(folder.path(), "head -c 20000000 /dev/zero > text && zip -q a.zip text").status == 0);
    }
    SECTION("a size that is not true") {
        pack(file, {{"first", "1234567"}});
        auto octets = read(file);
        octets[22] = 100;
        octets[octets.find("PK\x01\x02") + 24] = 100;
        write(file, octets);
    }
    SECTION("more than ten thousand entries") {
        Entries entries;
        for (int i = 0; i < 10'001; ++i) entries.emplace_back(std::to_string(i), "");
        pack(file, entries);
    }

    auto const layout = layout_of(file);
    REQUIRE_FALSE(layout.has_value());
    CHECK_FALSE(layout.error().nl.empty());
    CHECK_FALSE(layout.error().en.empty());
}
