// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "doubles/memory_ledger.hpp"
#include "gateway/dispatch/housekeeper.hpp"

#include <future>

using namespace wetbode;

namespace {

constexpr std::chrono::hours day{24};

struct Household {
    FakeClock clock;
    MemoryLedger ledger;
    HousekeepingPolicy policy{.news_keys = 400 * day, .refused = 30 * day, .most = 2};
    std::vector<std::string> told;

    [[nodiscard]] HousekeepingPorts ports() {
        return {ledger, clock, [this](std::string_view event, LogFields const& fields) {
                    told.push_back(std::string(event) + " " + fields.front().second);
                }};
    }
    void refuse(std::string const& id) {
        ledger.refuse({{id}, {{"kaleidos"}, id}, clock.now(), {}, {.code = "SCHEMA_INVALID"}});
    }
};

}  // namespace

TEST_CASE("housekeeping removes only what is past its time and tells what it removed", "[dispatch]") {
    Household house;
    Housekeeper keeper(house.ports(), house.policy);
    house.refuse("old");
    house.clock.move(31 * day);
    house.refuse("young");
    house.ledger.leave_orphan({"content/ab", 70'000});

    CHECK(keeper.round(house.clock.now()) == Housekeeper::Rest::done);

    CHECK(house.told == std::vector<std::string>{"housekeeping.forgotten 0", "housekeeping.swept content/ab"});
    CHECK(house.ledger.refused().size() == 1);
    CHECK(house.ledger.refused().front().id.text == "young");
    auto const counts = keeper.counts();
    CHECK(counts.files == 1);
    CHECK(counts.bytes == 70'000);
    CHECK(counts.refused == 1);
    CHECK(counts.last_round == house.clock.now());
}

TEST_CASE("a round of housekeeping is bounded and says whether there is more", "[dispatch]") {
    Household house;
    Housekeeper keeper(house.ports(), house.policy);
    for (auto const* const name : {"a", "b", "c"}) house.ledger.leave_orphan({name, 1});

    CHECK(keeper.round(house.clock.now()) == Housekeeper::Rest::more);
    CHECK(house.told.size() == 2);
    CHECK(keeper.round(house.clock.now()) == Housekeeper::Rest::done);
    CHECK(house.told.size() == 3);
}

TEST_CASE("the first round comes at start, and an outage is counted and survived", "[dispatch]") {
    Household house;
    std::promise<void> tried;
    house.ledger.before_housekeeping = [&, first = true]() mutable {
        if (std::exchange(first, false)) tried.set_value();
        throw Outage("ledger", "made to fail");
    };
    Housekeeper keeper(house.ports(), house.policy);

    keeper.start();
    tried.get_future().wait();
    keeper.stop();

    CHECK(keeper.counts().failures == 1);
    CHECK_FALSE(keeper.counts().last_round.has_value());
    CHECK(house.told == std::vector<std::string>{"housekeeping.outage ledger: made to fail"});
}
