// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/base64.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/kaleidos/tokens.hpp"
#include "tests/doubles/temporary_folder.hpp"

using namespace wetbode;
using namespace wetbode::kaleidos;
using namespace std::chrono_literals;

namespace {

constexpr Instant now{Milliseconds{1'800'000'000'000}};
std::string const key(32, 'k');

std::vector<api::Client> clients(std::string const& secret = "geheim") {
    return {{{"kaleidos"}, api::Role::sender, sha256(secret).hex(), "", {}},
            {{"griffie"}, api::Role::clerk, sha256("griffie").hex(), "", {"parliament"}}};
}

Tokens tokens(std::vector<api::Client> who = clients()) { return {key, {1h, 15min}, std::move(who), {"kaleidos"}}; }

std::string basic(std::string const& pair) { return "Basic " + base64(pair); }

}  // namespace

TEST_CASE("a client gets a token for his id and secret, and for nothing else", "[kaleidos]") {
    auto const door = tokens();
    CHECK(door.client_in(basic("kaleidos:geheim")) == ClientName{"kaleidos"});
    CHECK(door.client_in("basic " + base64("kaleidos:geheim")) == ClientName{"kaleidos"});
    for (auto const& bad : {basic("kaleidos:Geheim"), basic("griffie:griffie"), basic("griffie:geheim"),
                            basic("kaleidos"), basic("kaleidos:"), std::string("Basic !"),
                            std::string("Bearer geheim"), std::string()})
        CHECK_FALSE(door.client_in(bad).has_value());
}

TEST_CASE("a token is good until the end of its grace", "[kaleidos]") {
    auto const door = tokens();
    auto const token = "Bearer " + door.issue({"kaleidos"}, now);
    CHECK(door.bearer_in(token, now) == ClientName{"kaleidos"});
    CHECK(door.bearer_in(token, now + 1h + 15min - 1ms) == ClientName{"kaleidos"});
    CHECK_FALSE(door.bearer_in(token, now + 1h + 15min).has_value());
}

TEST_CASE("a token that was changed in one character is none", "[kaleidos]") {
    auto const door = tokens();
    auto const token = "Bearer " + door.issue({"kaleidos"}, now);
    for (std::size_t i = 7; i < token.size(); ++i) {
        auto changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CAPTURE(i);
        CHECK_FALSE(door.bearer_in(changed, now).has_value());
    }
    CHECK_FALSE(door.bearer_in("Bearer " + base64url("9999999999999:kaleidos") + ".", now).has_value());
    CHECK_FALSE(door.bearer_in("Bearer geheim", now).has_value());
}

TEST_CASE("tokens end with the secret for which they were given, and with the client", "[kaleidos]") {
    auto const token = "Bearer " + tokens().issue({"kaleidos"}, now);
    CHECK(tokens().bearer_in(token, now).has_value());  // another process with the same key: a restart
    CHECK_FALSE(tokens(clients("een nieuw")).bearer_in(token, now).has_value());
    CHECK_FALSE(Tokens(std::string(32, 'x'), {}, clients(), {"kaleidos"}).bearer_in(token, now).has_value());
    auto fewer = clients();
    fewer.erase(fewer.begin());
    CHECK_FALSE(tokens(fewer).bearer_in(token, now).has_value());
}

TEST_CASE("without clients everybody is the owner of the link", "[kaleidos]") {
    auto const door = tokens({});
    CHECK(door.client_in("") == ClientName{"kaleidos"});
    CHECK(door.bearer_in("", now) == ClientName{"kaleidos"});
}

TEST_CASE("the key of the tokens is made once and is its owner's alone", "[kaleidos]") {
    TemporaryFolder folder;
    auto const made = token_key(folder.path());
    CHECK(made.size() == 64);
    CHECK(token_key(folder.path()) == made);
    auto const rights = std::filesystem::status(folder.path() / "door-token.key").permissions();
    CHECK((rights & std::filesystem::perms::group_all) == std::filesystem::perms::none);
    CHECK((rights & std::filesystem::perms::others_all) == std::filesystem::perms::none);
}
