// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/revocation/cache.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <fstream>

using namespace wetbode;
using namespace wetbode::revocation;
using namespace std::chrono_literals;

namespace {

constexpr auto now = FakeClock::monday;

std::size_t files_in(std::filesystem::path const& folder) {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

}  // namespace

TEST_CASE("what was kept is found, also by the next process", "[revocation][cache]") {
    TemporaryFolder const folder;
    std::string const octets("\0\n\xFF fetched", 12);
    {
        Cache cache(folder.path() / "new", {}, now);
        cache.keep("ab", {octets, now}, now);
        CHECK(cache.find("ab", now)->der == octets);
        CHECK_FALSE(cache.find("cd", now));
    }
    Cache again(folder.path() / "new", {}, now + 1h);

    REQUIRE(again.find("ab", now + 1h));
    CHECK(again.find("ab", now + 1h)->der == octets);
    CHECK(again.find("ab", now + 1h)->fetched == now);
    again.drop("ab");
    CHECK_FALSE(Cache(folder.path() / "new", {}, now).find("ab", now));
}

TEST_CASE("the cache holds no more values and no more bytes than it may", "[revocation][cache]") {
    TemporaryFolder const folder;
    Cache cache(folder.path(), {3, 100, 24h}, now);

    for (int i = 0; i < 5; ++i) cache.keep("0" + std::to_string(i), {std::string(20, 'x'), now + i * 1s}, now + i * 1s);
    CHECK(cache.size() == 3);
    CHECK(files_in(folder.path()) == 3);
    CHECK_FALSE(cache.find("01", now));
    CHECK(cache.find("04", now));

    cache.keep("05", {std::string(70, 'x'), now + 6s}, now + 6s);
    CHECK(cache.size() == 2);
    CHECK(files_in(folder.path()) == 2);
    cache.keep("06", {std::string(101, 'x'), now + 7s}, now + 7s);
    CHECK(cache.size() == 2);
    CHECK_FALSE(cache.find("06", now));
}

TEST_CASE("a value that is too old is not found and not kept", "[revocation][cache]") {
    TemporaryFolder const folder;
    {
        Cache cache(folder.path(), {3, 100, 24h}, now);
        cache.keep("01", {"x", now}, now);
        CHECK(cache.find("01", now + 24h));
        CHECK_FALSE(cache.find("01", now + 24h + 1s));
    }

    Cache const again(folder.path(), {3, 100, 24h}, now + 25h);

    CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("rubbish in the folder does no harm", "[revocation][cache]") {
    TemporaryFolder const folder;
    std::ofstream(folder.path() / "01.value") << "rubbish";
    std::ofstream(folder.path() / "02.value") << "fetched x\nrubbish";
    std::ofstream(folder.path() / "03.value") << "fetched " << to_count(now + 1h) << "\nfrom the future";
    std::ofstream(folder.path() / "not-a-key.value") << "rubbish";
    std::ofstream(folder.path() / "README") << "mine";

    Cache cache(folder.path(), {}, now);

    CHECK(cache.size() == 0);
    CHECK(std::filesystem::exists(folder.path() / "README"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "01.value"));
}

TEST_CASE("without a folder, or with one that cannot be made, memory does", "[revocation][cache]") {
    for (auto const* folder : {"", "/proc/no-such-place/cache"}) {
        Cache cache(folder, {}, now);
        cache.keep("01", {"x", now}, now);
        CHECK(cache.find("01", now));
    }
}
