// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/imposter.hpp"
#include "unit/http/raw_client.hpp"

using namespace wetbode;

TEST_CASE("an imposter gives its canned answers in order and repeats the last", "[http]") {
    Imposter imposter;
    imposter.answer("POST", "/bill", Imposter::response(503, "later", "text/plain"));
    imposter.answer("POST", "/bill", Imposter::response(201, "taken", "text/plain"));
    test::RawClient client(imposter.port());

    std::vector<int> statuses;
    for (int i = 0; i < 3; ++i) {
        client.send("POST /bill?x=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
        statuses.push_back(client.read_reply().status);
    }
    client.send("GET /other HTTP/1.1\r\nHost: x\r\n\r\n");

    CHECK(statuses == std::vector<int>{503, 201, 201});
    CHECK(client.read_reply().status == 404);
    CHECK(imposter.asked().size() == 4);
    CHECK(imposter.asked().front().body == "body");
    CHECK(imposter.asked().front().request.query.at("x") == "1");
}
