// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/files/made_zip.hpp"
#include "tests/unit/files/standard_check.hpp"

using namespace wetbode;
using namespace wetbode::made;

namespace {

/// Archives as they are, whatever kind: the rules of a signed container look only at the archive.
FilesPolicy any_archive() {
    auto policy = shipped_policy();
    for (auto& type : policy.types)
        if (type.media_type == zip_type) type.found = {"*"};
    return policy;
}

std::string codes_of(std::string const& bytes, FilesPolicy policy = any_archive()) {
    return codes(found_in(bytes, zip_type, "a.asice", std::move(policy)));
}

std::string nested(int levels) {
    std::string inner = stored_zip({{"tekst.txt", "x"}});
    for (int i = 0; i < levels; ++i) inner = stored_zip({{"binnen.zip", inner}});
    return inner;
}

}  // namespace

TEST_CASE("an honest archive passes, stored or packed, in memory or in a file", "[files]") {
    std::vector<ZipPart> const parts{{"a.txt", std::string(1000, 'a')}, {"map/", ""}, {"map/b.txt", "b"}};
    auto const bytes = GENERATE_COPY(stored_zip(parts), packed_zip(parts), nested(2));
    CHECK(codes_of(bytes).empty());
    auto const path = std::filesystem::temp_directory_path() / ("wetbode-archive-" + content_of(bytes).digest.hex());
    write_durably(path, bytes);
    CHECK(codes(FileCheck(any_archive()).check({"a.asice", zip_type}, content_of_file(path))).empty());
    std::filesystem::remove(path);
}

TEST_CASE("an archive bomb is refused before it explodes", "[files]") {
    auto small = any_archive();
    SECTION("by its ratio") {
        CHECK(codes_of(packed_zip({{"nullen", std::string(20U << 20U, '\0')}})) == "FILE.ARCHIVE.BOMB");
    }
    SECTION("by its size") {
        small.limits.unpacked_max = 1000;
        auto const bytes = stored_zip({{"a", std::string(600, 'a')}, {"b", std::string(600, 'b')}});
        CHECK(codes_of(bytes, small) == "FILE.ARCHIVE.BOMB");
    }
    SECTION("by its size together with what is in it") {
        small.limits.unpacked_max = 2000;
        auto const inner = packed_zip({{"a", std::string(1900, 'a')}});
        CHECK(codes_of(stored_zip({{"a.zip", inner}}), small) == "FILE.ARCHIVE.BOMB");
    }
    SECTION("by its number of entries") {
        std::vector<ZipPart> parts;
        for (int i = 0; i < 10'001; ++i) parts.push_back({std::to_string(i), ""});
        CHECK(codes_of(stored_zip(parts)) == "FILE.ARCHIVE.BOMB");
    }
    SECTION("by entries that lie upon each other") {
        CHECK(codes_of(stored_zip({{"a", "zelfde"}, {"a", "zelfde", {}, 0}})) == "FILE.ARCHIVE.BROKEN");
        // The second local header lies within the data of the first.
        auto const inner = stored_zip({{"b", "x"}});
        auto const local = inner.substr(0, inner.find("PK\x01\x02"));
        auto over = stored_zip({{"a", local}, {"b", "x"}});
        auto const second = over.find("PK\x01\x02", over.find("PK\x01\x02") + 4);
        std::string place;
        put32(place, 31);
        over.replace(second + 42, 4, place);
        CHECK(codes_of(over) == "FILE.ARCHIVE.BOMB");
    }
    SECTION("by archives in archives in archives") {
        CHECK(codes_of(nested(3)) == "FILE.ARCHIVE.BOMB");
    }
    SECTION("by an archive in it that is too large to look into") {
        small.limits.nested_bytes_max = 100;
        auto const inner = stored_zip({{"a", std::string(200, 'a')}});
        CHECK(codes_of(stored_zip({{"a.zip", inner}}), small) == "FILE.ARCHIVE.BOMB");
    }
    SECTION("by time") {
        small.limits.time = Milliseconds{-1};
        CHECK(codes_of(stored_zip({{"a", "b"}}), small) == "FILE.ARCHIVE.BOMB");
    }
}

TEST_CASE("a name that leads out of the folder is refused and told", "[files]") {
    std::string const name = GENERATE("../x", "a/../../x", "/etc/x", "..\\x", "C:/x", "a\nb", "..");
    auto const found = found_in(stored_zip({{name, "x"}}), zip_type, "a.asice", any_archive());
    CHECK(codes(found) == "FILE.ARCHIVE.PATH");
    REQUIRE_FALSE(found.faults.empty());
    CHECK_FALSE(found.faults[0].path.empty());
}

TEST_CASE("a name with two dots inside is harmless", "[files]") {
    CHECK(codes_of(stored_zip({{"a..b/..c", "x"}})).empty());
}

TEST_CASE("a damaged archive is refused", "[files]") {
    auto const whole = packed_zip({{"a.txt", std::string(5000, 'a') + "b"}});
    SECTION("cut off, or with something behind it") {
        CHECK(codes_of(whole.substr(0, whole.size() - 30)) == "FILE.ARCHIVE.BROKEN");
        CHECK(codes_of(whole + "PK") == "FILE.ARCHIVE.BROKEN");
    }
    SECTION("a spoilt octet") {
        auto spoilt = whole;
        spoilt[38] = static_cast<char>(spoilt[38] ^ 0x7F);
        CHECK(codes_of(spoilt) == "FILE.ARCHIVE.BROKEN");
    }
    SECTION("a size that is a lie") {
        CHECK(codes_of(stored_zip({{"a", "twaalf octets", 5}})) == "FILE.ARCHIVE.BROKEN");
    }
    SECTION("a name that comes twice") {
        CHECK(codes_of(stored_zip({{"a", "1"}, {"a", "2"}})) == "FILE.ARCHIVE.BROKEN");
    }
    SECTION("a directory that leads out of the file") {
        auto lies = whole;
        lies.replace(lies.size() - 6, 4, "\xFF\xFF\xFF\x7F");
        CHECK(codes_of(lies) == "FILE.ARCHIVE.BROKEN");
    }
}

TEST_CASE("an encrypted entry is refused", "[files]") {
    CHECK(codes_of(stored_zip({{"a", "x", {}, {}, 1}})) == "FILE.ARCHIVE.ENCRYPTED");
}

TEST_CASE("every octet of an archive in turn spoilt never gets further than a fault", "[files]") {
    FileCheck const check(any_archive());
    auto const whole = packed_zip({{"a.txt", "tekst"}, {"b.bin", ole({{"VBA", "", true}})}, {"c.zip", nested(1)}});
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto spoilt = whole;
        spoilt[at] = static_cast<char>(spoilt[at] ^ 0x55);
        for (auto const& fault : check.check({"a.asice", zip_type}, content_of(spoilt)).faults)
            CHECK(fault.code.starts_with("FILE."));
    }
}
