// SPDX-License-Identifier: EUPL-1.2
// Peers that are slow, silent, greedy, rude or too many.
#include <catch2/catch.hpp>

#include "unit/http/echo_server.hpp"
#include "unit/http/raw_client.hpp"

#include <future>
#include <thread>

using namespace wetbode;
using namespace wetbode::test;

namespace {

http::ServerSettings hasty() {
    http::ServerSettings settings;
    settings.header_time = Milliseconds{150};
    settings.read_time = Milliseconds{150};
    settings.idle_time = Milliseconds{150};
    settings.write_time = Milliseconds{150};
    return settings;
}

Reply answer_to(http::ServerSettings const& settings, std::string const& bytes) {
    Running running(settings);
    RawClient client(running.port());
    client.send(bytes);
    return client.read_reply();
}

}  // namespace

TEST_CASE("a header that does not end is given up", "[http]") {
    Running running(hasty());
    RawClient client(running.port());

    client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");

    CHECK(client.read_to_end().empty());
}

TEST_CASE("a peer that connects and says nothing is given up", "[http]") {
    Running running(hasty());
    RawClient client(running.port());

    CHECK(client.read_to_end().empty());
}

TEST_CASE("a body that falls silent is given up and reported", "[http]") {
    Running running(hasty());
    RawClient client(running.port());

    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

    CHECK(client.read_to_end().empty());
    CHECK(running.reports->wait_for(0));
}

TEST_CASE("a body that is cut in the middle reaches no answer", "[http]") {
    Running running({});
    RawClient client(running.port());

    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    client.end_sending();

    CHECK(client.read_to_end().empty());
    CHECK(running.reports->wait_for(0));
}

TEST_CASE("a connection that idles between requests is closed", "[http]") {
    Running running(hasty());
    RawClient client(running.port());

    client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(client.read_reply().status == 200);

    CHECK(client.read_to_end().empty());
}

TEST_CASE("a peer that does not read its answer is given up", "[http]") {
    Running running(hasty(), always([] { return api::Response{200, {}, std::string(64 << 20, 'x'), false, false}; }));
    RawClient client(running.port());

    client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");

    CHECK(running.reports->wait_for(0));
}

