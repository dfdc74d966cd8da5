// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/files.hpp"
#include "gateway/gateway.hpp"
#include "gateway/keys/keyring.hpp"
#include "gateway/ops/policies.hpp"
#include "gateway/ops/settings.hpp"
#include "gateway/timing.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/memory_ledger.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <fstream>

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

std::filesystem::path const conf = std::filesystem::path(WETBODE_SOURCE_DIR) / "conf";

}  // namespace

TEST_CASE("conf/gateway.toml shows every setting with its default and its meaning", "[settings]") {
    CHECK(read_file(conf / "gateway.toml", 1 << 20) == ops::reference_toml(adapters()));
}

TEST_CASE("conf/gateway.toml is itself a settings file that can be used", "[settings]") {
    CHECK_NOTHROW(ops::Settings::load(conf / "gateway.toml", adapters()));
}

TEST_CASE("the routes and access levels that are shipped can be read", "[settings]") {
    CHECK_FALSE(ops::routes_from(read_file(conf / "routes.toml", 1 << 20), "routes.toml").empty());
    auto const routes = ops::routes_from(read_file(conf / "routes.toml", 1 << 20), "routes.toml");
    CHECK(routes.front().time == TimeMode::act);
    CHECK(routes.back().time == TimeMode::batch);
    CHECK_FALSE(ops::access_from(read_file(conf / "access.toml", 1 << 20), "access.toml").empty());
}

TEST_CASE("the completeness rules that are shipped ask for the basic dossier of a decree", "[settings]") {
    auto const rules = ops::completeness_from(read_file(conf / "completeness.toml", 1 << 20), "completeness.toml");
    Completeness const completeness{rules};
    Manifest manifest;
    manifest.dossier.procedure_step = "definitieve-goedkeuring";
    Piece decree;
    decree.type = "ontwerpdecreet";
    manifest.pieces = {decree};

    std::set<std::string> missing;
    for (auto const& gap : completeness.gaps_in(manifest, {"parliament"}, {}))
        missing.insert(gap.message.nl.substr(0, gap.message.nl.find("ontbreekt")));

    CHECK(missing == std::set<std::string>{"Het stuk \"Beslissingsfiche\" ", "Het stuk \"Decreet\" ",
                                           "Het stuk \"Memorie van toelichting\" ", "Het stuk \"Nota\" ",
                                           "Het stuk \"Advies\" "});
    CHECK(completeness.gaps_in(manifest, {"krab"}, {}).empty());
}

TEST_CASE("confidential levels are not open to the Parliament in what is shipped", "[settings]") {
    auto const matrix = ops::access_from(read_file(conf / "access.toml", 1 << 20), "access.toml");
    auto const& levels = matrix.at({"parliament"});
    CHECK(levels == std::set<AccessLevel>{AccessLevel::intern_overheid, AccessLevel::publiek});
}

TEST_CASE("the settings of time are read, and a wrong one names its place", "[settings]") {
    TemporaryFolder folder;
    MemoryLedger ledger;
    FakeClock const clock;
    Bell bell;
    make_demo_keys(folder.path(), clock.now());
    auto const signer =
        signer_from_files(folder.path() / "demo-seal.key", folder.path() / "demo-seal.pem", {}, clock.now());
    auto const load = [&](std::string const& text) {
        std::ofstream(folder.path() / "gateway.toml") << text;
        return ops::Settings::load(folder.path() / "gateway.toml", adapters());
    };
    auto const timing = [&](ops::Settings const& settings) {
        return Timing::from({settings, ledger, clock, bell, *signer, folder.path(), {}});
    };
    auto const authority = "[time_authority.x]\nurl = \"http://127.0.0.1:1/tsa\"\nanchors_file = \"" +
                           (folder.path() / "demo-ca.pem").string() + "\"\n";

    CHECK(timing(load("")) == nullptr);
    CHECK(timing(load(authority)) != nullptr);
    CHECK_THROWS_WITH(timing(load(authority + "[time]\nlevel = \"B\"\n")),
                      Catch::Contains("[time] level") && Catch::Contains("LTA"));
    CHECK(debt_limits(load("[time]\ndebt_max_age = \"2h\"\ndebt_max_count = 7\n")) ==
          DebtLimits{.age_max = 2h, .count_max = 7});
    CHECK_THROWS_AS(load("[time]\nbatch_max = 10001\n"), ops::SettingsError);
}
