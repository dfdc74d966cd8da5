// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/kaleidos/twin_incoming.hpp"
#include "adapters/kaleidos/twin_wire.hpp"
#include "doubles/imposter.hpp"
#include "doubles/temporary_folder.hpp"
#include "unit/http/certificates.hpp"

using namespace wetbode;
using namespace wetbode::kaleidos;

namespace {

api::Response plain(int status, std::string body) {
    api::Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

}  // namespace

TEST_CASE("a call has the headers of the existing client, and no more", "[twins]") {
    Wire const wire({"http://parlement.example:8080/vp/", {}, std::chrono::seconds{1}});

    CHECK(wire.head_of({"POST", "api/kaleidos/v1/verwerkt", "Bearer t", "", {std::string("{}")}}) ==
          "POST /vp/api/kaleidos/v1/verwerkt HTTP/1.1\r\n"
          "Authorization: Bearer t\r\n"
          "Content-Type: text/plain;charset=UTF-8\r\n"
          "Accept: */*\r\n"
          "Content-Length: 2\r\n"
          "User-Agent: node-fetch/1.0 (+https://github.com/bitinn/node-fetch)\r\n"
          "Accept-Encoding: gzip,deflate\r\n"
          "Host: parlement.example:8080\r\n"
          "Connection: keep-alive\r\n\r\n");
    auto const get = wire.head_of({"GET", "api/kaleidos/v1/ping", "", "", {}});
    CHECK(get.find("Content-") == std::string::npos);
}

TEST_CASE("a base URL that cannot be one is refused", "[twins]") {
    for (auto const* const base : {"", "parlement.example/", "ftp://parlement.example/", "http:///", "http://a.be"})
        CHECK_THROWS_AS(Wire({base, {}, std::chrono::seconds{1}}), std::invalid_argument);
}

TEST_CASE("octets go out as base 64 with their length, and an answer comes back in pieces", "[twins]") {
    Imposter imposter;
    std::string const large(200'000, 'x');
    imposter.answer("POST", "/a", plain(200, large));
    Wire const wire({imposter.url() + '/', {}, std::chrono::seconds{10}});
    std::string got;

    auto const reply = wire.call({"POST", "a", "", "", {std::string("<"), twin::octets_of("Hello"), std::string(">")}},
                                 [&](std::string_view bytes) { got.append(bytes); });

    CHECK(reply.ok());
    CHECK(got == large);
    CHECK(imposter.asked().at(0).body == "<SGVsbG8=>");
}

TEST_CASE("an error is an answer, and a closed connection is none", "[twins]") {
    Imposter imposter;
    imposter.answer("GET", "/gone", plain(503, "later"));
    imposter.answer("GET", "/cut", twin::cut_response());
    Wire const wire({imposter.url() + '/', {}, std::chrono::seconds{10}});
    auto const nothing = [](std::string_view) {};

    auto const gone = wire.call({"GET", "gone", "", "", {}}, nothing);
    CHECK_FALSE(gone.ok());
    CHECK(gone.status == 503);
    CHECK(gone.reason == "Service Unavailable");
    auto const cut = wire.call({"GET", "cut", "", "", {}}, nothing);
    CHECK(cut.status == 0);
    CHECK(cut.failure == "socket hang up");
}

TEST_CASE("nobody at the other end is a failure, not an end of the program", "[twins]") {
    std::string base;
    {
        Imposter const gone;
        base = gone.url() + '/';
    }
    auto const reply = Wire({base, {}, std::chrono::seconds{5}}).call({"GET", "a", "", "", {}}, [](auto) {});
    CHECK(reply.status == 0);
    CHECK(reply.failure.starts_with("connect: "));
}

TEST_CASE("over TLS only an authority that was named is believed", "[twins]") {
    TemporaryFolder const folder;
    std::filesystem::create_directories(folder.path() / "ours");
    std::filesystem::create_directories(folder.path() / "theirs");
    test::Authority const ours(folder.path() / "ours", "Onze instantie");
    test::Authority const theirs(folder.path() / "theirs", "Een andere");
    auto const pair = ours.issue("127.0.0.1", test::Purpose::server);
    http::ServerSettings settings;
    settings.port = 0;
    settings.certificate_file = pair.certificate;
    settings.key_file = pair.key;
    Imposter imposter(settings);
    imposter.answer("GET", "/a", plain(200, "known"));
    auto const call = [&](std::filesystem::path const& authority) {
        std::string got;
        auto const reply = Wire({imposter.url() + '/', authority, std::chrono::seconds{10}})
                               .call({"GET", "a", "", "", {}}, [&](std::string_view bytes) { got.append(bytes); });
        return reply.ok() ? got : "none: " + reply.failure;
    };

    CHECK(call(ours.certificate()) == "known");
    CHECK(call(theirs.certificate()).starts_with("none: connect: "));
    CHECK(call({}).starts_with("none: connect: "));
    CHECK(call("/nowhere.pem").starts_with("none: no authority to trust"));
}

TEST_CASE("a PDF and a Word file of one name are one piece, and nothing else is", "[twins]") {
    std::string const pdf = "application/pdf";
    std::string const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    auto const file = [](std::string name, std::string type) {
        return Received{"1", "", "bijlage", std::move(type), std::move(name), "sha256:00:1:0"};
    };

    CHECK(grouped({file("a.pdf", pdf), file("a.docx", word)}).size() == 1);
    CHECK(grouped({file("a.docx", word), file("a.pdf", pdf)}).size() == 1);
    CHECK(grouped({file("a.pdf", pdf), file("b.docx", word)}).size() == 2);
    CHECK(grouped({file("a.pdf", pdf), file("a.pdf", pdf)}).size() == 2);
    CHECK(grouped({file("a.pdf", pdf), file("a.docx", word), file("a.xlsx", "application/x")}).size() == 3);
    CHECK(grouped({}).empty());
}
