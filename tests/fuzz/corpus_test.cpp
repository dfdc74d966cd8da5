// SPDX-License-Identifier: EUPL-1.2
// Every seed and 2000 changes of each, the same in every run, through the doors. What a fuzzer or a bug report once
// found becomes a seed and stays.
#include <catch2/catch.hpp>

#include "tests/fuzz/entries.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;
using wetbode::fuzz::Entry;

constexpr int changes_of_each_seed = 2000;
constexpr std::size_t input_bytes_max = 64U << 10U;

struct Seed {
    std::string name;
    std::string bytes;
};

std::vector<Seed> seeds_of(Entry const& entry) {
    std::vector<Seed> seeds;
    for (auto const& file : fs::directory_iterator(fs::path(WETBODE_SOURCE_DIR) / "tests/fuzz/seeds" / entry.name)) {
        std::ifstream stream(file.path(), std::ios::binary);
        seeds.push_back({file.path().filename().string(),
                         {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()}});
    }
    std::ranges::sort(seeds, {}, &Seed::name);
    return seeds;
}

/// splitmix64: the same numbers on every machine, which the standard library's distributions do not promise.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    std::size_t below(std::size_t limit) {
        state_ += 0x9E3779B97F4A7C15ULL;
        auto z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        z ^= z >> 31U;
        return limit == 0 ? 0 : static_cast<std::size_t>(z % limit);
    }

private:
    std::uint64_t state_;
};

/// Characters that mean something to one of the readers.
constexpr std::array<std::string_view, 26> telling{"<",
                                                   ">",
                                                   "&",
                                                   "\"",
                                                   "{",
                                                   "}",
                                                   "[",
                                                   "]",
                                                   ",",
                                                   ":",
                                                   "=",
                                                   "--",
                                                   "\r\n",
                                                   "\n",
                                                   "/>",
                                                   "<!--",
                                                   "-->",
                                                   "]]>",
                                                   "<?",
                                                   "\\u",
                                                   "&#x",
                                                   "<!DOCTYPE ",
                                                   "\xEF\xBB\xBF",
                                                   "\xC3\x28",
                                                   "\xF4\x90\x80\x80",
                                                   "999999999999999999999"};

void change_once(std::string& bytes, std::string const& other, Dice& dice) {
    auto const at = dice.below(bytes.size() + 1);
    auto const length = 1 + dice.below(16);
    switch (dice.below(8)) {
        case 0:
            if (at < bytes.size()) bytes[at] = static_cast<char>(dice.below(256));
            break;
        case 1:
            if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1U << dice.below(8)));
            break;
        case 2:
            bytes.erase(at, length);
            break;
        case 3:
            bytes.insert(at, telling[dice.below(telling.size())]);
            break;
        case 4:
            bytes.insert(at, bytes.substr(at, length * 8));
            break;
        case 5:
            bytes.resize(at);
            break;
        case 6:
            bytes.insert(at, other.substr(dice.below(other.size() + 1), length * 4));
            break;
        default:
            bytes.insert(at, 1 + dice.below(300), at < bytes.size() ? bytes[at] : ' ');
            break;
    }
    if (bytes.size() > input_bytes_max) bytes.resize(input_bytes_max);
}

std::string changed(std::string bytes, std::string const& other, Dice& dice) {
    auto const times = 1 + dice.below(6);
    for (std::size_t i = 0; i < times; ++i) change_once(bytes, other, dice);
    return bytes;
}

/// A door that breaks a promise ends the process: each input stands in a file before it is tried. One open file, never
/// emptied and closed: some file systems write to the disk each time that is done.
class LastInput {
public:
    explicit LastInput(fs::path path)
        : path_(std::move(path)), file_(open(path_.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0644)) {
        REQUIRE(file_ >= 0);
    }
    ~LastInput() { close(file_); }
    LastInput(LastInput const&) = delete;
    LastInput& operator=(LastInput const&) = delete;

    void note(std::string const& bytes) const {
        auto const wrote = pwrite(file_, bytes.data(), bytes.size(), 0);
        if (wrote != static_cast<ssize_t>(bytes.size()) || ftruncate(file_, wrote) != 0) FAIL("cannot write " << path_);
    }
    void forget() const { fs::remove(path_); }

private:
    fs::path path_;
    int file_;
};

void run_corpus(Entry const& entry) {
    auto const seeds = seeds_of(entry);
    REQUIRE(seeds.size() >= 3);
    LastInput const last(fs::path(WETBODE_BUILD_DIR) / ("fuzz_last_" + std::string(entry.name)));
    auto const try_out = [&](std::string const& bytes) {
        last.note(bytes);
        entry.run(bytes);
    };
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        try_out(seeds[i].bytes);
        Dice dice(0x5765'7462'6F64'65ULL + i);
        for (int change = 0; change < changes_of_each_seed; ++change)
            try_out(changed(seeds[i].bytes, seeds[dice.below(seeds.size())].bytes, dice));
    }
    last.forget();
}

}  // namespace

TEST_CASE("the XML door survives its corpus", "[fuzz]") {
    run_corpus(wetbode::fuzz::entries[0]);
}
TEST_CASE("the manifest reader survives its corpus", "[fuzz]") {
    run_corpus(wetbode::fuzz::entries[1]);
}
TEST_CASE("the multipart reader survives its corpus", "[fuzz]") {
    run_corpus(wetbode::fuzz::entries[2]);
}
TEST_CASE("the base64 reader survives its corpus", "[fuzz]") {
    run_corpus(wetbode::fuzz::entries[3]);
}
TEST_CASE("the door for files that are not XML survives its corpus", "[fuzz]") {
    run_corpus(wetbode::fuzz::entries[4]);
}
TEST_CASE("the readers of time stamps and revocation survive their corpus", "[fuzz]") {
    run_corpus(wetbode::fuzz::entries[5]);
}