TEST_CASE("a header that is too large is refused with 431", "[http]") {
    auto const reply = answer_to({}, "GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + std::string(17'000, 'a') + "\r\n\r\n");

    CHECK(reply.status == 431);
    CHECK(reply.body.find("HEADER_TOO_LARGE") != std::string::npos);
}

TEST_CASE("a body that is announced too large is refused before it is read", "[http]") {
    http::ServerSettings settings;
    settings.body_bytes_max = 1000;

    auto const reply = answer_to(settings, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");

    CHECK(reply.status == 413);
    CHECK(reply.headers.at("connection") == "close");
}

TEST_CASE("a chunked body that grows too large is refused while it is read", "[http]") {
    http::ServerSettings settings;
    settings.body_bytes_max = 300'000;
    Running running(settings);
    RawClient client(running.port());

    client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::string const chunk = "186a0\r\n" + std::string(100'000, 'x') + "\r\n";
    for (int i = 0; i < 6; ++i) client.send(chunk);

    CHECK(client.read_reply().status == 413);
}

TEST_CASE("what is not HTTP is refused as a problem", "[http]") {
    auto const bytes =
        GENERATE("NONSENSE\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                 "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                 "GET / HTTP/1.1\r\nHost: x\r\nbad name: y\r\n\r\n", "GET relative HTTP/1.1\r\nHost: x\r\n\r\n",
                 "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                 "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                 "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                 "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    CAPTURE(bytes);

    auto const reply = answer_to({}, bytes);

    CHECK(reply.status == 400);
    CHECK(reply.headers.at("content-type") == "application/problem+json");
    CHECK(reply.headers.at("connection") == "close");
}

TEST_CASE("a transfer coding or version that nobody knows is refused", "[http]") {
    CHECK(answer_to({}, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n").status == 501);
    CHECK(answer_to({}, "GET / HTTP/2.7\r\nHost: x\r\n\r\n").status == 505);
    CHECK(answer_to({}, "POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx").status ==
          415);
}

TEST_CASE("connections beyond the limit are turned away with 503", "[http]") {
    http::ServerSettings settings;
    settings.connections_max = 1;
    Running running(settings);
    RawClient first(running.port());
    first.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(first.read_reply().status == 200);

    RawClient second(running.port());
    second.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    auto const reply = second.read_reply();

    CHECK(reply.status == 503);
    CHECK(reply.headers.at("retry-after") == "1");
    CHECK(running.server.counts().turned_away == 1);
    first.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(first.read_reply().status == 200);
}

namespace {

/// An exchange of a chosen pace that answers when the gate opens; of any other path it answers at once, and quick.
class Gated final : public api::Exchange {
public:
    Gated(api::Request const& request, api::Pace pace, std::shared_future<void> gate, std::atomic<int>& entered)
        : slow_(request.path == "/slow"), pace_(pace), gate_(std::move(gate)), entered_(entered) {}
    std::optional<api::Response> receive(std::string_view) override { return std::nullopt; }
    [[nodiscard]] api::Pace pace() const override { return slow_ ? pace_ : api::Pace::quick; }
    api::Response finish() override {
        if (slow_) {
            ++entered_;
            entered_.notify_all();
            gate_.wait();
        }
        return {200, {}, slow_ ? "slow" : "quick", false, false};
    }

private:
    bool slow_;
    api::Pace pace_;
    std::shared_future<void> gate_;
    std::atomic<int>& entered_;
};

std::string const ask_slow = "POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx";
std::string const ask_quick = "GET /quick HTTP/1.1\r\nHost: x\r\n\r\n";

/// As many threads and places as named, and one slow request at work in each thread.
struct Busy {
    Busy(api::Pace pace, int queued_max) : running(settings(queued_max), opener(pace)) {
        client.send(ask_slow);
        entered.wait(0);
    }
    ~Busy() { open(); }
    Busy(Busy const&) = delete;
    Busy& operator=(Busy const&) = delete;

    void open() {
        if (!opened) go_on.set_value();
        opened = true;
    }
    static http::ServerSettings settings(int queued_max) {
        http::ServerSettings settings;
        settings.quick_threads = 1;
        settings.handler_threads = 1;
        settings.check_threads = 1;
        settings.handlers_queued_max = queued_max;
        settings.checks_queued_max = queued_max;
        return settings;
    }
    api::Opener opener(api::Pace pace) {
        return [this, pace](api::Request const& request) -> std::unique_ptr<api::Exchange> {
            return std::make_unique<Gated>(request, pace, gate, entered);
        };
    }

    std::promise<void> go_on;
    std::shared_future<void> gate = go_on.get_future().share();
    std::atomic<int> entered{0};
    bool opened = false;
    Running running;
    RawClient client{running.port()};
};

}  // namespace

TEST_CASE("a quick request is answered while every thread for slow ones is held", "[http]") {
    auto const pace = GENERATE(api::Pace::admission, api::Pace::check);
    Busy busy(pace, 5);
    RawClient waiting(busy.running.port());
    waiting.send(ask_slow);

    RawClient quick(busy.running.port());
    quick.send(ask_quick);

    CHECK(quick.read_reply().body == "quick");
    busy.open();
    CHECK(waiting.read_reply().body == "slow");
    CHECK(busy.client.read_reply().body == "slow");
}

TEST_CASE("a slow request beyond its own queue is told at once, quick ones go on", "[http]") {
    auto const pace = GENERATE(api::Pace::admission, api::Pace::check);
    Busy busy(pace, 0);

    RawClient second(busy.running.port());
    second.send(ask_slow);
    auto const reply = second.read_reply();
    RawClient quick(busy.running.port());
    quick.send(ask_quick);

    CHECK(reply.status == 503);
    CHECK(reply.headers.contains("retry-after"));
    CHECK(busy.running.server.counts().turned_away == 1);
    CHECK(quick.read_reply().body == "quick");
    busy.open();
    CHECK(busy.client.read_reply().body == "slow");
}

TEST_CASE("a large body that finds no room is turned away before it is read", "[http]") {
    Busy busy(api::Pace::admission, 0);

    RawClient second(busy.running.port());
    second.send("POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\nExpect: 100-continue\r\n\r\n");

    CHECK(second.read_reply().status == 503);
}

TEST_CASE("a full queue of handlers is told at once", "[http]") {
    std::promise<void> go_on;
    auto const gate = go_on.get_future().share();
    std::atomic<int> entered{0};
    http::ServerSettings settings;
    settings.quick_threads = 1;
    settings.handlers_queued_max = 0;
    Running running(settings, always([&] {
                        ++entered;
                        entered.notify_all();
                        gate.wait();
                        return api::Response{200, {}, "done", false, false};
                    }));
    RawClient first(running.port());
    RawClient second(running.port());
    first.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    entered.wait(0);

    second.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    auto const reply = second.read_reply();
    go_on.set_value();

    CHECK(reply.status == 503);
    CHECK(reply.headers.contains("retry-after"));
    CHECK(first.read_reply().status == 200);
}
