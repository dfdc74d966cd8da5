// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/rest/token.hpp"
#include "contract/wire_imposter.hpp"
#include "doubles/fake_clock.hpp"

#include <algorithm>
#include <thread>

using namespace wetbode;
using Kind = WireAnswer::Kind;

namespace {

WireAnswer token(std::string const& name, std::string const& life) {
    return {Kind::answer, 200, {}, R"({"access_token":")" + name + R"(","expires_in":)" + life + "}"};
}

struct Desk {
    explicit Desk(std::vector<WireAnswer> script, Milliseconds margin = Milliseconds{600'000})
        : imposter(std::move(script)), client({imposter.url(), {}, {}, {}}),
          source(client, rest::basic_grant("token", "id", "secret"), clock, margin) {
        rest::initialize_pool(4);
    }
    std::string get() {
        auto const got = source.token(Deadline::in(Milliseconds{10'000}));
        return std::holds_alternative<std::string>(got) ? std::get<std::string>(got) : "none";
    }
    FakeClock clock;
    WireImposter imposter;
    rest::RestClient client;
    rest::TokenSource source;
};

}  // namespace

TEST_CASE("a token is used until its margin", "[token]") {
    Desk desk({token("a", "3600"), token("b", "\"3600\"")});

    CHECK(desk.get() == "a");
    desk.clock.move(Milliseconds{2'999'000});
    CHECK(desk.get() == "a");
    desk.clock.move(Milliseconds{2'000});
    CHECK(desk.get() == "b");
    CHECK(desk.imposter.requests().size() == 2);
}

TEST_CASE("a token that lives shorter than the margin still serves half of its life", "[token]") {
    Desk desk({token("a", "60"), token("b", "60")});

    CHECK(desk.get() == "a");
    desk.clock.move(Milliseconds{29'000});
    CHECK(desk.get() == "a");
    desk.clock.move(Milliseconds{2'000});
    CHECK(desk.get() == "b");
}

TEST_CASE("a forgotten token is fetched anew, and only that one is forgotten", "[token]") {
    Desk desk({token("a", "3600"), token("b", "3600")});

    CHECK(desk.get() == "a");
    desk.source.forget("old");
    CHECK(desk.get() == "a");
    desk.source.forget("a");
    CHECK(desk.get() == "b");
}

TEST_CASE("many workers that need a token fetch it once", "[token]") {
    Desk desk({token("a", "3600"), token("b", "3600")});
    std::vector<std::string> got(8);

    {
        std::vector<std::jthread> workers;
        for (auto& one : got) workers.emplace_back([&desk, &one] { one = desk.get(); });
    }

    CHECK(std::count(got.begin(), got.end(), "a") == 8);
    CHECK(desk.imposter.requests().size() == 1);
}

TEST_CASE("an answer without a usable token brings none, and the next try asks again", "[token]") {
    Desk desk({{Kind::answer, 200, {}, "<html>"}, {Kind::answer, 200, {}, R"({"access_token":"a\r\nX: y"})"},
               {Kind::answer, 503, {}, ""}, {Kind::cut, 0, {}, ""}, token("a", "3600")});

    for (int i = 0; i < 4; ++i) CHECK(desk.get() == "none");
    CHECK(desk.get() == "a");
}
