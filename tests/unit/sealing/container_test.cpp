// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/refusal.hpp"
#include "gateway/sealing/container.hpp"
#include "tests/unit/sealing/workshop.hpp"

#include <sys/stat.h>

using namespace wetbode;
using namespace wetbode::test;

namespace {

Content file_of(Folder const& folder, std::string_view name, std::size_t bytes) {
    write(folder / name, std::string(bytes, 'x'));
    return content_of_file(folder / name);
}

}  // namespace

TEST_CASE("a container begins with its media type, octet for octet", "[container]") {
    Folder const folder;
    auto const small = content_of("abc");
    auto const large = file_of(folder, "large", 300'000);
    bool const is_small = GENERATE(true, false);

    auto const made = write_container({{"nota.pdf", is_small ? &small : &large}}, noon(), folder.path());

    auto const octets = made.in_memory() ? std::get<std::string>(made.where)
                                         : read(std::get<std::filesystem::path>(made.where));
    CHECK(made.in_memory() == is_small);
    CHECK(made.bytes == octets.size());
    CHECK(octets.substr(0, 4) == std::string("PK\x03\x04", 4));
    CHECK(octets.substr(8, 2) == std::string(2, '\0'));              // stored
    CHECK(octets.substr(26, 4) == std::string("\x08\0\0\0", 4));     // eight octets of name, no extra field
    CHECK(octets.substr(30, 39) == "mimetypeapplication/vnd.etsi.asic-e+zip");
    CHECK(octets.substr(69, 4) == std::string("PK\x03\x04", 4));
}

TEST_CASE("the same files at the same instant give the same octets, in whatever time zone", "[container]") {
    Folder const folder;
    auto const content = content_of("abc");
    auto const pack_in = [&](char const* zone) {
        ::setenv("TZ", zone, 1);
        ::tzset();
        return write_container({{"nota.pdf", &content}}, noon(), folder.path());
    };

    auto const first = pack_in("Europe/Brussels");
    auto const second = pack_in("America/New_York");
    ::unsetenv("TZ");
    ::tzset();

    CHECK(first.digest == second.digest);
}

TEST_CASE("a large container is a file that only its owner can read", "[container]") {
    Folder const folder;
    auto const content = file_of(folder, "large", 300'000);

    auto const made = write_container({{"nota.pdf", &content}}, noon(), folder.path());

    auto const path = std::get<std::filesystem::path>(made.where);
    struct stat facts {};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777U) == 0600U);
    CHECK(content_of_file(path).digest == made.digest);
}

TEST_CASE("content that is not what its digest says is never packed", "[container]") {
    Folder const folder;
    auto changed = file_of(folder, "large", 300'000);
    write(folder / "large", std::string(300'000, 'y'));
    auto small = content_of("abc");
    small.where = std::string("abd");
    auto gone = changed;
    gone.where = folder / "absent";

    CHECK_THROWS_AS(write_container({{"nota.pdf", &changed}}, noon(), folder.path()), Outage);
    CHECK_THROWS_AS(write_container({{"nota.pdf", &small}}, noon(), folder.path()), Outage);
    CHECK_THROWS_AS(write_container({{"nota.pdf", &gone}}, noon(), folder.path()), Outage);
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);  // nothing half-made stays
}

TEST_CASE("a spool folder that is not there is an outage", "[container]") {
    Folder const folder;
    auto const content = file_of(folder, "large", 300'000);

    CHECK_THROWS_AS(write_container({{"nota.pdf", &content}}, noon(), folder / "absent"), Outage);
}

TEST_CASE("a container above 4 GiB is not made", "[container]") {
    Folder const folder;
    Content const huge{{}, 0xFFFFFFFFULL, folder / "never opened"};

    CHECK_THROWS_WITH(write_container({{"nota.pdf", &huge}}, noon(), folder.path()), Catch::Contains("4 GiB"));
}

TEST_CASE("other programs find the container whole", "[container]") {
    Workshop const workshop;
    workshop.sealed({{"nota \xC3\xAB.pdf", std::string(100'000, 'a')}, {"b.xml", "<b/>"}});

    auto const tested = run(workshop.folder.path(), "unzip -tqq sealed.asice");
    auto const listed = run(workshop.folder.path(), "zipinfo -1 sealed.asice");

    INFO(tested.output << listed.output);
    CHECK(tested.status == 0);
    CHECK(listed.status == 0);
    CHECK(listed.output.starts_with("mimetype\n"));
    CHECK(listed.output.find("META-INF/signatures001.xml\n") != std::string::npos);
}
