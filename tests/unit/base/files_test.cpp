// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/refusal.hpp"

#include <fstream>

using namespace wetbode;

TEST_CASE("a spooled file that nobody keeps is gone", "[base]") {
    TemporaryFolder const folder;
    std::filesystem::path path;
    {
        SpoolFile spool(folder.path());
        spool.write("tekst");
        path = spool.path();
        CHECK(std::filesystem::exists(path));
    }
    CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("a kept spool file has the digest of what was written", "[base]") {
    TemporaryFolder const folder;
    SpoolFile spool(folder.path());
    spool.write("ontwerp ");
    spool.write("van decreet");

    auto const content = spool.keep();

    CHECK(content.bytes == 19);
    CHECK(content.digest == sha256("ontwerp van decreet"));
    CHECK(read_whole(content, 100) == "ontwerp van decreet");
}

TEST_CASE("a file whose bytes were changed does not leave the house", "[base]") {
    TemporaryFolder const folder;
    auto const path = folder.path() / "stuk";
    write_durably(path, "artikel 1");
    auto const content = content_of_file(path);
    write_durably(path, "artikel 2");

    CHECK_THROWS_AS(read_whole(content, 100), Outage);
}

TEST_CASE("a file that is learnt while it is read is held to what was read", "[base]") {
    TemporaryFolder const folder;
    auto const path = folder.path() / "stuk";
    std::string const text(200'000, 'a');
    write_durably(path, text);
    LearningReader reader(path);
    std::string buffer(7'000, '\0');
    std::string seen;

    while (auto const count = reader.read(buffer)) seen.append(buffer, 0, count);
    auto const content = reader.learnt();

    CHECK((seen == text));
    CHECK(content.bytes == text.size());
    CHECK(content.digest == sha256(text));
    CHECK((read_whole(content, 1U << 20U) == text));
    write_durably(path, "iets anders");
    CHECK_THROWS_AS(read_whole(content, 1U << 20U), Outage);
}

TEST_CASE("two digests that begin alike go on apart", "[base]") {
    Sha256 one;
    one.update("artikel ");
    auto other = one.fork();
    one.update("1");
    other.update("2");

    CHECK(one.finish() == sha256("artikel 1"));
    CHECK(other.finish() == sha256("artikel 2"));
}

TEST_CASE("a file that was cut or has grown does not leave the house", "[base]") {
    TemporaryFolder const folder;
    auto const path = folder.path() / "stuk";
    write_durably(path, "artikel 1");
    auto const content = content_of_file(path);
    auto const changed = GENERATE("artikel", "artikel 1 en meer");
    write_durably(path, changed);

    auto const reader = open_checked(content);
    std::string buffer(4, '\0');

    CHECK_THROWS_AS([&] { while (reader->read(buffer) > 0) {} }(), Outage);
}

TEST_CASE("writing durably replaces the whole file or nothing", "[base]") {
    TemporaryFolder const folder;
    auto const path = folder.path() / "sleutel";
    write_durably(path, "oud en lang");
    write_durably(path, "nieuw");
    CHECK(read_file(path, 100) == "nieuw");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("a file longer than its limit is not read", "[base]") {
    TemporaryFolder const folder;
    auto const path = folder.path() / "lang";
    write_durably(path, std::string(101, 'x'));
    CHECK_THROWS_AS(read_file(path, 100), Outage);
    CHECK_THROWS_AS(read_whole(content_of_file(path), 100), Outage);
}

TEST_CASE("a missing folder is an outage that names the file", "[base]") {
    CHECK_THROWS_WITH(SpoolFile("/nonexistent/folder"), Catch::Contains("/nonexistent/folder"));
}
