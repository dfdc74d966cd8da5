// SPDX-License-Identifier: EUPL-1.2
// A list of lists whose signers change, and lists that somebody would like to be older than they are.
#include <catch2/catch.hpp>

#include "gateway/base/rfc3339.hpp"
#include "tests/unit/verification/trust_lists_bench.hpp"

#include <algorithm>

using namespace wetbode;
using namespace wetbode::test;
using namespace std::chrono_literals;

namespace {

std::string const first_pivot = "https://list.invalid/pivot-1.xml";
std::string const second_pivot = "https://list.invalid/pivot-2.xml";

std::string uri(std::string const& where) { return "<URI xml:lang=\"en\">" + where + "</URI>"; }

/// The settings pin the bench's own signer; the list is signed by another to whom the pivots lead.
struct Succession {
    Bench bench;
    Forge middle;
    Forge latest;

    Succession() {
        publish(first_pivot, bench.forge, middle, "3");
        publish(second_pivot, middle, latest, "5");
        bench.network.bodies[url] = list(latest, uri(second_pivot) + uri(first_pivot));
    }
    /// A pivot signed by `signer` that says that `next` signs from then on.
    void publish(std::string const& where, Forge const& signer, Forge const& next, std::string const& sequence) {
        MadeList made;
        made.pointers = pointer(url, "BE", next.seal.certificate);
        made.sequence = sequence;
        made.issued = "2026-11-01T00:00:00Z";  // the certificates of the forge begin before
        bench.network.bodies[where] = signed_by(signer, list_of(made));
    }
    [[nodiscard]] std::string list(Forge const& signer, std::string const& uris) const {
        MadeList made;
        made.uris = uris;
        made.services = service("CA/QC", bench.forge.authority.issuing(), granted, "2020-01-01T00:00:00Z");
        return signed_by(signer, list_of(made));
    }
    [[nodiscard]] std::size_t anchors() {
        auto const lists = bench.lists(bench.settings(true));
        lists->look();
        return bench.count(*lists);
    }
    [[nodiscard]] bool asked(std::string const& where) const {
        return std::ranges::find(bench.network.urls, where) != bench.network.urls.end();
    }
};

}  // namespace

TEST_CASE("pivots lead from the signer of the settings to that of today", "[verification][trust_lists]") {
    Succession course;

    CHECK(course.anchors() == 1);
}

TEST_CASE("what is no list of lists has no pivots", "[verification][trust_lists]") {
    Succession course;
    auto const lists = course.bench.lists(course.bench.settings(false));
    lists->look();

    CHECK(course.bench.count(*lists) == 0);
    CHECK_FALSE(course.asked(first_pivot));
}

TEST_CASE("no pivot is asked for while a signer of the settings signs", "[verification][trust_lists]") {
    Succession course;
    course.bench.network.bodies[url] = course.list(course.bench.forge, uri(second_pivot) + uri(first_pivot));

    CHECK(course.anchors() == 1);
    CHECK_FALSE(course.asked(first_pivot));
}

TEST_CASE("a list of lists is refused if its pivots do not lead to its signer", "[verification][trust_lists]") {
    Succession course;
    Forge const stranger;

    SECTION("one is not to be had") { course.bench.network.bodies.erase(first_pivot); }
    SECTION("one is signed by a stranger") { course.publish(first_pivot, stranger, course.middle, "3"); }
    SECTION("one is changed") {
        replace(course.bench.network.bodies[second_pivot], ">5</TSLSequenceNumber>", ">6</TSLSequenceNumber>");
    }
    SECTION("the numbers do not rise") { course.publish(second_pivot, course.middle, course.latest, "3"); }
    SECTION("the last one names another") { course.publish(second_pivot, course.middle, stranger, "5"); }
    SECTION("one speaks of another list") {
        MadeList made;
        made.pointers = pointer("https://list.invalid/other.xml", "BE", course.latest.seal.certificate);
        made.issued = "2026-11-01T00:00:00Z";
        course.bench.network.bodies[second_pivot] = signed_by(course.middle, list_of(made));
    }
    SECTION("the list names only one") {
        course.bench.network.bodies[url] = course.list(course.latest, uri(second_pivot));
    }
    SECTION("the list is signed by one whom they left behind") {
        course.bench.network.bodies[url] = course.list(course.middle, uri(second_pivot) + uri(first_pivot));
    }
    SECTION("it names more than it may") {
        std::string many;
        for (int i = 0; i < 20; ++i) many += uri("https://list.invalid/more-" + std::to_string(i) + ".xml");
        course.bench.network.bodies[url] = course.list(course.latest, uri(second_pivot) + uri(first_pivot) + many);
    }

    CHECK(course.anchors() == 0);
}

