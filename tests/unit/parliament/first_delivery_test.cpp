// SPDX-License-Identifier: EUPL-1.2
// Against the twin of the Parliament on a socket: what is in doubt is found again, and nobody takes another's dossier.
#include <catch2/catch.hpp>

#include "adapters/parliament/document.hpp"
#include "unit/parliament/side.hpp"

using namespace wetbode;

TEST_CASE("a first delivery that arrived in the dark is recognised and not sent again", "[parliament]") {
    auto const fault = GENERATE(std::string("500_after"), std::string("cut_after_body"));
    CAPTURE(fault);
    Side side;
    side.stand.fault(fault, "");

    CHECK(is<TryLater>(side.deliver("t-1")));
    CHECK(side.arrived() == 1);
    CHECK(is<Acknowledged>(side.deliver("t-1")));

    CHECK(side.arrived() == 1);
    CHECK(!side.pobj("t-1").empty());
}

TEST_CASE("a first delivery that did not arrive is sent again once the term of doubt is over", "[parliament]") {
    Side side;
    side.leave_in_doubt("t-1");
    CHECK(is<TryLater>(side.deliver("t-1")));
    CHECK(side.arrived() == 0);

    side.clock.move(std::chrono::minutes{6});

    CHECK(is<Acknowledged>(side.deliver("t-1")));
    CHECK(side.arrived() == 1);
}

TEST_CASE("while one first delivery is in doubt another one waits", "[parliament]") {
    Side side;
    side.stand.fault("500_after", "");
    CHECK(is<TryLater>(side.deliver("t-1")));

    CHECK(is<TryLater>(side.deliver("t-2")));
    CHECK(side.arrived() == 1);
    CHECK(is<Acknowledged>(side.deliver("t-1")));
    CHECK(is<Acknowledged>(side.deliver("t-2")));

    CHECK(side.arrived() == 2);
    CHECK(side.pobj("t-1") != side.pobj("t-2"));
}

TEST_CASE("a dossier that another transfer was just given is not taken for the one in doubt", "[parliament]") {
    Side side;
    side.leave_in_doubt("t-1");
    side.clock.move(std::chrono::minutes{6});  // t-2 need not wait any more
    auto const given = side.deliver("t-2", End::killed_before_settling);
    REQUIRE(is<Acknowledged>(given));

    CHECK(is<Acknowledged>(side.deliver("t-1")));

    CHECK(side.arrived() == 2);
    CHECK(side.pobj("t-1") != given.references.at("pobj"));
}

TEST_CASE("a dossier that was renumbered is not taken for the one in doubt", "[parliament]") {
    Side side;
    side.leave_in_doubt("t-1");
    side.clock.move(std::chrono::minutes{6});
    REQUIRE(is<Acknowledged>(side.deliver("t-2")));
    side.stand.tell("renumber", {{"pobj", side.pobj("t-2")}});

    CHECK(is<Acknowledged>(side.deliver("t-1")));

    CHECK(side.arrived() == 2);
}

TEST_CASE("a delivery in doubt is held if the settings say so", "[parliament]") {
    Side side(false);
    side.leave_in_doubt("t-1");
    side.clock.move(std::chrono::minutes{6});

    CHECK(is<Declined>(side.deliver("t-1")));
    CHECK(side.arrived() == 0);
    CHECK(is<Acknowledged>(side.deliver("t-1")));  // replayed by that person
}

TEST_CASE("what surely did not arrive is sent again at once", "[parliament]") {
    Side side;
    side.stand.fault("429", "");
    CHECK(is<TryLater>(side.deliver("t-1")));

    CHECK(is<Acknowledged>(side.deliver("t-1")));
    CHECK(side.arrived() == 1);
}
