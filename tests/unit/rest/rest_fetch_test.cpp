// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/rest/rest_client.hpp"
#include "adapters/rest/rest_fetch.hpp"
#include "contract/wire_imposter.hpp"
#include "doubles/imposter.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/base/files.hpp"
#include "gateway/refusal.hpp"
#include "unit/http/certificates.hpp"

using namespace wetbode;
using Kind = WireAnswer::Kind;
using Catch::Matchers::Contains;

namespace {

FetchAnswer fetch(FetchRequest const& request, std::filesystem::path const& ca_file = {}) {
    rest::initialize_pool(4);
    return rest::rest_fetch(ca_file)(request);
}

FetchRequest post_to(std::string url) {
    FetchRequest request;
    request.url = std::move(url);
    request.method = "POST";
    request.content_type = "application/timestamp-query";
    request.accept = "application/timestamp-reply";
    request.body = std::string("\0\1\2", 3);
    request.authorization = "Basic abc";
    return request;
}

}  // namespace

TEST_CASE("a fetch carries its body and headers, and any status is an answer", "[rest]") {
    Imposter imposter;
    imposter.answer("POST", "/a/tsa", Imposter::response(503, "later", "text/plain"));

    auto const answer = fetch(post_to(imposter.url() + "/a/tsa?x=%20y"));

    CHECK(answer.status == 503);
    CHECK(answer.body == "later");
    CHECK(answer.content_type == "text/plain");
    auto const asked = imposter.asked().at(0);
    CHECK(asked.body == std::string("\0\1\2", 3));
    CHECK(asked.request.query.at("x") == " y");
    CHECK(asked.request.headers.at("content-type") == "application/timestamp-query");
    CHECK(asked.request.headers.at("accept") == "application/timestamp-reply");
    CHECK(asked.request.headers.at("authorization") == "Basic abc");
}

TEST_CASE("a fetch of a host alone asks for its root", "[rest]") {
    Imposter imposter;
    imposter.answer("GET", "/", Imposter::response(200, "root", "text/plain"));
    FetchRequest request;
    request.url = imposter.url();

    CHECK(fetch(request).body == "root");
}

TEST_CASE("an answer longer than asked for is an outage", "[rest]") {
    Imposter imposter;
    imposter.answer("GET", "/list.crl", Imposter::response(200, std::string(2000, 'x'), "application/pkix-crl"));
    FetchRequest request;
    request.url = imposter.url() + "/list.crl";
    request.answer_bytes_max = 1999;

    CHECK_THROWS_WITH(fetch(request), Contains("longer than 1999 bytes"));
    request.answer_bytes_max = 2000;
    CHECK(fetch(request).body.size() == 2000);
}

TEST_CASE("a redirect is told, not followed", "[rest]") {
    WireImposter elsewhere({WireAnswer{}});
    WireImposter imposter({{Kind::answer, 302, {{"Location", elsewhere.url() + "/other"}}, ""}});
    FetchRequest request;
    request.url = imposter.url() + "/list.crl";

    CHECK(fetch(request).status == 302);
    CHECK(elsewhere.requests().empty());
}

TEST_CASE("whoever does not answer in time, or cuts, is an outage of the fetch", "[rest]") {
    WireImposter silent({{Kind::silence, 200, {}, ""}});
    WireImposter cutting({{Kind::cut, 200, {}, ""}});
    FetchRequest request;
    request.time = Milliseconds{200};

    request.url = silent.url();
    CHECK_THROWS_WITH(fetch(request), Contains("fetch: ") && Contains("deadline"));
    request.url = cutting.url();
    CHECK_THROWS_AS(fetch(request), Outage);
    cutting.stop();
    CHECK_THROWS_AS(fetch(request), Outage);
}

TEST_CASE("a server over https must be known", "[rest]") {
    TemporaryFolder const folder;
    std::filesystem::create_directories(folder.path() / "ours");
    std::filesystem::create_directories(folder.path() / "other");
    test::Authority const ours(folder.path() / "ours", "ours");
    test::Authority const other(folder.path() / "other", "other");
    auto const pair = ours.issue("localhost", test::Purpose::server);
    http::ServerSettings settings;
    settings.certificate_file = pair.certificate;
    settings.key_file = pair.key;
    Imposter imposter(settings);
    imposter.answer("GET", "/x", Imposter::response(200, "known", "text/plain"));
    FetchRequest request;
    request.url = imposter.url() + "/x";

    CHECK(fetch(request, ours.certificate()).body == "known");
    CHECK_THROWS_AS(fetch(request, other.certificate()), Outage);
    CHECK_THROWS_AS(fetch(request), Outage);
}

TEST_CASE("URLs that a certificate should not name are not fetched", "[rest]") {
    FetchRequest request;
    for (auto const* url : {"ldap://host/cn=x", "file:///etc/passwd", "", "http://", "http://user@host/",
                            "http://host/a b", "http://host/#fragment", "http://host\\other/", "ftp://host/x.crl"}) {
        INFO(url);
        request.url = url;
        CHECK_THROWS_AS(fetch(request), Outage);
    }
}
