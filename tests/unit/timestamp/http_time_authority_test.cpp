// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "gateway/refusal.hpp"
#include "gateway/timestamp/http_time_authority.hpp"
#include "tests/doubles/fake_clock.hpp"

#include <map>

using namespace wetbode;
using trust::TimeFault;
using Catch::Matchers::Contains;

namespace {

constexpr auto now = FakeClock::monday;
constexpr auto second = std::chrono::seconds{1};

/// Two authorities behind a wire of functions.
struct Bench {
    FakeClock clock{now};
    trust::Authority one{{now - std::chrono::days{100}, "http://one.invalid", trust::KeyKind::p256, "One"}};
    trust::Authority two{{now - std::chrono::days{100}, "http://two.invalid", trust::KeyKind::p256, "Two"}};
    std::map<std::string, int> asked;
    std::map<std::string, int> statuses;
    std::vector<FetchRequest> requests;
    std::vector<std::string> failures;
    TimeSettings settings{{{"one", "http://one.invalid/tsa", Milliseconds{1000}, "Basic abc", {one.root()}, {}},
                           {"two", "http://two.invalid/tsa", Milliseconds{1000}, "", {two.root()}, {}}},
                          std::chrono::minutes{1},
                          5 * second,
                          20 * second};

    FetchAnswer fetch(FetchRequest const& request) {
        requests.push_back(request);
        ++asked[request.url];
        auto const status = statuses.contains(request.url) ? statuses[request.url] : 200;
        if (status == 0) throw Outage("fetch", "nobody is there");
        auto& authority = request.url.starts_with("http://one") ? one : two;
        return {status, "application/timestamp-reply", authority.time_stamp(request.body, clock.now())};
    }
    std::unique_ptr<TimeAuthority> authority() {
        return http_time_authority(
            settings, [this](FetchRequest const& request) { return fetch(request); }, clock,
            [this](std::string const& name, std::string const& why) { failures.push_back(name + ": " + why); });
    }
    [[nodiscard]] static TimeToken stamp(TimeAuthority& authority) {
        return authority.stamp(HashAlgorithm::sha256, hash_of(HashAlgorithm::sha256, "a decree"));
    }
    /// Why the only authority gives no token.
    std::string why_not(TimeFault fault) {
        one.fail(fault);
        settings.authorities.resize(1);
        auto const asked_one = authority();
        try {
            (void)stamp(*asked_one);
        } catch (Outage const& outage) {
            CHECK(outage.dependency() == "time");
            return outage.what();
        }
        return "a token was given";
    }
};

}  // namespace

TEST_CASE("the first authority is asked, with its credentials, and its token verified", "[timestamp]") {
    Bench bench;
    auto const authority = bench.authority();

    auto const token = Bench::stamp(*authority);

    CHECK(token.authority == "one");
    CHECK(token.at == now);
    CHECK(bench.requests.size() == 1);
    CHECK(bench.requests[0].method == "POST");
    CHECK(bench.requests[0].content_type == "application/timestamp-query");
    CHECK(bench.requests[0].authorization == "Basic abc");
    CHECK(bench.requests[0].time == Milliseconds{1000});
    CHECK(bench.failures.empty());
}

TEST_CASE("no two questions carry the same nonce", "[timestamp]") {
    Bench bench;
    auto const authority = bench.authority();

    (void)Bench::stamp(*authority);
    (void)Bench::stamp(*authority);

    CHECK(bench.requests.at(0).body != bench.requests.at(1).body);
}

TEST_CASE("each wrong token is refused with its reason", "[timestamp]") {
    Bench bench;

    CHECK(bench.why_not(TimeFault::none) == "a token was given");
    CHECK_THAT(bench.why_not(TimeFault::wrong_nonce), Contains("one: ") && Contains("nonce"));
    CHECK_THAT(bench.why_not(TimeFault::wrong_imprint), Contains("another digest"));
    CHECK_THAT(bench.why_not(TimeFault::rejected), Contains("systemFailure"));
    CHECK_THAT(bench.why_not(TimeFault::broken_signature), Contains("signature"));
    CHECK_THAT(bench.why_not(TimeFault::expired_certificate), Contains("not trusted") && Contains("expired"));
    CHECK_THAT(bench.why_not(TimeFault::stranger), Contains("not trusted"));
    CHECK_THAT(bench.why_not(TimeFault::not_critical), Contains("not for time stamps"));
    CHECK_THAT(bench.why_not(TimeFault::clock_ahead), Contains("too far from ours"));
    CHECK_THAT(bench.why_not(TimeFault::garbage), Contains("no TimeStampResp"));
}

TEST_CASE("the time of a token may differ from ours within the tolerance", "[timestamp]") {
    Bench bench;
    bench.settings.tolerance = std::chrono::hours{1};

    CHECK(bench.why_not(TimeFault::clock_ahead) == "a token was given");
    bench.settings.tolerance = std::chrono::hours{1} - second;
    CHECK_THAT(bench.why_not(TimeFault::clock_ahead), Contains("too far from ours"));
}

