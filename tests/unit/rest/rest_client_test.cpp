// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/rest/rest_client.hpp"
#include "contract/wire_imposter.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/refusal.hpp"

using namespace wetbode;
using rest::Failure;
using Kind = WireAnswer::Kind;

namespace {

rest::Call post(std::string body) {
    rest::Call call{"POST", "a/b?c=d", {{"Content-Type", "text/x"}, {"X-Mine", "yes"}}, {}, 1000, {}};
    call.body.emplace_back(std::move(body));
    return call;
}

rest::Reply one_call(WireImposter& imposter, rest::Call const& call, int deadline_ms = 10'000) {
    rest::initialize_pool(4);
    rest::RestClient const client({imposter.url(), {}, {}, {}});
    return client.call(call, Deadline::in(Milliseconds{deadline_ms}));
}

}  // namespace

TEST_CASE("a call carries its headers, its body and its length, and brings the answer", "[rest]") {
    WireImposter imposter({{Kind::answer, 418, {{"X-Theirs", "Tea"}}, "short and stout"}});

    auto const reply = one_call(imposter, post("the body"));

    CHECK(reply.failure == Failure::none);
    CHECK(reply.status == 418);
    CHECK(reply.header("x-theirs") == "Tea");
    CHECK(reply.body == "short and stout");
    CHECK(!reply.truncated);
    auto const request = imposter.requests().at(0);
    CHECK(request.method == "POST");
    CHECK(request.target == "/a/b?c=d");
    CHECK(request.body == "the body");
    CHECK(request.header("content-length") == "8");
    CHECK(request.header("content-type") == "text/x");
    CHECK(request.header("x-mine") == "yes");
    CHECK(request.header("transfer-encoding").empty());
}

TEST_CASE("progress is told up to the last byte", "[rest]") {
    WireImposter imposter({WireAnswer{}});
    auto call = post(std::string(700'000, 'x'));
    std::uint64_t last = 0;
    std::uint64_t total = 0;
    call.progress = [&](std::uint64_t sent, std::uint64_t all) { last = sent; total = all; };

    CHECK(one_call(imposter, call).status == 200);

    CHECK(last == 700'000);
    CHECK(total == 700'000);
}

TEST_CASE("an answer beyond its limit is cut off and says so", "[rest]") {
    WireImposter imposter({{Kind::answer, 200, {}, std::string(300'000, 'y')}});

    auto const reply = one_call(imposter, post("x"));

    CHECK(reply.failure == Failure::none);
    CHECK(reply.status == 200);
    CHECK(reply.truncated);
    CHECK(reply.body.size() == 1000);
}

TEST_CASE("a port where nobody listens has seen nothing", "[rest]") {
    WireImposter imposter({});
    imposter.stop();

    auto const reply = one_call(imposter, post("x"));

    CHECK(reply.failure == Failure::unreachable);
    CHECK(!reply.why.empty());
    CHECK(reply.status == 0);
}

TEST_CASE("a host name that does not exist has seen nothing", "[rest]") {
    rest::initialize_pool(4);
    rest::RestClient const client({"http://no-such-host.invalid/", {}, {}, {}});

    CHECK(client.call(post("x"), Deadline::in(Milliseconds{5000})).failure == Failure::unreachable);
}

TEST_CASE("a call that is cut, garbled or left without an answer has an unknown outcome", "[rest]") {
    WireAnswer short_one{Kind::answer, 200, {}, "short"};
    short_one.wrong_length = true;
    WireImposter imposter({{Kind::cut, 0, {}, ""}, short_one, {Kind::silence, 0, {}, ""}});

    CHECK(one_call(imposter, post("x")).failure == Failure::interrupted);
    auto const partial = one_call(imposter, post("x"));
    CHECK(partial.failure == Failure::interrupted);
    CHECK(partial.status == 200);
    auto const began = std::chrono::steady_clock::now();
    auto const late = one_call(imposter, post("x"), 300);
    CHECK(late.failure == Failure::interrupted);
    CHECK(late.why == "the deadline passed");
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{3});
}

TEST_CASE("a redirect is an answer, not an order", "[rest]") {
    WireImposter imposter({{Kind::answer, 307, {{"Location", "/elsewhere"}}, ""}, {}});

    CHECK(one_call(imposter, post("x")).status == 307);
    CHECK(imposter.requests().size() == 1);
}

TEST_CASE("a call whose time is over is not begun", "[rest]") {
    WireImposter imposter({WireAnswer{}});

    CHECK(one_call(imposter, post("x"), 0).failure == Failure::unreachable);
    CHECK(imposter.requests().empty());
}

TEST_CASE("a file of ours that has changed is an outage, not a fault of the counterpart", "[rest]") {
    TemporaryFolder const folder;
    write_durably(folder.path() / "a", std::string(200'000, 'a'));
    auto const content = content_of_file(folder.path() / "a");
    write_durably(folder.path() / "a", std::string(200'000, 'b'));
    WireImposter imposter({WireAnswer{}});
    auto call = post("x");
    call.body.emplace_back(rest::RawFile{content});

    CHECK_THROWS_AS(one_call(imposter, call), Outage);
}

TEST_CASE("an address that is none, or a file that holds no certificate, stops the start", "[rest]") {
    CHECK_THROWS_AS(rest::RestClient({"ftp://x/", {}, {}, {}}), std::invalid_argument);
    CHECK_THROWS_AS(rest::RestClient({"", {}, {}, {}}), std::invalid_argument);
    CHECK_THROWS_AS(rest::RestClient({"https://x/", "/dev/null", {}, {}}), std::invalid_argument);
}

TEST_CASE("what is kept of an answer is short and holds no secret", "[rest]") {
    rest::Reply reply;
    reply.status = 200;
    reply.headers = {{"set-cookie", "s"}, {"x", "y"}};
    for (int i = 0; i < 50; ++i) reply.headers.emplace_back("h" + std::to_string(i), "v");
    reply.body = "{\"access_token\" : \"secret\"}" + std::string(4066, 'z') + "\xC3\xA9 and more";

    auto const answer = reply.as_answer();

    CHECK(answer.headers.size() == 32);
    CHECK(answer.headers.front().first == "x");
    CHECK(answer.body_head.find("secret") == std::string::npos);
    CHECK(answer.body_head.size() <= 4096);
    CHECK((static_cast<unsigned char>(answer.body_head.back()) & 0x80U) == 0);
}
