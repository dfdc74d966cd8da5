// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/refusal.hpp"
#include "gateway/sealing/output.hpp"
#include "gateway/sealing/spliced_copy.hpp"

#include <string>
#include <vector>

using namespace wetbode;

namespace {

std::string numbers(std::size_t bytes) {
    std::string text;
    for (int i = 0; text.size() < bytes; ++i) text += std::to_string(i) + ' ';
    text.resize(bytes);
    return text;
}

void read_to_the_end(ContentReader& reader, std::size_t piece) {
    std::vector<char> buffer(piece);
    while (reader.read(buffer) > 0) {}
}

bool nothing_in(std::filesystem::path const& folder) { return std::filesystem::is_empty(folder); }

}  // namespace

TEST_CASE("a copy holds what is put in before the octet that was named, and its digest is right", "[spliced]") {
    TemporaryFolder const folder;
    auto const bytes = GENERATE(1U, 1'000U, 1'024U, 1'025U, 65'530U, 65'536U, 131'072U, 200'000U, 1'000'003U);
    auto const piece = GENERATE(65'536U, 65'533U, 5'000U);
    auto const text = numbers(bytes);
    auto const original = content_of(text);

    for (std::size_t const from_end : {0U, 1U, 12U, 1'024U, 1'025U, 65'000U, 65'536U, 70'000U, 199'999U, 900'000U}) {
        if (from_end > bytes) continue;
        SplicedCopy copy(original, folder.path());
        read_to_the_end(copy, piece);
        auto const made = copy.finish(bytes - from_end, "<zegel/>");

        auto expected = text;
        expected.insert(bytes - from_end, "<zegel/>");
        INFO(bytes << " octets in pieces of " << piece << ", " << from_end << " from the end");
        CHECK(made.bytes == expected.size());
        CHECK(made.digest == sha256(expected));
        CHECK(made.in_memory() == (expected.size() <= sealed_memory_bytes_max));
        CHECK((read_whole(made, 1U << 21U) == expected));
        if (!made.in_memory()) std::filesystem::remove(std::get<std::filesystem::path>(made.where));
        CHECK(nothing_in(folder.path()));
    }
}

TEST_CASE("a copy that nobody finishes leaves nothing behind", "[spliced]") {
    TemporaryFolder const folder;
    auto const original = content_of(numbers(1'000'000));
    {
        SplicedCopy copy(original, folder.path());
        read_to_the_end(copy, 65'536);
        CHECK_FALSE(nothing_in(folder.path()));
    }
    CHECK(nothing_in(folder.path()));
}

TEST_CASE("an original that is not what was taken in is not copied", "[spliced]") {
    TemporaryFolder const folder;
    auto const text = numbers(300'000);
    auto original = content_of(text);
    auto const changed = GENERATE_REF(text.substr(1), text + "x", "x" + text.substr(1));
    original.where = changed;
    SplicedCopy copy(original, folder.path());

    CHECK_THROWS_AS(read_to_the_end(copy, 65'536), Outage);
}