TEST_CASE("only the policies accepted are", "[timestamp]") {
    Bench bench;
    bench.settings.authorities[0].policies = {"1.2.3.4"};
    CHECK_THAT(bench.why_not(TimeFault::none), Contains("policy 1.3.6.1.4.1.32473.1.3161"));

    bench.settings.authorities[0].policies = {"1.2.3.4", "1.3.6.1.4.1.32473.1.3161"};
    CHECK(bench.why_not(TimeFault::none) == "a token was given");
}

TEST_CASE("an authority is trusted through its own anchors alone", "[timestamp]") {
    Bench bench;
    bench.settings.authorities[0].anchors = {bench.two.root()};

    CHECK_THAT(bench.why_not(TimeFault::none), Contains("not trusted"));
}

TEST_CASE("when the first authority fails the next one stamps, and the failure is told", "[timestamp]") {
    Bench bench;
    bench.statuses["http://one.invalid/tsa"] = 503;
    auto const authority = bench.authority();

    CHECK(Bench::stamp(*authority).authority == "two");

    REQUIRE(bench.failures.size() == 1);
    CHECK(bench.failures[0] == "one: HTTP status 503");
}

TEST_CASE("an authority that failed is left alone, longer each time, and tried again by one", "[timestamp]") {
    Bench bench;
    auto const url = std::string("http://one.invalid/tsa");
    bench.statuses[url] = 0;
    auto const authority = bench.authority();
    auto const stamp_at = [&](Milliseconds span) {
        bench.clock.move(span);
        return Bench::stamp(*authority).authority;
    };

    CHECK(stamp_at({}) == "two");
    CHECK(bench.asked[url] == 1);
    CHECK(stamp_at(4 * second) == "two");
    CHECK(bench.asked[url] == 1);
    CHECK(stamp_at(1 * second) == "two");  // five seconds are over
    CHECK(bench.asked[url] == 2);
    CHECK(stamp_at(9 * second) == "two");
    CHECK(bench.asked[url] == 2);
    CHECK(stamp_at(1 * second) == "two");  // ten more
    CHECK(bench.asked[url] == 3);
    CHECK(stamp_at(20 * second) == "two");
    CHECK(stamp_at(19 * second) == "two");  // not more than twenty
    CHECK(bench.asked[url] == 4);
    bench.statuses[url] = 200;
    CHECK(stamp_at(1 * second) == "one");
    CHECK(stamp_at({}) == "one");
}

TEST_CASE("while one caller tries an authority again the others pass it by", "[timestamp]") {
    Bench bench;
    auto const url = std::string("http://one.invalid/tsa");
    bench.statuses[url] = 0;
    std::unique_ptr<TimeAuthority> authority;
    std::string meanwhile;
    bool trying = false;
    authority = http_time_authority(
        bench.settings,
        [&](FetchRequest const& request) {
            if (request.url == url && trying) {
                trying = false;
                meanwhile = Bench::stamp(*authority).authority;  // another caller, in the middle of this one's call
            }
            return bench.fetch(request);
        },
        bench.clock, {});
    (void)Bench::stamp(*authority);
    bench.clock.move(5 * second);
    bench.statuses[url] = 200;
    trying = true;

    CHECK(Bench::stamp(*authority).authority == "one");

    CHECK(meanwhile == "two");
}

TEST_CASE("calls that fail together are one failure", "[timestamp]") {
    Bench bench;
    auto const url = std::string("http://one.invalid/tsa");
    std::unique_ptr<TimeAuthority> authority;
    int calls = 0;
    authority = http_time_authority(
        bench.settings,
        [&](FetchRequest const& request) {
            if (request.url != url) return bench.fetch(request);
            if (++calls == 1) (void)Bench::stamp(*authority);  // another caller at the same time
            throw Outage("fetch", "nobody is there");
        },
        bench.clock, {});

    CHECK(Bench::stamp(*authority).authority == "two");
    CHECK(calls == 2);

    // Five seconds of rest, not ten.
    bench.clock.move(5 * second);
    CHECK(Bench::stamp(*authority).authority == "two");
    CHECK(calls == 3);
}

TEST_CASE("the outage tells of every authority why", "[timestamp]") {
    Bench bench;
    bench.statuses = {{"http://one.invalid/tsa", 0}, {"http://two.invalid/tsa", 500}};
    auto const authority = bench.authority();

    CHECK_THROWS_WITH(Bench::stamp(*authority),
                      Contains("one: fetch: nobody is there") && Contains("two: HTTP status 500"));
    // At once, without asking anybody again.
    CHECK_THROWS_WITH(Bench::stamp(*authority), Contains("left alone until 2026-01-05T08:00:05.000Z after: "));
    CHECK(bench.requests.size() == 2);
}
