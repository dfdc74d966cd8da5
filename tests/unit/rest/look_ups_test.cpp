// SPDX-License-Identifier: EUPL-1.2
// A name that never resolves holds up its own kind for a while, and never a call to a counterpart.
#include <catch2/catch.hpp>

#include "adapters/rest/public_fetch.hpp"
#include "adapters/rest/rest_client.hpp"
#include "adapters/rest/rest_fetch.hpp"
#include "doubles/imposter.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/refusal.hpp"
#include "unit/http/certificates.hpp"

#include <atomic>
#include <future>
#include <latch>

using namespace wetbode;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using rest::FoundAddress;

namespace {

/// A system whose name servers are silent about "*.slow" until they are released.
struct NameServers {
    std::latch silent{1};
    std::atomic<int> asked = 0;

    /// A look-up begins when the system lets its thread run.
    void until_asked(int times) {
        for (int now = asked; now < times; now = asked) asked.wait(now);
    }

    rest::Resolver resolver() {
        return [this](std::string const& host) {
            ++asked;
            asked.notify_all();
            if (host.ends_with(".slow")) silent.wait();
            return std::vector<FoundAddress>{{"127.0.0.1", true}};
        };
    }
};

FetchRequest request_of(std::string url, Milliseconds time = 10s) {
    FetchRequest request;
    request.url = std::move(url);
    request.time = time;
    return request;
}

}  // namespace

TEST_CASE("over https the address that was judged is asked, and must show a certificate for the name",
          "[rest][names][public]") {
    TemporaryFolder const folder;
    test::Authority const authority(folder.path(), "ours");
    rest::initialize_pool(4);  // after the first use of OpenSSL, whose end frees what the threads of the pool hold
    auto const pair = authority.issue("hook.invalid", test::Purpose::server);
    http::ServerSettings settings;
    settings.certificate_file = pair.certificate;
    settings.key_file = pair.key;
    Imposter imposter(settings);
    imposter.answer("GET", "/x", Imposter::response(200, "known", "text/plain"));
    NameServers names;
    // Neither name exists: only the address that was found here can lead to the imposter.
    auto const fetch = rest::public_fetch(authority.certificate(), rest::bounded_look_up(1, names.resolver()));
    auto const port = std::to_string(imposter.port());

    CHECK(fetch(request_of("https://hook.invalid:" + port + "/x")).body == "known");
    CHECK(imposter.asked().at(0).request.headers.at("host") == "hook.invalid");
    CHECK_THROWS_AS(fetch(request_of("https://other.invalid:" + port + "/x")), Outage);
    CHECK(imposter.asked().size() == 1);
}

TEST_CASE("whoever waits for a name goes when his time is over, though the system still looks", "[rest][names]") {
    NameServers names;
    auto const look_up = rest::bounded_look_up(2, names.resolver());

    CHECK_THROWS_WITH(look_up("a.slow", 0ms), Contains("a.slow: the name was not found in time"));

    CHECK(look_up("quick", 10s).size() == 1);  // the other place is free
    names.silent.count_down();
}

TEST_CASE("no more names are looked up at once than there are places; a place comes back when the system gives up",
          "[rest][names]") {
    NameServers names;
    auto const look_up = rest::bounded_look_up(2, names.resolver());
    CHECK_THROWS_AS(look_up("a.slow", 0ms), Outage);
    CHECK_THROWS_AS(look_up("b.slow", 0ms), Outage);

    CHECK_THROWS_WITH(look_up("quick", 0ms), Contains("quick: other names are being looked up"));
    auto waiting = std::async(std::launch::async, [&] { return look_up("quick", 60s); });
    names.silent.count_down();

    CHECK(waiting.get().size() == 1);
    names.until_asked(3);
    CHECK(names.asked == 3);
    for (int i = 0; i < 8; ++i) CHECK(look_up("quick", 10s).size() == 1);
}

TEST_CASE("while the names of strangers hang, calls to counterparts go on", "[rest][names]") {
    NameServers names;
    Imposter counterpart;
    counterpart.answer("GET", "/status", Imposter::response(200, "well", "text/plain"));
    auto const look_up = rest::bounded_look_up(4, names.resolver());
    auto const strangers = rest::public_fetch({}, look_up);
    auto const webhook = rest::stranger_fetch({}, rest::bounded_look_up(1, names.resolver()));
    for (int i = 0; i < 4; ++i) CHECK_THROWS_AS(strangers(request_of("http://ocsp.slow/", 0ms)), Outage);
    CHECK_THROWS_AS(webhook(request_of("https://hook.slow/", 0ms)), Outage);

    names.until_asked(5);

    CHECK(rest::rest_fetch({})(request_of(counterpart.url() + "/status")).body == "well");
    names.silent.count_down();
}

TEST_CASE("a webhook whose name hangs holds up no other webhook", "[rest][names]") {
    NameServers names;
    Imposter receiver;
    receiver.answer("GET", "/hook", Imposter::response(204, "", "text/plain"));
    auto const slow = rest::stranger_fetch({}, rest::bounded_look_up(1, names.resolver()));
    auto const other = rest::stranger_fetch({}, rest::bounded_look_up(1, names.resolver()));
    CHECK_THROWS_AS(slow(request_of("http://hook.slow/", 0ms)), Outage);

    CHECK(other(request_of("http://hook.quick:" + std::to_string(receiver.port()) + "/hook")).status == 204);
    names.silent.count_down();
}

TEST_CASE("a resolver that breaks finds nothing, and its place is free again", "[rest][names]") {
    auto const look_up =
        rest::bounded_look_up(1, [](std::string const&) -> std::vector<FoundAddress> { throw std::bad_alloc(); });

    for (int i = 0; i < 3; ++i) CHECK(look_up("any", 10s).empty());
}
