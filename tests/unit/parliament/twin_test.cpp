// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "tests/unit/twins/caller.hpp"

#include <nlohmann/json.hpp>

using namespace wetbode;
using nlohmann::json;

TEST_CASE("the twin keeps digests and gives the first answer to the same key, also after a restart", "[twin]") {
    TemporaryFolder const folder;
    json first;
    {
        parliament::Twin twin({folder.path(), "", "", std::chrono::seconds{60}, 8 << 20});
        first = Caller(twin).deliver("k1", "SGVsbG8=").body;
        CHECK(first["status"] == "SUCCESS");
    }
    parliament::Twin twin({folder.path(), "", "", std::chrono::seconds{60}, 8 << 20});
    Caller caller(twin);

    CHECK(caller.deliver("k1", "SGVsbG8=").body == first);
    auto const next = caller.deliver("k2", "SGVsbG8=");

    CHECK(next.body["pobj"] != first["pobj"]);
    auto const received = caller.get("/_twin/received").body;
    CHECK(received["counts"]["deliveries"] == 2);
    CHECK(received["counts"]["duplicates"] == 1);
    CHECK(received["received"][0]["files"][0]["sha256"] ==
          "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969");
    CHECK(received["received"][0]["files"][0]["bytes"] == 5);
}

TEST_CASE("a later delivery belongs to its dossier, and an unknown dossier is an error", "[twin]") {
    parliament::Twin twin({});
    Caller caller(twin);
    auto const pobj = caller.deliver("k1", "AA==").body["pobj"].get<std::string>();

    CHECK(caller.deliver("k2", "AA==", pobj).body["pobj"] == pobj);
    CHECK(caller.deliver("k3", "AA==", "999").status == 400);
    CHECK(caller.get("/api/kaleidos/v1/status/" + pobj).body["statussen"].size() == 2);
}

TEST_CASE("each fault does what its name says", "[twin]") {
    parliament::Twin twin({});
    Caller caller(twin);

    caller.fault("down");
    CHECK(caller.deliver("a", "AA==").cut);
    caller.fault("500_before");
    CHECK(caller.deliver("b", "AA==").status == 500);
    caller.fault("html_error");
    CHECK(caller.deliver("c", "AA==").body.is_discarded());
    CHECK(caller.counts()["deliveries"] == 0);
    caller.fault("500_after");
    CHECK(caller.deliver("d", "AA==").status == 500);
    caller.fault("cut_after_body");
    CHECK(caller.deliver("e", "AA==").cut);
    caller.fault("partial_files");
    CHECK(caller.deliver("f", "AA==").body["files"].empty());
    CHECK(caller.counts()["deliveries"] == 3);
    caller.fault("401");
    CHECK(caller.deliver("g", "AA==").status == 401);
    CHECK(caller.deliver("g", "AA==").status == 401);  // the token is gone, as in the real one
    CHECK(caller.counts()["deliveries"] == 3);
}

TEST_CASE("a status can be moved and a dossier renumbered", "[twin]") {
    parliament::Twin twin({});
    Caller caller(twin);
    auto const pobj = caller.deliver("k1", "AA==").body["pobj"].get<std::string>();

    json const wish{{"pobj", pobj}, {"status", "niet ingeschreven"}, {"renumbered", "1234567"}};
    CHECK(caller.call("POST", "/_twin/status", wish.dump(), {}).status == 200);

    auto const list = caller.get("/api/kaleidos/v1/status/ingediend").body["documenten"];
    REQUIRE(list.size() == 2);
    CHECK(list[1]["pobj"] == 1234567);
    CHECK(list[1]["pobj_vorig"] == std::stoll(pobj));
    CHECK(caller.call("POST", "/_twin/status", wish.dump(), {}).status == 404);
}

TEST_CASE("a message that is broken is not taken", "[twin]") {
    parliament::Twin twin({});
    Caller caller(twin);

    CHECK(caller.deliver("k1", "not base 64!").status == 400);
    CHECK(caller.deliver("k1", "").status == 200);
    CHECK(caller.call("GET", "/api/kaleidos/v1/ping", "", {}).status == 401);
}
