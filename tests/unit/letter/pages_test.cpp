// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/letter/pages.hpp"

#include <random>

using namespace wetbode::letter;

namespace {

constexpr Room room{0, 0, 50};  // ten lines of 5 mm

Block paragraph(int lines) { return {.lines = lines, .line_height = 5}; }

int lines_on(std::vector<Placed> const& placed, int block, int page) {
    int lines = 0;
    for (auto const& piece : placed)
        if (piece.block == block && piece.page == page) lines += piece.last - piece.first;
    return lines;
}

}  // namespace

TEST_CASE("a page is filled before the next begins", "[letter]") {
    auto const placed = paginate({paragraph(10), paragraph(3)}, room, 10);
    REQUIRE(placed);
    CHECK(lines_on(*placed, 0, 0) == 10);
    CHECK(lines_on(*placed, 1, 1) == 3);
}

TEST_CASE("no single line is left at the foot or the head of a page", "[letter]") {
    struct Row {
        int before;
        int lines;
        int first_page;
    };
    auto const row =
        GENERATE(values<Row>({{9, 5, 0}, {8, 5, 2}, {7, 4, 2}, {8, 3, 0}, {6, 5, 3}, {0, 12, 10}, {0, 11, 9}}));
    std::vector<Block> blocks;
    if (row.before > 0) blocks.push_back(paragraph(row.before));
    blocks.push_back(paragraph(row.lines));

    auto const placed = paginate(blocks, room, 10);

    REQUIRE(placed);
    CHECK(lines_on(*placed, static_cast<int>(blocks.size()) - 1, 0) == row.first_page);
}

TEST_CASE("a signature never stands alone on its page", "[letter]") {
    auto text = paragraph(9);
    text.with_next = true;
    Block const closing{.lines = 1, .line_height = 5, .gap = 5, .together = true, .with_next = true};
    Block const name{.lines = 1, .line_height = 5, .gap = 20, .together = true};

    auto const placed = paginate({text, closing, name}, room, 10);

    REQUIRE(placed);
    CHECK(lines_on(*placed, 0, 1) == 2);
    CHECK(lines_on(*placed, 1, 1) == 1);
    CHECK(lines_on(*placed, 2, 1) == 1);
}

TEST_CASE("whatever the blocks, every line is placed once, in order and within the page", "[letter]") {
    std::mt19937 random(20261123);  // NOLINT(cert-msc51-cpp): the same cases every time
    for (int round = 0; round < 500; ++round) {
        std::vector<Block> blocks;
        for (auto count = random() % 12; count > 0; --count)
            blocks.push_back({.lines = static_cast<int>(random() % 40) + 1,
                              .line_height = 3 + static_cast<double>(random() % 5),
                              .gap = static_cast<double>(random() % 30),
                              .together = random() % 3 == 0,
                              .with_next = random() % 3 == 0});

        auto const placed = paginate(blocks, {20, 0, 50}, 1000);

        REQUIRE(placed);
        std::size_t block = 0;
        int line = 0;
        int page = 0;
        double bottom = 0;
        for (auto const& piece : *placed) {
            while (block < blocks.size() && line == blocks[block].lines) ++block, line = 0;
            REQUIRE(piece.block == static_cast<int>(block));
            REQUIRE(piece.first == line);
            REQUIRE(piece.page >= page);
            if (piece.page > page) bottom = 0;
            REQUIRE(piece.top >= bottom - 0.01);
            page = piece.page;
            line = piece.last;
            bottom = piece.top + (piece.last - piece.first) * blocks[block].line_height;
            REQUIRE(bottom <= 50.01);
        }
        if (!blocks.empty()) REQUIRE(line == blocks.back().lines);
    }
}

TEST_CASE("a letter beyond the limit of pages is not laid out", "[letter]") {
    CHECK_FALSE(paginate({paragraph(1001)}, room, 100));
    CHECK(paginate({paragraph(1000)}, room, 100));
}
