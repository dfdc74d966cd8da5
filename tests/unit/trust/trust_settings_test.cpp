// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "doubles/fake_clock.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/trust_settings.hpp"

#include <fstream>

using namespace wetbode;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

struct Bench {
    TemporaryFolder folder;
    FakeClock clock;
    trust::Authority authority{{FakeClock::monday, "http://trust.invalid", trust::KeyKind::p256, "Test"}};

    Bench() {
        write("root.pem", authority.root_pem());
        write("credential", "wetbode:pass:word\n");
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

std::string const one = "[time_authority.one]\nurl = \"https://one.invalid/tsa\"\nanchors_file = \"root.pem\"\n";
std::string const two = "[time_authority.two]\nurl = \"http://two.invalid\"\nanchors_file = \"root.pem\"\n"
                        "credential_file = \"credential\"\npolicies = \"1.2.3, 1.2.4\"\ntime = \"2s\"\n";

}  // namespace

TEST_CASE("without a time authority in the settings there is none", "[trust][settings]") {
    Bench const bench;

    CHECK(time_authority_from(bench.settings(""), bench.clock, {}) == nullptr);
    CHECK(time_authority_from(bench.settings(one), bench.clock, {}) != nullptr);
}

TEST_CASE("time authorities are read in their order", "[trust][settings]") {
    Bench const bench;

    std::string const times = "[time]\norder = \"two, one\"\ntolerance = \"90s\"\n";
    auto const wanted = time_settings(bench.settings(times + one + two));

    REQUIRE(wanted.authorities.size() == 2);
    CHECK(wanted.tolerance == 90s);
    auto const& first = wanted.authorities[0];
    CHECK(first.name == "two");
    CHECK(first.url == "http://two.invalid");
    CHECK(first.time == 2s);
    CHECK(first.authorization == "Basic d2V0Ym9kZTpwYXNzOndvcmQ=");
    CHECK(first.policies == std::vector<std::string>{"1.2.3", "1.2.4"});
    CHECK(first.anchors == std::vector<std::string>{bench.authority.root()});
    CHECK(wanted.authorities[1].authorization.empty());
    CHECK(time_settings(bench.settings(two + one)).authorities[0].name == "one");
}

TEST_CASE("wrong settings of time stop the start with a sentence", "[trust][settings]") {
    Bench const bench;
    auto const wrong = [&](std::string const& text, std::string const& says) {
        CHECK_THROWS_WITH(time_settings(bench.settings(text)), Contains("gateway.toml: ") && Contains(says));
    };

    wrong("[time]\norder = \"three\"\n" + one, "no [time_authority.three]");
    wrong("[time]\norder = \"one\"\n" + one + two, "must name two once");
    wrong("[time]\norder = \"one, one\"\n" + one, "must name one once");
    wrong("[time_authority.one]\nanchors_file = \"root.pem\"\n", "[time_authority.one] url");
    wrong("[time_authority.one]\nurl = \"http://one.invalid\"\n", "needs anchors_file");
    wrong("[time_authority.one]\nurl = \"http://one.invalid\"\nanchors_file = \"empty.pem\"\n", "no certificate");
    wrong(one + "policies = \"qualified\"\n", "qualified is no object identifier");
}

TEST_CASE("revocation is kept in the data folder unless told otherwise", "[trust][settings]") {
    Bench const bench;

    auto const usual = revocation_settings(bench.settings("[data]\nfolder = \"/var/lib/wetbode\"\n"));
    auto const other = revocation_settings(
        bench.settings("[revocation]\nfolder = \"/var/cache/wetbode\"\nresponder_url = \"http://ocsp.invalid\"\n"
                       "response_age = \"5m\"\n"));

    CHECK(usual.folder == "/var/lib/wetbode/revocation");
    CHECK(usual.response_age == 0s);
    CHECK(usual.list_age == 1h);
    CHECK(usual.list_bytes_max == 16U << 20U);
    CHECK(other.folder == "/var/cache/wetbode");
    CHECK(other.responder == "http://ocsp.invalid");
    CHECK(other.response_age == 5min);
    CHECK_THROWS_WITH(revocation_settings(bench.settings("[revocation]\nlist_url = \"ldap://x\"\n")),
                      Contains("[revocation] list_url"));
}
