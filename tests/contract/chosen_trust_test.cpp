// SPDX-License-Identifier: EUPL-1.2
// Which trust lists the settings name, and what /health says of them.
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "gateway/chosen_trust.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <fstream>

using namespace wetbode;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

struct Bench {
    TemporaryFolder folder;
    trust::Authority authority{{FakeClock::monday, "http://trust.invalid", trust::KeyKind::p256, "Test"}};

    Bench() {
        write("signer.pem", authority.root_pem());
        write("empty.pem", "nothing");
    }
    void write(std::string const& name, std::string const& text) const {
        std::ofstream(folder.path() / name, std::ios::binary) << text;
    }
    [[nodiscard]] ops::Settings settings(std::string const& text) const {
        write("gateway.toml", text);
        return ops::Settings::load(folder.path() / "gateway.toml", {});
    }
};

std::string const eu = "[trust_list.eu]\nurl = \"https://list.invalid/eu.xml\"\nsigner_file = \"signer.pem\"\n"
                       "is_list_of_lists = true\n";

TrustListState good(std::string name) { return {std::move(name), true, FakeClock::monday + 24h, std::nullopt, {}}; }

}  // namespace

TEST_CASE("the settings name trust lists and who signs them", "[settings][trust]") {
    Bench const bench;

    auto const places = trust_list_places(bench.settings(eu));

    REQUIRE(places.size() == 1);
    CHECK(places[0].name == "eu");
    CHECK(places[0].url == "https://list.invalid/eu.xml");
    CHECK(places[0].signers == std::vector{bench.authority.root()});
    CHECK(places[0].is_list_of_lists);
    CHECK(trust_list_places(bench.settings("")).empty());
}

TEST_CASE("a trust list that nobody could believe stops the start and says where", "[settings][trust]") {
    Bench const bench;
    auto const refused = [&](std::string const& text) {
        CHECK_THROWS_WITH(trust_list_places(bench.settings(text)), Contains("gateway.toml: [trust_list.x]"));
    };

    refused("[trust_list.x]\nsigner_file = \"signer.pem\"\n");
    refused("[trust_list.x]\nurl = \"ftp://list.invalid\"\nsigner_file = \"signer.pem\"\n");
    refused("[trust_list.x]\nurl = \"https://list.invalid\"\n");
    refused("[trust_list.x]\nurl = \"https://list.invalid\"\nsigner_file = \"empty.pem\"\n");
}

TEST_CASE("health says nothing of trust lists that nobody set", "[health][trust]") {
    CHECK_FALSE(trust_lists_part({}));
}

TEST_CASE("a list that cannot be renewed is a warning, one that does not count an illness", "[health][trust]") {
    auto late = good("be");
    late.ill_since = FakeClock::monday;
    late.why = {"Geen weg.", "No route."};
    auto gone = late;
    gone.name = "eu.DE";
    gone.counts = false;
    gone.ill_since = FakeClock::monday - 1h;

    auto const well = trust_lists_part({good("be"), good("nl")});
    auto const warned = trust_lists_part({late, good("nl")});
    auto const ill = trust_lists_part({late, gone});

    REQUIRE(well);
    CHECK(well->well);
    CHECK_FALSE(well->warns);
    CHECK(well->why.empty());
    CHECK(warned->well);
    CHECK(warned->warns);
    CHECK(warned->since == FakeClock::monday);
    CHECK(warned->why.nl == "be wordt niet vernieuwd: Geen weg.");
    CHECK_FALSE(ill->well);
    CHECK_FALSE(ill->vital);
    CHECK(ill->since == FakeClock::monday - 1h);
    CHECK(ill->why.en == "be is not renewed: No route. eu.DE does not count: No route.");
}

TEST_CASE("health names no more than a few lists", "[health][trust]") {
    std::vector<TrustListState> many;
    for (int i = 0; i < 30; ++i)
        many.push_back({"eu.L" + std::to_string(i), false, {}, FakeClock::monday, {"x.", "x."}});

    CHECK_THAT(trust_lists_part(many)->why.en, Contains("eu.L4 does not count") && Contains("And 25 more.") &&
                                                   !Contains("eu.L5"));
}

TEST_CASE("the folder of authorities counts while no list was fetched, and health says so", "[settings][trust]") {
    Bench const bench;
    FakeClock const clock;
    ops::Log const log("error");
    std::filesystem::create_directory(bench.folder.path() / "anchors");
    bench.write("anchors/root.pem", bench.authority.root_pem());
    auto settings = bench.settings(eu);
    settings.set("verification.anchors_folder", (bench.folder.path() / "anchors").string());

    ChosenTrust trust(settings, bench.folder.path(), clock, log);

    CHECK(trust.options().anchors.list().size() == 1);
    CHECK(trust.options().now == clock.now());
    CHECK(&trust.options().anchors.list() == &trust.options().anchors.list());  // shared, not copied
    REQUIRE(trust.health());
    CHECK_FALSE(trust.health()->well);
    CHECK(trust.health()->why.en == "eu does not count: not fetched yet.");
    CHECK_FALSE(ChosenTrust(bench.settings(""), bench.folder.path(), clock, log).health());
}
