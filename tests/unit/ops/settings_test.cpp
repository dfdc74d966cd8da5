// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/ops/policies.hpp"
#include "gateway/ops/settings.hpp"

#include <array>
#include <fstream>

using namespace wetbode;
using namespace wetbode::ops;

namespace {

constexpr std::array demo_keys{SettingSpec{"base_url", SettingType::text, "", 0, 0, "Where it is."}};
Adapter const demo_adapter{"demo", demo_keys, nullptr};
std::array<Adapter const*, 1> const adapters{&demo_adapter};

struct SettingsFile {
    explicit SettingsFile(std::string const& text) { std::ofstream(path) << text; }
    [[nodiscard]] Settings load() const { return Settings::load(path, adapters); }
    TemporaryFolder folder;
    std::filesystem::path path = folder.path() / "gateway.toml";
};

}  // namespace

TEST_CASE("without a file every setting has its default", "[ops]") {
    auto const settings = Settings::load({}, adapters);
    CHECK(settings.number("server.port") == 8460);
    CHECK(settings.size("data.inline_max") == 65'536);
    CHECK(settings.span("server.header_time") == Milliseconds{10'000});
    CHECK(settings.names("client").empty());
}

TEST_CASE("a counterpart has the common keys and those of its adapter", "[ops]") {
    SettingsFile const file("[counterpart.room]\nadapter = \"demo\"\nbase_url = \"http://x\"\nworkers = 2\n");
    auto const settings = file.load();
    CHECK(settings.names("counterpart") == std::vector<std::string>{"room"});
    CHECK(settings.table("counterpart.room").at("base_url") == "http://x");
    CHECK(settings.number("counterpart.room.workers") == 2);
    CHECK(settings.span("counterpart.room.deadline") == Milliseconds{120'000});
}

TEST_CASE("a wrong setting stops the start and names file and line", "[ops]") {
    auto const [text, place, what] = GENERATE(table<std::string, std::string, std::string>({
        {"[server]\nprot = 1\n", "gateway.toml:2", "no key prot"},
        {"[server]\nport = \"x\"\n", "gateway.toml:2", "whole number"},
        {"[server]\nport = 70000\n", "gateway.toml:2", "between 0 and 65535"},
        {"[server]\nread_time = \"soon\"\n", "gateway.toml:2", "not a span"},
        {"[sever]\n", "gateway.toml:1", "no table [sever]"},
        {"[server]\nkey_file = \"absent.pem\"\n", "gateway.toml:2", "there is no file"},
        {"[counterpart.x]\n", "gateway.toml:1", "no adapter x; known: demo"},
        {"[server\n", "gateway.toml:1", ""},
    }));
    SettingsFile const file(text);
    CHECK_THROWS_WITH(file.load(), Catch::Contains(place) && Catch::Contains(what));
}

TEST_CASE("what must last may last thirty years, and no longer", "[ops]") {
    for (auto const* const place : {"housekeeping.refused", "housekeeping.news_keys", "time.evidence_renew_before",
                                    "time.evidence_alarm_before"}) {
        std::string_view const whole(place);
        auto const dot = whole.find('.');
        auto const with = [&](std::string const& span) {
            return SettingsFile("[" + std::string(whole.substr(0, dot)) + "]\n" + std::string(whole.substr(dot + 1)) +
                                " = \"" + span + "\"\n")
                .load()
                .span(place);
        };
        CHECK(with("10950d") == std::chrono::hours{24 * 10'950});
        CHECK_THROWS_AS(with("10959d"), SettingsError);
    }
}

TEST_CASE("routes and access levels are data", "[ops]") {
    auto const routes = routes_from("[[route]]\nname = \"x\"\nkind = \"letter\"\nto = [\"ebox\"]\n", "routes.toml");
    REQUIRE(routes.size() == 1);
    CHECK(routes[0].kind == SubmissionKind::letter);
    CHECK(routes[0].to == std::vector<CounterpartName>{{"ebox"}});
    CHECK_FALSE(routes[0].time.has_value());
    CHECK(routes_from("[[route]]\nname = \"x\"\nto = [\"y\"]\ntime = \"batch\"\n", "r")[0].time == TimeMode::batch);

    auto const matrix = access_from("[parliament]\nlevels = [\"publiek\"]\n", "access.toml");
    CHECK(matrix.at({"parliament"}) == std::set<AccessLevel>{AccessLevel::publiek});
}

TEST_CASE("a wrong route or access level names file and line", "[ops]") {
    CHECK_THROWS_WITH(routes_from("[[route]]\nname = \"x\"\n", "routes.toml"), Catch::Contains("routes.toml:1"));
    CHECK_THROWS_WITH(completeness_from("[[rule]]\nname = \"x\"\n", "completeness.toml"),
                      Catch::Contains("completeness.toml:1"));
    CHECK_THROWS_WITH(completeness_from("[[rule]]\nname = \"x\"\nprocedure_steps = [\"y\"]\n[[rule.piece]]\n"
                                        "name = \"z\"\ntypes = [\"z\"]\nforms = [\"papyrus\"]\n",
                                        "completeness.toml"),
                      Catch::Contains("completeness.toml:7") && Catch::Contains("papyrus"));
    std::string const route = "[[route]]\nname = \"x\"\nto = [\"y\"]\n";
    CHECK_THROWS_WITH(routes_from(route + "time = \"soon\"\n", "routes.toml"),
                      Catch::Contains("routes.toml:4") && Catch::Contains("act") && Catch::Contains("batch"));
    CHECK_THROWS_WITH(routes_from(route + "time = true\n", "routes.toml"), Catch::Contains("routes.toml:4"));
    CHECK_THROWS_WITH(routes_from(route + "seal = \"no\"\n", "routes.toml"), Catch::Contains("routes.toml:4"));
    CHECK_THROWS_WITH(routes_from(route + "time = \"act\"\nseal = false\n", "routes.toml"),
                      Catch::Contains("routes.toml:1") && Catch::Contains("nothing to time"));
    CHECK_THROWS_WITH(routes_from("[[route]]\nnaam = \"x\"\n", "routes.toml"), Catch::Contains("routes.toml:2"));
    CHECK_THROWS_WITH(access_from("[p]\nlevels = [\"geheim\"]\n", "access.toml"), Catch::Contains("access.toml:2"));
}
