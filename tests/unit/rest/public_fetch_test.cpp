// SPDX-License-Identifier: EUPL-1.2
// URLs in certificates lead to the Internet, never behind our own walls.
#include <catch2/catch.hpp>

#include "adapters/rest/public_address.hpp"
#include "adapters/rest/public_fetch.hpp"
#include "adapters/rest/rest_client.hpp"
#include "doubles/imposter.hpp"
#include "gateway/refusal.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

using namespace wetbode;
using Catch::Matchers::Contains;
using rest::FoundAddress;

namespace {

bool is_public(std::string const& numbers) {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    if (inet_pton(AF_INET, numbers.c_str(), &four.sin_addr) == 1)
        return rest::is_public(reinterpret_cast<sockaddr const&>(four));
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    REQUIRE(inet_pton(AF_INET6, numbers.c_str(), &six.sin6_addr) == 1);
    return rest::is_public(reinterpret_cast<sockaddr const&>(six));
}

FetchAnswer fetch(std::string url, rest::LookUp look_up = rest::system_look_up()) {
    rest::initialize_pool(4);
    FetchRequest request;
    request.url = std::move(url);
    request.time = Milliseconds{5000};
    return rest::public_fetch({}, std::move(look_up))(request);
}

}  // namespace

TEST_CASE("addresses of our own walls are told from public ones", "[rest][public]") {
    for (auto const* const closed :
         {"0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.9.9.9", "169.254.169.254",
          "168.63.129.16", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.0.1", "198.19.0.1",
          "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
          "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "2001::1", "2001:db8::1", "fe80::1", "fc00::1",
          "fd12:3456::1", "ff02::1", "3fff::1"}) {
        INFO(closed);
        CHECK_FALSE(is_public(closed));
    }
    for (auto const* const open :
         {"1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.255", "128.0.0.1",
          "172.15.255.255", "172.32.0.1", "193.190.1.1", "223.255.255.255", "2a01:111::1", "2001:4860::8888",
          "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"}) {
        INFO(open);
        CHECK(is_public(open));
    }
}

TEST_CASE("a host behind our walls is not asked, however its address is written", "[rest][public]") {
    Imposter imposter;
    auto const port = std::to_string(imposter.port());

    for (auto const* const host : {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"})
        CHECK_THROWS_WITH(fetch("http://" + std::string(host) + ':' + port + "/ocsp"),
                          Contains("not a public address"));
    CHECK_THROWS_WITH(fetch("https://127.0.0.1:" + port + "/"), Contains("not a public address"));
    CHECK_THROWS_WITH(fetch("http://user@127.0.0.1:" + port + "/"), Contains("fetch") || Contains("address"));
    CHECK_THROWS_AS(fetch("file:///etc/passwd"), Outage);
    CHECK(imposter.asked().empty());
}

TEST_CASE("a host with one address behind our walls is not asked at its others", "[rest][public]") {
    Imposter imposter;
    auto const both = [](std::string const&, Milliseconds) {
        return std::vector<FoundAddress>{{"127.0.0.1", true}, {"10.0.0.1", false}};
    };

    CHECK_THROWS_WITH(fetch("http://split.invalid:" + std::to_string(imposter.port()) + "/", both),
                      Contains("split.invalid: not a public address"));
    CHECK(imposter.asked().empty());
}

TEST_CASE("the address that was judged is the one that is asked, under the name", "[rest][public]") {
    Imposter imposter;
    imposter.answer("GET", "/list.crl", Imposter::response(200, "list", "application/pkix-crl"));
    std::string looked;
    // The name exists nowhere: only the address found here can lead to the imposter.
    auto const pinned = [&](std::string const& host, Milliseconds) {
        looked = host;
        return std::vector<FoundAddress>{{"127.0.0.1", true}};
    };
    auto const where = "crl.invalid:" + std::to_string(imposter.port());

    CHECK(fetch("http://" + where + "/list.crl", pinned).body == "list");
    CHECK(looked == "crl.invalid");
    REQUIRE(imposter.asked().size() == 1);
    CHECK(imposter.asked()[0].request.headers.at("host") == where);
}

TEST_CASE("a name without an address is told as such", "[rest][public]") {
    CHECK_THROWS_WITH(fetch("http://nobody.invalid/", [](auto const&, auto) { return std::vector<FoundAddress>{}; }),
                      Contains("nobody.invalid: the name has no address"));
}
