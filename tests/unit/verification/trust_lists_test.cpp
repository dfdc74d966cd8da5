// SPDX-License-Identifier: EUPL-1.2
// Trust lists that are fetched, kept, renewed and let go. The network is a map; the clock moves by hand.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/base/rfc3339.hpp"
#include "tests/unit/verification/trust_lists_bench.hpp"

#include <algorithm>
#include <future>

using namespace wetbode;
using namespace wetbode::test;
using namespace std::chrono_literals;

TEST_CASE("a list that is fetched gives its anchors to whoever verifies", "[verification][trust_lists]") {
    Bench bench;
    bench.network.bodies[url] = bench.list();
    auto const lists = bench.lists();
    auto const verdict = [&] {
        auto options = bench.forge.options();
        options.anchors = lists->anchors(bench.clock.now());
        return verify_document(content_of(bench.forge.make({})), "act.xml", options).verdict;
    };

    CHECK(verdict() == SealVerdict::indeterminate);
    CHECK_FALSE(bench.state(*lists).counts);
    lists->look();

    CHECK(verdict() == SealVerdict::passed);
    CHECK(bench.state(*lists).counts);
    CHECK(bench.state(*lists).next_update == from_rfc3339("2027-01-01T00:00:00Z"));
    CHECK(bench.news == std::vector{What::taken});
    lists->look();
    CHECK(bench.network.asked == 1);
}

TEST_CASE("anchors of the settings count beside the lists, and without any", "[verification][trust_lists]") {
    Bench bench;
    auto chosen = bench.settings();
    chosen.fixed = bench.forge.options().anchors;
    auto const fixed = chosen.fixed.size();
    auto const lists = bench.lists(chosen);

    CHECK(bench.count(*lists) == fixed);
    bench.network.bodies[url] = bench.list();
    lists->look();
    CHECK(bench.count(*lists) == fixed + 1);
}

TEST_CASE("a list that was kept counts after a restart while the network is away", "[verification][trust_lists]") {
    Bench bench;
    bench.network.bodies[url] = bench.list();
    bench.lists()->look();
    bench.network.bodies.clear();

    auto const lists = bench.lists();
    CHECK(bench.count(*lists) == 1);
    lists->look();

    CHECK(bench.count(*lists) == 1);
    auto const state = bench.state(*lists);
    CHECK(state.counts);
    CHECK(state.ill_since == bench.clock.now());
    CHECK(state.why.en.find("no route") != std::string::npos);
}

TEST_CASE("what somebody changed on the disk is not believed", "[verification][trust_lists]") {
    Bench bench;
    bench.network.bodies[url] = bench.list();
    bench.lists()->look();
    bench.network.bodies.clear();
    auto const file = std::filesystem::directory_iterator(bench.folder())->path();
    auto octets = read(file);
    replace(octets, ">BE<", ">XX<");
    write(file, octets);

    CHECK(bench.count(*bench.lists()) == 0);
}

TEST_CASE("a list is fetched again after its period, and halfway to its end if that is sooner",
          "[verification][trust_lists]") {
    Bench bench;
    bench.network.bodies[url] = bench.list({.next = "2026-11-24T00:00:00Z"});  // in twelve hours
    auto const lists = bench.lists();
    lists->look();

    bench.clock.move(6h - 1min);
    lists->look();
    CHECK(bench.network.asked == 1);
    bench.network.bodies[url] = bench.list({.next = "2026-11-23T22:00:00Z", .issued = "2026-11-23T17:00:00Z"});
    bench.clock.move(1min);
    lists->look();
    CHECK(bench.network.asked == 2);
    CHECK(bench.state(*lists).next_update == from_rfc3339("2026-11-23T22:00:00Z"));

    bench.clock.move(2h);  // four hours were left
    lists->look();
    CHECK(bench.network.asked == 3);
    CHECK(bench.news == std::vector{What::taken, What::taken});  // the same list again is no news
}

TEST_CASE("a list that is refused leaves the old one in force until its next update", "[verification][trust_lists]") {
    Bench bench;
    auto const good = bench.list({.next = "2026-11-24T00:00:00Z"});
    auto changed = bench.list({.issued = "2026-11-23T11:00:00Z"});
    replace(changed, ">BE<", ">XX<");
    auto const older = bench.list({.issued = "2026-09-01T00:00:00Z"});
    Forge const stranger;
    MadeList foreign;
    foreign.services = service("CA/QC", stranger.authority.issuing(), granted, "2020-01-01T00:00:00Z");
    auto const theirs = signed_by(stranger, list_of(foreign));
    auto const bad = GENERATE_COPY(changed, older, theirs, std::string{"<html/>"}, std::string{});
    bench.network.bodies[url] = good;
    auto const lists = bench.lists();
    lists->look();
    bench.network.bodies[url] = bad;
    bench.clock.move(6h);

    lists->look();
    CHECK(bench.news == std::vector{What::taken, What::failed});
    CHECK(bench.count(*lists) == 1);
    CHECK(bench.state(*lists).ill_since == bench.clock.now());
    CHECK_FALSE(bench.state(*lists).why.nl.empty());
    CHECK(bench.count(*bench.lists()) == 1);  // nor did it take the place of the good one on the disk

    bench.clock.move(6h + 1ms);
    CHECK(bench.count(*lists) == 0);  // also before anybody looked
    CHECK_FALSE(bench.state(*lists).counts);
    lists->look();
    CHECK(std::ranges::count(bench.news, What::expired) == 1);
    CHECK(bench.count(*lists) == 0);
    CHECK(bench.count(*bench.lists()) == 0);

    bench.network.bodies[url] = bench.list({.issued = "2026-11-23T23:00:00Z"});
    bench.clock.move(6h);
    lists->look();
    CHECK(bench.count(*lists) == 1);
    CHECK_FALSE(bench.state(*lists).ill_since);
}

