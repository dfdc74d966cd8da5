// SPDX-License-Identifier: EUPL-1.2
// The ordinary life of a connection: requests, bodies, keep-alive, pipelining, streaming, stopping.
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/refusal.hpp"
#include "unit/http/echo_server.hpp"
#include "unit/http/raw_client.hpp"

#include <atomic>
#include <fstream>
#include <future>

using namespace wetbode;
using namespace wetbode::test;

TEST_CASE("a request is answered and the connection stays open for the next", "[http]") {
    Running running({});
    RawClient client(running.port());

    for (int i = 0; i < 3; ++i) {
        client.send("GET /hello%20there?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        auto const reply = client.read_reply();
        CHECK(reply.status == 200);
        CHECK(reply.body.starts_with("GET /hello there 0 "));
        CHECK_FALSE(reply.headers.contains("connection"));
    }
    CHECK(running.server.counts().connections == 1);
}

TEST_CASE("pipelined requests are answered in their order", "[http]") {
    Running running({});
    RawClient client(running.port());

    client.send(
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nHost: x\r\n\r\n"
        "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n0\r\n\r\n"
        "GET /d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    CHECK(client.read_reply().body == "POST /a 3 " + sha256("abc").hex());
    CHECK(client.read_reply().body == "GET /b 0 " + sha256("").hex());
    CHECK(client.read_reply().body == "POST /c 2 " + sha256("de").hex());
    auto const last = client.read_reply();
    CHECK(last.body == "GET /d 0 " + sha256("").hex());
    CHECK(last.headers.at("connection") == "close");
    CHECK(client.read_to_end().empty());
}

TEST_CASE("a chunked body of many parts arrives whole", "[http]") {
    Running running({});
    RawClient client(running.port());
    std::string whole;

    client.send("PUT /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 40; ++i) {
        std::string const piece(20'000, static_cast<char>('a' + i % 26));
        whole += piece;
        client.send("4e20;note=1\r\n" + piece + "\r\n");
    }
    client.send("0\r\nTrailer: x\r\n\r\n");

    CHECK(client.read_reply().body == "PUT /c 800000 " + sha256(whole).hex());
}

TEST_CASE("a client that asks first is told to go on", "[http]") {
    Running running({});
    RawClient client(running.port());

    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.read_reply().status == 100);
    client.send("body");
    CHECK(client.read_reply().body == "POST /a 4 " + sha256("body").hex());
}

TEST_CASE("a client that asks first is turned away before it sends", "[http]") {
    Running running({});
    RawClient client(running.port());

    client.send("POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 400000000\r\nExpect: 100-continue\r\n\r\n");

    auto const reply = client.read_reply();
    CHECK(reply.status == 403);
    CHECK(reply.headers.at("connection") == "close");
    CHECK(client.read_to_end().empty());
}

TEST_CASE("a client that sends without asking can still read an early answer", "[http]") {
    Running running({});
    RawClient client(running.port());

    client.send("POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n");
    client.send(std::string(900'000, 'x'));

    CHECK(client.read_reply().status == 403);
}

TEST_CASE("an answer to a whole body keeps the connection even if it came from receive", "[http]") {
    Running running({});
    RawClient client(running.port());

    client.send("POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");
    CHECK(client.read_reply().status == 403);
    client.send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(client.read_reply().status == 200);
}

TEST_CASE("HEAD gives the header of GET without its body", "[http]") {
    Running running({});
    RawClient client(running.port());

    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");

    auto const head = client.read_reply(true);
    CHECK(head.status == 200);
    CHECK(std::stoi(head.headers.at("content-length")) > 64);
    CHECK(client.read_reply().body.starts_with("GET /b"));
}

TEST_CASE("an HTTP/1.0 client gets its answer and the end of the connection", "[http]") {
    Running running({});
    RawClient client(running.port());

    client.send("GET /old HTTP/1.0\r\n\r\n");

    CHECK(client.read_reply().body.starts_with("GET /old"));
    CHECK(client.read_to_end().empty());
}

TEST_CASE("a fault in a handler is a 500 problem and ends only its connection", "[http]") {
    std::atomic<int> troubles{0};
    http::ServerSettings settings;
    settings.on_trouble = [&](std::string_view event, std::string const&) {
        troubles += event == "http.handler_failed";
    };
    Running running(settings);
    RawClient client(running.port());
    RawClient other(running.port());

    client.send("GET /throws HTTP/1.1\r\nHost: x\r\nAccept-Language: en\r\n\r\n");
    auto const reply = client.read_reply();

    CHECK(reply.status == 500);
    CHECK(reply.headers.at("content-type") == "application/problem+json");
    CHECK(reply.body.find("\"code\":\"INTERNAL\"") != std::string::npos);
    CHECK(reply.body.find("a fault in a handler") == std::string::npos);
    CHECK(client.read_to_end().empty());
    CHECK(troubles == 1);
    other.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(other.read_reply().status == 200);
}

TEST_CASE("a handler can cut the connection without an answer", "[http]") {
    Running running({});
    RawClient client(running.port());

    client.send("GET /cut HTTP/1.1\r\nHost: x\r\n\r\n");

    CHECK(client.read_to_end().empty());
}

TEST_CASE("a content is streamed with its length", "[http]") {
    TemporaryFolder folder;
    SpoolFile file(folder.path());
    for (int i = 0; i < 50; ++i) file.write(std::string(70'001, static_cast<char>('a' + i % 26)));
    auto const content = file.keep();
    Running running({}, always([&] { return api::Response{200, {}, content, false, false}; }));
    RawClient client(running.port());

    for (int i = 0; i < 2; ++i) {
        client.send("GET /file HTTP/1.1\r\nHost: x\r\n\r\n");
        auto const reply = client.read_reply();
        CHECK(reply.whole);
        CHECK(sha256(reply.body) == content.digest);
    }
}

TEST_CASE("a content that was changed on disk never arrives whole", "[http]") {
    TemporaryFolder folder;
    SpoolFile file(folder.path());
    file.write(std::string(1'000'000, 'a'));
    auto const content = file.keep();
    std::fstream(std::get<std::filesystem::path>(content.where), std::ios::in | std::ios::out).put('b');
    std::promise<std::string> told;
    http::ServerSettings settings;
    settings.on_trouble = [&](std::string_view event, std::string const&) { told.set_value(std::string(event)); };
    Running running(settings, always([&] { return api::Response{200, {}, content, false, false}; }));
    RawClient client(running.port());

    client.send("GET /file HTTP/1.1\r\nHost: x\r\n\r\n");
    auto const reply = client.read_reply();

    CHECK(reply.status == 200);
    CHECK_FALSE(reply.whole);
    CHECK(told.get_future().get() == "http.answer_cut");
    CHECK(running.reports->wait_for(0));
}

TEST_CASE("a content that is gone is told as 503", "[http]") {
    Content const content{sha256("x"), 1, std::filesystem::path("/nowhere/at/all")};
    Running running({}, always([&] { return api::Response{200, {}, content, false, false}; }));
    RawClient client(running.port());

    client.send("GET /file HTTP/1.1\r\nHost: x\r\n\r\n");

    CHECK(client.read_reply().status == 503);
}

TEST_CASE("a stop lets a running request finish and closes idle connections", "[http]") {
    std::promise<void> entered;
    std::promise<void> go_on;
    auto const gate = go_on.get_future().share();
    Running running({}, always([&] {
                        entered.set_value();
                        gate.wait();
                        return api::Response{200, {}, "done", false, false};
                    }));
    RawClient busy(running.port());
    RawClient idle(running.port());
    busy.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    entered.get_future().wait();

    auto stopping = std::async(std::launch::async, [&] { running.server.stop(Milliseconds{20'000}); });
    CHECK(idle.read_to_end().empty());
    go_on.set_value();

    auto const reply = busy.read_reply();
    CHECK(reply.body == "done");
    CHECK(reply.headers.at("connection") == "close");
    busy.end_sending();
    stopping.wait();
    CHECK(running.server.counts().connections == 0);
    CHECK_THROWS(RawClient(running.port()));
}

TEST_CASE("a stop without grace breaks off a peer that does not read", "[http]") {
    Running running({}, always([] { return api::Response{200, {}, std::string(64 << 20, 'x'), false, false}; }));
    RawClient client(running.port());
    client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    std::string first;
    REQUIRE(client.read_some(first) > 0);

    running.server.stop(Milliseconds{0});

    CHECK(running.server.counts().connections == 0);
}

TEST_CASE("a port in use is an outage that names the address", "[http]") {
    Running running({});
    http::ServerSettings settings;
    settings.port = running.port();

    CHECK_THROWS_AS(http::Server(settings, telling(), nullptr), Outage);
    settings.address = "not an address";
    CHECK_THROWS_AS(http::Server(settings, telling(), nullptr), Outage);
}