TEST_CASE("a pivot on another server is not asked for", "[verification][trust_lists]") {
    Succession course;
    std::string const elsewhere = "https://list.invalid.example/pivot-1.xml";
    course.publish(elsewhere, course.bench.forge, course.middle, "3");
    course.bench.network.bodies[url] = course.list(course.latest, uri(second_pivot) + uri(elsewhere));

    CHECK(course.anchors() == 0);
    CHECK_FALSE(course.asked(elsewhere));
}

TEST_CASE("pivots are kept with the list, so that a restart needs no network", "[verification][trust_lists]") {
    Succession course;
    REQUIRE(course.anchors() == 1);
    CHECK(course.bench.files() == 3);
    course.bench.network.bodies.clear();

    auto const lists = course.bench.lists(course.bench.settings(true));
    CHECK(course.bench.count(*lists) == 1);
    lists->look();
    CHECK(course.bench.count(*lists) == 1);
}

TEST_CASE("an older list is refused, after a restart too", "[verification][trust_lists]") {
    Bench bench;
    bench.network.bodies[url] = bench.list();
    bench.lists()->look();
    auto const older = GENERATE(MadeList{.sequence = "6"},                                        // same day
                                MadeList{.issued = "2026-09-01T00:00:00Z", .sequence = "8"},      // earlier
                                MadeList{.issued = "2026-11-01T00:00:00Z", .sequence = "6"});     // later
    bench.network.bodies[url] = bench.list(older);

    auto const lists = bench.lists();
    lists->look();

    CHECK(bench.news.back() == What::failed);
    CHECK_THAT(bench.state(*lists).why.en, Catch::Contains("older"));
    CHECK(bench.count(*lists) == 1);  // the one that was there
}

TEST_CASE("a list that has ended still keeps older ones away, after a restart too", "[verification][trust_lists]") {
    Bench bench;
    bench.network.bodies[url] = bench.list({.next = "2026-11-24T00:00:00Z"});
    bench.lists()->look();
    bench.clock.move(24h);
    bench.network.bodies[url] = bench.list({.next = "2027-01-01T00:00:00Z", .sequence = "6"});

    auto const lists = bench.lists();
    lists->look();
    CHECK(bench.count(*lists) == 0);

    bench.network.bodies[url] = bench.list({.next = "2027-01-01T00:00:00Z", .sequence = "8"});
    bench.clock.move(6h);
    lists->look();
    CHECK(bench.count(*lists) == 1);
}

TEST_CASE("a server that says that nothing changed is believed, until the list ends", "[verification][trust_lists]") {
    Bench bench;
    bench.network.bodies[url] = bench.list({.next = "2026-11-24T00:00:00Z"});
    bench.network.etags[url] = "\"one\"";
    auto const lists = bench.lists();
    lists->look();
    bench.clock.move(6h);

    lists->look();
    CHECK(bench.network.asked == 2);
    CHECK(bench.count(*lists) == 1);
    CHECK_FALSE(bench.state(*lists).ill_since);

    bench.clock.move(6h + 1ms);
    lists->look();
    CHECK(bench.count(*lists) == 0);
    CHECK(bench.state(*lists).ill_since);
}

TEST_CASE("a list of another territory than the one that was named is refused", "[verification][trust_lists]") {
    Bench bench;
    Forge const german;
    auto const de = "https://list.invalid/de.xml";
    bench.network.bodies[url] = bench.list({.pointers = pointer(de, "DE", german.seal.certificate)});
    MadeList national;
    national.services = service("CA/QC", german.authority.issuing(), granted, "2020-01-01T00:00:00Z");
    national.territory = "FR";
    bench.network.bodies[de] = signed_by(german, list_of(national));
    auto const lists = bench.lists(bench.settings(true));
    lists->look();

    CHECK_FALSE(bench.state(*lists, "be.DE").counts);
    CHECK_THAT(bench.state(*lists, "be.DE").why.en, Catch::Contains("territory"));
}
