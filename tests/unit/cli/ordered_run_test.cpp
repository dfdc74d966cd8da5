// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/cli/ordered_run.hpp"
#include "gateway/cli/validate_report.hpp"

#include <atomic>
#include <latch>
#include <stdexcept>

using namespace wetbode::cli;

TEST_CASE("results are taken in order, though the first is made last", "[cli]") {
    std::latch others(3);
    std::vector<std::string> taken;
    run_in_order({.count = 20,
                  .workers = 2,
                  .make =
                      [&](std::size_t i) {
                          if (i == 0) others.wait();  // until three later ones are there
                          else if (i <= 3) others.count_down();
                          return Judged{.name = std::to_string(i)};
                      },
                  .take = [&](Judged judged) { taken.push_back(judged.name); },
                  .while_waiting = [](std::size_t) {}});

    REQUIRE(taken.size() == 20);
    for (std::size_t i = 0; i < taken.size(); ++i) CHECK(taken[i] == std::to_string(i));
}

TEST_CASE("workers run ahead only so far", "[cli]") {
    std::atomic<std::size_t> made = 0;
    std::size_t taken = 0;
    std::size_t furthest = 0;
    run_in_order({.count = 500,
                  .workers = 2,
                  .make =
                      [&](std::size_t) {
                          ++made;
                          return Judged{};
                      },
                  .take =
                      [&](Judged) {
                          furthest = std::max(furthest, made - taken);
                          ++taken;
                      },
                  .while_waiting = [](std::size_t) {}});

    CHECK(taken == 500);
    CHECK(furthest <= 2 * 16 + 1);
}

TEST_CASE("a document that breaks the program ends the run", "[cli]") {
    OrderedRun const run{.count = 100,
                         .workers = 2,
                         .make = [](std::size_t i) -> Judged {
                             if (i == 10) throw std::runtime_error("broken");
                             return {};
                         },
                         .take = [](Judged) {},
                         .while_waiting = [](std::size_t) {}};
    CHECK_THROWS_WITH(run_in_order(run), "broken");
}

TEST_CASE("a run over nothing is over", "[cli]") {
    run_in_order({.count = 0, .workers = 2, .make = {}, .take = {}, .while_waiting = {}});
    SUCCEED();
}
