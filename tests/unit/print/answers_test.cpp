// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "unit/print/canned_printer.hpp"
#include "unit/print/world.hpp"

using namespace wetbode;
using namespace wetbode::print;

TEST_CASE("what IPP status codes mean for a letter", "[print]") {
    struct Row {
        int status;
        bool declined;
    };
    auto const row = GENERATE(values<Row>({
        {0x0400, true}, {0x0401, false}, {0x0402, false}, {0x0403, false}, {0x0404, false}, {0x0405, false},
        {0x0406, false}, {0x0407, false}, {0x0408, true}, {0x0409, true}, {0x040A, true}, {0x040B, true},
        {0x040C, false}, {0x040D, true}, {0x040E, true}, {0x0411, true}, {0x04FF, true}, {0x0500, false},
        {0x0501, false}, {0x0502, false}, {0x0503, false}, {0x0504, false}, {0x0505, false}, {0x0506, false},
        {0x0507, false}, {0x0508, false}, {0x0509, true}, {0x050A, false}, {0x050B, false}, {0x050C, false},
        {0x05FF, false},
    }));
    CannedPrinter printer([&](Asked const&) { return Canned{200, row.status, {}, {}, {}}; });
    World world(printer.uri());

    auto const delivery = world.deliver();

    CAPTURE(row.status);
    CHECK(std::holds_alternative<Declined>(delivery.outcome) == row.declined);
    CHECK(std::holds_alternative<TryLater>(delivery.outcome) == !row.declined);
    CHECK(delivery.answer.status == row.status);
    if (auto const* later = std::get_if<TryLater>(&delivery.outcome)) {
        CHECK_FALSE(later->why.nl.empty());
        CHECK_FALSE(later->why.en.empty());
    }
}

TEST_CASE("what HTTP status codes mean before IPP comes to speak", "[print]") {
    auto const status = GENERATE(401, 403, 404, 405, 413, 426, 500, 502, 503);
    CannedPrinter printer([&](Asked const&) { return Canned{status, 0, {}, "no", {}}; });
    World world(printer.uri());

    auto const delivery = world.deliver();

    CHECK(std::holds_alternative<Declined>(delivery.outcome) == (status == 413));
    CHECK(delivery.answer.status == status);
}
