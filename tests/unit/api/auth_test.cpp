// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/api/call.hpp"
#include "gateway/base/sha256.hpp"

using namespace wetbode;
using namespace wetbode::api;

namespace {

std::vector<Client> const clients{
    {{"kaleidos"}, Role::sender, sha256("open sesame").hex(), "", {}},
    {{"clerk-1"}, Role::clerk, "", "AA:" + std::string(62, 'b'), {"parliament"}},
    {{"no-proof-set"}, Role::admin, "", "", {}},
};

Request with(std::string const& authorization, std::string const& certificate) {
    Request request;
    if (!authorization.empty()) request.headers["authorization"] = authorization;
    request.client_certificate = certificate;
    return request;
}

std::string name_for(Request const& request) {
    auto const caller = caller_of(request, clients);
    return caller ? caller->name.text : "";
}

bool local(std::string const& host, std::string const& origin = "") {
    Request request;
    if (!host.empty()) request.headers["host"] = host;
    if (!origin.empty()) request.headers["origin"] = origin;
    return is_local(request);
}

}  // namespace

TEST_CASE("a caller is known by his secret or his certificate", "[api]") {
    auto const certificate = "aa" + std::string(62, 'b');
    CHECK(name_for(with("Bearer open sesame", "")) == "kaleidos");
    CHECK(name_for(with("bearer  open sesame", "")) == "kaleidos");
    CHECK(name_for(with("", certificate)) == "clerk-1");
    CHECK(caller_of(with("", certificate), clients)->counterpart.text == "parliament");
}

TEST_CASE("nobody gets in without proof, or with a wrong one", "[api]") {
    CHECK(name_for(with("", "")).empty());
    CHECK(name_for(with("Bearer ", "")).empty());
    CHECK(name_for(with("Bearer open sesame ", "")).empty());
    CHECK(name_for(with("Basic open sesame", "")).empty());
    CHECK(name_for(with("", std::string(64, 'c'))).empty());
    CHECK(name_for(with("Bearer wrong", "aa" + std::string(62, 'b'))).empty());
    CHECK(name_for(with("Bearer " + sha256("open sesame").hex(), "")).empty());
}

TEST_CASE("without clients only loopback names are answered", "[api]") {
    CHECK(local("localhost"));
    CHECK(local("LOCALHOST:8460"));
    CHECK(local("127.0.0.1:8460"));
    CHECK(local("[::1]:8460"));
    CHECK(local("localhost", "http://127.0.0.1:8460"));
    CHECK_FALSE(local(""));
    CHECK_FALSE(local("gateway.example:8460"));
    CHECK_FALSE(local("127.0.0.1.evil.example"));
    CHECK_FALSE(local("localhost.evil.example"));
    CHECK_FALSE(local("localhost", "https://evil.example"));
    CHECK_FALSE(local("localhost", "null"));
}
