// SPDX-License-Identifier: EUPL-1.2
// TLS and mutual TLS.
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/refusal.hpp"
#include "unit/http/certificates.hpp"
#include "unit/http/echo_server.hpp"
#include "unit/http/raw_client.hpp"

#include <openssl/ssl.h>

using namespace wetbode;
using namespace wetbode::test;

namespace {

struct House {
    TemporaryFolder folder;
    Authority authority{folder.path(), "authority"};
    PemPair server = authority.issue("server", Purpose::server);

    [[nodiscard]] http::ServerSettings settings() const {
        http::ServerSettings settings;
        settings.certificate_file = server.certificate;
        settings.key_file = server.key;
        return settings;
    }
    [[nodiscard]] http::ServerSettings mutual() const {
        auto made = settings();
        made.client_ca_file = authority.certificate();
        return made;
    }
    [[nodiscard]] TlsWishes wishes() const { return {authority.certificate().string(), {}, {}, 0}; }
    [[nodiscard]] TlsWishes wishes(PemPair const& client) const {
        return {authority.certificate().string(), client.certificate.string(), client.key.string(), 0};
    }
};

std::string const get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

}  // namespace

TEST_CASE("a request over TLS is answered, large bodies too", "[http]") {
    House const house;
    Running running(house.settings());
    RawClient client(running.port(), house.wishes());
    REQUIRE(client.secured());
    std::string const body(600'000, 'x');

    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 600000\r\n\r\n" + body);
    CHECK(client.read_reply().body == "POST /a 600000 " + sha256(body).hex());
    client.send("GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(client.read_reply().status == 200);
    CHECK(client.read_to_end().empty());
}

TEST_CASE("TLS 1.2 is accepted and 1.1 is not", "[http]") {
    House const house;
    Running running(house.settings());
    auto wishes = house.wishes();

    wishes.version_max = TLS1_2_VERSION;
    CHECK(RawClient(running.port(), wishes).secured());
    wishes.version_max = TLS1_1_VERSION;
    CHECK_FALSE(RawClient(running.port(), wishes).secured());
}

TEST_CASE("a plain request to a TLS port ends without an answer", "[http]") {
    House const house;
    Running running(house.settings());
    RawClient client(running.port());

    client.send(get);

    CHECK(client.read_to_end().find("HTTP/") == std::string::npos);
}

TEST_CASE("mutual TLS tells the handler whose certificate was shown", "[http]") {
    House const house;
    auto const clerk = house.authority.issue("clerk", Purpose::client);
    Running running(house.mutual());
    RawClient client(running.port(), house.wishes(clerk));
    REQUIRE(client.secured());

    client.send(get);

    CHECK(client.read_reply().headers.at("x-certificate") == clerk.fingerprint);
}

TEST_CASE("mutual TLS admits nobody without a certificate of the authority", "[http]") {
    House const house;
    TemporaryFolder const elsewhere;
    Authority const stranger(elsewhere.path(), "stranger");
    auto const forged = stranger.issue("clerk", Purpose::client);
    auto const wrong_purpose = house.authority.issue("another-server", Purpose::server);
    Running running(house.mutual());

    for (auto const& wishes : {house.wishes(), house.wishes(forged), house.wishes(wrong_purpose)}) {
        // In TLS 1.3 the client learns of the refusal only when it reads.
        RawClient client(running.port(), wishes);
        client.send(get);
        CHECK(client.read_reply().status == 0);
    }
}

TEST_CASE("a silent peer does not hold a TLS handshake open", "[http]") {
    House const house;
    auto settings = house.settings();
    settings.header_time = Milliseconds{150};
    Running running(settings);
    RawClient client(running.port());

    CHECK(client.read_to_end().empty());
}

TEST_CASE("a key that does not belong to the certificate stops the start", "[http]") {
    House const house;
    auto settings = house.settings();
    settings.key_file = house.authority.issue("other", Purpose::server).key;

    CHECK_THROWS_AS(http::Server(Running::any_port(settings), telling(), nullptr), Outage);
}
