// SPDX-License-Identifier: EUPL-1.2
// Against the twin of the Parliament on a socket: what it took in part is made whole, and nothing comes twice.
#include <catch2/catch.hpp>

#include "adapters/parliament/amiss.hpp"
#include "unit/parliament/side.hpp"

using namespace wetbode;

namespace {

/// Of three files the last is not named.
struct TakenInPart {
    TakenInPart() {
        side.files = 3;
        side.stand.fault("partial_files", "document");
        auto const delivery = side.deliver("t-1");
        REQUIRE(is<HandedOver>(delivery));
        REQUIRE_FALSE(std::get<HandedOver>(delivery.outcome).amiss.empty());
    }
    /// The file URIs of each delivery.
    std::vector<std::vector<std::string>> came() {
        std::vector<std::vector<std::string>> all;
        auto const told = side.stand.look("received");
        for (auto const& one : told["received"]) {
            auto& uris = all.emplace_back();
            for (auto const& file : one["files"]) uris.push_back(file["id"]);
        }
        return all;
    }

    Side side;
};

using Uris = std::vector<std::vector<std::string>>;
Uris const first{{"urn:file:t-1", "urn:file:t-1:1", "urn:file:t-1:2"}};
Uris const both{{"urn:file:t-1", "urn:file:t-1:1", "urn:file:t-1:2"}, {"urn:file:t-1:2"}};

}  // namespace

TEST_CASE("a replay of what was taken in part sends what is missing alone", "[parliament]") {
    TakenInPart taken;

    auto const again = taken.side.deliver("t-1");

    CHECK(is<Acknowledged>(again));
    CHECK(again.references.contains("pfls:urn:file:t-1:2"));
    CHECK(taken.came() == both);
}

TEST_CASE("a Parliament that honours keys does not give the old answer to it", "[parliament]") {
    Side side;
    side.files = 2;
    side.stand.tell("keys", {{"honoured", true}});
    side.stand.fault("partial_files", "document");
    REQUIRE(is<HandedOver>(side.deliver("t-1")));

    CHECK(is<Acknowledged>(side.deliver("t-1")));

    CHECK(side.arrived() == 2);
}

TEST_CASE("a replay that arrives in the dark is not sent a third time", "[parliament]") {
    TakenInPart taken;
    taken.side.stand.fault("500_after", "document");

    CHECK(is<TryLater>(taken.side.deliver("t-1")));
    CHECK(taken.came() == both);
    CHECK(is<Acknowledged>(taken.side.deliver("t-1")));

    CHECK(taken.came() == both);
}

TEST_CASE("a replay that does not arrive is tried again, and again with what is missing alone", "[parliament]") {
    TakenInPart taken;
    taken.side.stand.fault("503", "document");
    CHECK(is<TryLater>(taken.side.deliver("t-1")));
    CHECK(taken.came() == first);

    CHECK(is<Acknowledged>(taken.side.deliver("t-1")));

    CHECK(taken.came() == both);
}

TEST_CASE("a file whose name came meanwhile is not sent", "[parliament]") {
    TakenInPart taken;
    taken.side.kept("t-1")["pfls:urn:file:t-1:2"] = "2000099";

    CHECK(is<Acknowledged>(taken.side.deliver("t-1")));

    CHECK(taken.came() == first);
}

TEST_CASE("a replay that is taken in part again misses what it missed", "[parliament]") {
    TakenInPart taken;
    taken.side.stand.fault("partial_files", "document");

    auto const again = taken.side.deliver("t-1");

    REQUIRE(is<HandedOver>(again));
    CHECK(again.references.at(parliament::amiss_key) == "t-1\nurn:file:t-1:2");
}
