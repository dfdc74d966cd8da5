// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/memory_ledger.hpp"
#include "simulation/lost_nothing.hpp"

using namespace wetbode;

namespace {

/// The memory ledger stays as it is over a restart: it plays a disk on which every finished act is durable.
class MemoryStand final : public LedgerStand {
public:
    [[nodiscard]] Ledger& ledger() override { return ledger_; }
    void restart(Instant) override {}

private:
    MemoryLedger ledger_;
};

LedgerFactory const memory = [] { return std::make_unique<MemoryStand>(); };

}  // namespace

TEST_CASE("whatever breaks, nothing admitted is lost, doubled or out of order", "[simulation]") {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) CHECK(troubled_day(memory, seed, 600) == "");
}

TEST_CASE("a power cut at any single step loses nothing", "[simulation]") {
    int steps = 0;
    CHECK(strike_at_every_step(memory, Trouble::Kind::crash, steps) == "");
    CHECK(steps > 50);
}

TEST_CASE("an outage at any single step loses nothing", "[simulation]") {
    int steps = 0;
    CHECK(strike_at_every_step(memory, Trouble::Kind::outage, steps) == "");
    CHECK(steps > 50);
}
