// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/validation/lanes.hpp"

#include <atomic>
#include <thread>
#include <vector>

using wetbode::validation::Lanes;

TEST_CASE("no more work than there are lanes runs at once, and all of it gets its turn", "[validation]") {
    Lanes lanes(2);
    std::atomic<int> inside{0};
    std::atomic<int> most{0};
    std::atomic<int> done{0};
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < 16; ++i)
            workers.emplace_back([&] {
                for (int turn = 0; turn < 50; ++turn) {
                    Lanes::Place const place(lanes);
                    auto const now = ++inside;
                    for (auto seen = most.load(); seen < now && !most.compare_exchange_weak(seen, now);) {
                    }
                    std::this_thread::yield();
                    --inside;
                    ++done;
                }
            });
    }

    CHECK(done == 16 * 50);
    CHECK(most <= 2);
}