TEST_CASE("a server that is away is asked ever more rarely, never beyond the period", "[verification][trust_lists]") {
    Bench bench;
    auto const lists = bench.lists();
    for (int minute = 0; minute < 24 * 60; ++minute) {
        lists->look();
        bench.clock.move(1min);
    }

    // At 0, 1, 3, 7, 15, 31, 63, 127, 255, 511 minutes, then every 360.
    CHECK(bench.network.asked == 12);
    CHECK(bench.state(*lists).ill_since == noon());
}

TEST_CASE("a list of lists brings the lists that it names, under the signers that it names",
          "[verification][trust_lists]") {
    Bench bench;
    Forge const german;
    Forge const stranger;
    auto const de = "https://list.invalid/de.xml";
    auto const fr = "https://list.invalid/fr.xml";
    auto const national = [](Forge const& forge) {
        MadeList made;
        made.services = service("CA/QC", forge.authority.issuing(), granted, "2020-01-01T00:00:00Z");
        made.territory = "DE";
        return signed_by(forge, list_of(made));
    };
    auto const naming = [&](std::string const& pointers, std::string const& issued) {
        MadeList made;
        made.pointers = pointers;
        made.issued = issued;
        made.next = "2026-12-01T00:00:00Z";
        return signed_by(bench.forge, list_of(made));
    };
    auto const both = pointer(de, "DE", german.seal.certificate) + pointer(fr, "FR", german.seal.certificate) +
                      pointer(url, "EU", bench.forge.seal.certificate) + pointer("https://list.invalid/pin", "NL");
    bench.network.bodies = {{url, naming(both, "2026-10-01T00:00:00Z")}, {de, national(german)},
                            {fr, national(stranger)}};
    auto const lists = bench.lists(bench.settings(true));
    lists->look();

    CHECK(bench.network.asked == 3);
    CHECK(bench.count(*lists) == 1);
    CHECK(bench.state(*lists, "be.DE").counts);
    CHECK_FALSE(bench.state(*lists, "be.FR").counts);
    CHECK(bench.count(*bench.lists(bench.settings(true))) == 1);  // from the disk
    CHECK(bench.count(*bench.lists()) == 0);  // a list that is not said to be one of lists names nobody

    SECTION("a list that it names no longer is let go, on disk too") {
        REQUIRE(bench.files() == 2);
        bench.network.bodies[url] = naming({}, "2026-11-23T13:00:00Z");
        bench.clock.move(6h);
        lists->look();
        CHECK(bench.count(*lists) == 0);
        CHECK(lists->states(bench.clock.now()).size() == 1);
        CHECK(bench.files() == 1);
    }
    SECTION("a signer whom it takes back signs nothing any more") {
        bench.network.bodies[url] = naming(pointer(de, "DE", stranger.seal.certificate), "2026-11-23T13:00:00Z");
        bench.clock.move(6h);
        lists->look();
        CHECK(bench.count(*lists) == 0);
        CHECK_FALSE(bench.state(*lists, "be.DE").counts);
    }
    SECTION("once it has expired, nothing that it names counts") {
        bench.network.bodies.erase(url);
        bench.clock.move_to(*from_rfc3339("2026-12-01T00:00:01Z"));
        lists->look();
        CHECK(bench.count(*lists) == 0);
        CHECK_FALSE(bench.state(*lists, "be.DE").counts);
    }
}

TEST_CASE("a list of lists that names too many is told, and the rest is left out", "[verification][trust_lists]") {
    Bench bench;
    std::string pointers;
    for (int i = 0; i < 100; ++i)
        pointers += pointer("https://list.invalid/" + std::to_string(i), "DE", bench.forge.seal.certificate);
    bench.network.bodies[url] = bench.list({.pointers = pointers});
    auto const lists = bench.lists(bench.settings(true));
    lists->look();

    CHECK(bench.network.asked == static_cast<int>(trust_lists_max));
    CHECK(lists->states(bench.clock.now()).size() == trust_lists_max);
    CHECK(bench.state(*lists).ill_since);
    CHECK(bench.state(*lists).why.en.find("37 lists") != std::string::npos);
}

TEST_CASE("a disk that cannot be written costs no list", "[verification][trust_lists]") {
    Bench bench;
    bench.network.bodies[url] = bench.list();
    write(bench.forge.folder / "file", "no folder");
    auto chosen = bench.settings();
    chosen.folder = bench.forge.folder / "file/below";
    auto const lists = bench.lists(chosen);

    lists->look();

    CHECK(bench.count(*lists) == 1);
    CHECK(bench.news == std::vector{What::taken, What::unkept});
}

TEST_CASE("a thread of its own fetches what is due, until it is stopped", "[verification][trust_lists]") {
    Bench bench;
    bench.network.bodies[url] = bench.list();
    std::promise<void> taken;
    TrustLists lists(bench.settings(), bench.network.port(), bench.clock,
                     [&](TrustListNews const& one) { if (one.what == What::taken) taken.set_value(); });

    lists.start();
    REQUIRE(taken.get_future().wait_for(30s) == std::future_status::ready);
    CHECK(bench.count(lists) == 1);
    lists.stop();
    CHECK(bench.network.asked == 1);
}
