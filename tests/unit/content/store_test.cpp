// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/content/store.hpp"
#include "gateway/refusal.hpp"
#include "tests/doubles/fail_at.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <sys/stat.h>

#include <thread>

using namespace wetbode;

namespace {

Content spooled(std::filesystem::path const& folder, std::string const& bytes) {
    SpoolFile spool(folder);
    spool.write(bytes);
    return spool.keep();
}

Content kept_in(ContentStore const& store, Content content) {
    auto const held = store.hold({content.digest});
    return store.keep(held, std::move(content));
}

}  // namespace

TEST_CASE("a spooled file is moved to a place named after its digest, for reading only", "[content]") {
    TemporaryFolder folder;
    ContentStore const store(folder.path());
    auto const content = spooled(store.spool(), "artikel 1");

    auto const kept = kept_in(store, content);

    auto const hex = sha256("artikel 1").hex();
    auto const path = folder.path() / "content" / hex.substr(0, 2) / hex.substr(2, 2) / hex;
    CHECK(std::get<std::filesystem::path>(kept.where) == path);
    CHECK(read_whole(kept, 100) == "artikel 1");
    CHECK(std::filesystem::is_empty(store.spool()));
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0400);
}

TEST_CASE("bytes in memory are kept too, and the same content again costs nothing", "[content]") {
    TemporaryFolder folder;
    ContentStore const store(folder.path());

    auto const first = kept_in(store, content_of("memorie"));
    auto const second = kept_in(store, spooled(store.spool(), "memorie"));
    auto const third = kept_in(store, first);

    CHECK(first.where == second.where);
    CHECK(first.where == third.where);
    CHECK(std::filesystem::is_empty(store.spool()));
    CHECK(read_whole(store.find(first.digest, 7), 100) == "memorie");
}

TEST_CASE("many threads may keep one content at once", "[content]") {
    TemporaryFolder folder;
    ContentStore const store(folder.path());
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back(
                [&] { ignore(kept_in(store, spooled(store.spool(), "decreet")), "it is found below"); });
    }

    CHECK(read_whole(store.find(sha256("decreet"), 7), 100) == "decreet");
    CHECK(std::filesystem::is_empty(store.spool()));
}

TEST_CASE("a content that is missing, cut or not what it says is an outage", "[content]") {
    TemporaryFolder folder;
    ContentStore const store(folder.path());
    auto wrong = content_of("one");
    wrong.digest = sha256("two");
    auto const kept = kept_in(store, content_of("three"));
    auto cut = spooled(store.spool(), "four");
    cut.bytes = 5;

    CHECK_THROWS_AS(kept_in(store, wrong), Outage);
    CHECK_THROWS_AS(kept_in(store, cut), Outage);
    CHECK_THROWS_AS(store.find(sha256("never"), 3), Outage);
    CHECK_THROWS_AS(store.find(kept.digest, 4), Outage);
    CHECK_THROWS_AS(kept_in(store, {sha256("gone"), 4, store.spool() / "gone"}), Outage);
}

TEST_CASE("what was spooled and never answered for is gone after a start", "[content]") {
    TemporaryFolder folder;
    std::filesystem::path left;
    {
        ContentStore const store(folder.path());
        left = std::get<std::filesystem::path>(spooled(store.spool(), "left").where);
    }

    ContentStore const again(folder.path());

    CHECK_FALSE(std::filesystem::exists(left));
}

TEST_CASE("wherever keeping fails, trying again succeeds and nothing is left in the spool folder", "[content]") {
    int n = 0;
    for (bool failed = true; failed; ++n) {
        INFO("operation " << n << " fails");
        TemporaryFolder folder;
        FailAt failure(n);
        ContentStore const store(folder.path(), failure.hook());
        failure.arm();

        auto const content = content_of("artikel 2");
        try {
            ignore(kept_in(store, content), "it is kept again below");
        } catch (Outage const& outage) {
            ignore(outage, "it was made to fail");
        }
        failure.disarm();
        failed = failure.failed();

        CHECK(read_whole(kept_in(store, content), 100) == "artikel 2");
        CHECK(std::filesystem::is_empty(store.spool()));
    }
    CHECK(n == 6);
}
