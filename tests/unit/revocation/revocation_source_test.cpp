// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "gateway/refusal.hpp"
#include "gateway/revocation/revocation_source.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

using namespace wetbode;
using namespace wetbode::trust;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

constexpr auto now = FakeClock::monday;
constexpr auto day = std::chrono::days{1};

std::string const ocsp_url = "http://trust.invalid/ocsp";
std::string const issuing_url = "http://trust.invalid/crl/issuing.crl";
std::string const root_url = "http://trust.invalid/crl/root.crl";

/// The authorities behind a wire of functions.
struct Bench {
    FakeClock clock{now};
    Authority authority{{now - 100 * day, "http://trust.invalid", KeyKind::p256, "Test"}};
    std::string certificate =
        authority.issue({"a seal", KeyKind::p256, now - day, now + 300 * day, Purpose::seal}).certificate;
    std::vector<std::string> chain = authority.chain_of(certificate);
    RevocationSettings settings;
    std::map<std::string, int> asked;
    std::map<std::string, int> statuses;  ///< of HTTP; 0: nobody is there
    std::vector<std::string> failures;
    std::optional<Instant> answers_are_of;

    void be_under(AuthorityWish wish) {
        authority = Authority(std::move(wish));
        certificate =
            authority.issue({"a seal", KeyKind::p256, now - day, now + 300 * day, Purpose::seal}).certificate;
        chain = authority.chain_of(certificate);
    }

    FetchAnswer fetch(FetchRequest const& request) {
        ++asked[request.url];
        auto const status = statuses.contains(request.url) ? statuses[request.url] : 200;
        if (status == 0) throw Outage("fetch", "nobody is there");
        auto const at = answers_are_of.value_or(clock.now());
        if (request.url.ends_with("/ocsp")) return {status, "", authority.ocsp(request.body, at)};
        return {status, "", authority.crl(request.url == root_url ? Issuer::root : Issuer::issuing, at)};
    }
    std::unique_ptr<RevocationSource> source() {
        return http_revocation_source(
            settings, [this](FetchRequest const& request) { return fetch(request); }, clock,
            [this](std::string const& url, std::string const& why) { failures.push_back(url + ": " + why); });
    }
    [[nodiscard]] RevocationStatus status(RevocationValues const& values) const {
        return revocation_of(chain[0], chain[1], values, clock.now(), clock.now()).status;
    }
};

}  // namespace

TEST_CASE("each certificate but the anchor gets its answer: a response first, else a list", "[revocation][source]") {
    Bench bench;
    auto const source = bench.source();

    auto const values = source->values_for(bench.chain, now);

    CHECK(values.ocsps.size() == 1);
    CHECK(values.crls.size() == 1);
    CHECK(bench.asked == std::map<std::string, int>{{ocsp_url, 1}, {root_url, 1}});
    CHECK(revocation_of(bench.chain[0], bench.chain[1], values, now, now).status == RevocationStatus::good);
    CHECK(revocation_of(bench.chain[1], bench.chain[2], values, now, now).status == RevocationStatus::good);
    CHECK(source->values_for({bench.chain[2]}, now).crls.empty());
}

TEST_CASE("an answer from after the instant wanted is used again, an older one is not", "[revocation][source]") {
    Bench bench;
    auto const source = bench.source();
    (void)source->values_for(bench.chain, now);

    bench.clock.move(10min);
    (void)source->values_for(bench.chain, now);
    CHECK(bench.asked[ocsp_url] == 1);

    auto const values = source->values_for(bench.chain, now + 5min);
    CHECK(bench.asked[ocsp_url] == 2);
    auto const answer = revocation_of(bench.chain[0], bench.chain[1], values, bench.clock.now(),
                                      bench.clock.now());
    CHECK(answer.produced == now + 10min);
    // The list is the newest for an hour.
    CHECK(bench.asked[root_url] == 1);
    bench.clock.move(61min);
    (void)source->values_for(bench.chain, bench.clock.now());
    CHECK(bench.asked[root_url] == 2);
}

TEST_CASE("where a responder needs word of others, the list that tells of it comes with its answer",
          "[revocation][source]") {
    Bench bench;
    bench.be_under({now - 100 * day, "http://trust.invalid", KeyKind::p256, "Test", ResponderKind::to_check});
    auto const source = bench.source();

    auto const values = source->values_for(bench.chain, now);

    CHECK(values.ocsps.size() == 1);
    CHECK(values.crls.size() == 2);  // of the responder's issuer, and of the root
    CHECK(bench.status(values) == RevocationStatus::good);
    CHECK(bench.asked == std::map<std::string, int>{{ocsp_url, 1}, {issuing_url, 1}, {root_url, 1}});
    CHECK(source->values_for(bench.chain, now).crls.size() == 2);  // from the cache, both
    CHECK(bench.asked[ocsp_url] == 1);
    CHECK(bench.asked[issuing_url] == 1);
}

TEST_CASE("without word about its responder a response will not do", "[revocation][source]") {
    Bench bench;
    bench.be_under({now - 100 * day, "http://trust.invalid", KeyKind::p256, "Test", ResponderKind::to_check});
    bench.statuses[issuing_url] = 0;
    auto const source = bench.source();

    CHECK_THROWS_WITH(source->values_for(bench.chain, now),
                      Contains("nothing says that the responder's certificate was not revoked"));
}

TEST_CASE("a responder that was revoked is passed over for the list", "[revocation][source]") {
    Bench bench;
    bench.be_under({now - 100 * day, "http://trust.invalid", KeyKind::p256, "Test", ResponderKind::to_check});
    bench.authority.revoke(bench.authority.responder(), now - 1min, Reason::key_compromise);
    auto const source = bench.source();

    auto const values = source->values_for(bench.chain, now);

    CHECK(values.ocsps.empty());
    CHECK(values.crls.size() == 2);
    CHECK(bench.status(values) == RevocationStatus::good);
}

TEST_CASE("the settings may let an older response do", "[revocation][source]") {
    Bench bench;
    bench.settings.response_age = 10min;
    auto const source = bench.source();

    (void)source->values_for(bench.chain, now);
    bench.clock.move(10min);
    (void)source->values_for(bench.chain, bench.clock.now());
    CHECK(bench.asked[ocsp_url] == 1);
    bench.clock.move(1s);
    (void)source->values_for(bench.chain, bench.clock.now());
    CHECK(bench.asked[ocsp_url] == 2);
}

TEST_CASE("a service that has nothing newer is believed, and not asked for the same instant again",
          "[revocation][source]") {
    Bench bench;
    bench.answers_are_of = now - 2h;
    auto const source = bench.source();

    auto const values = source->values_for(bench.chain, now);
    (void)source->values_for(bench.chain, now);

    CHECK(bench.status(values) == RevocationStatus::good);
    CHECK(bench.asked[ocsp_url] == 1);
}

TEST_CASE("an answer from before the certificate began is no answer", "[revocation][source]") {
    Bench bench;
    bench.answers_are_of = now - day - 1h;
    auto const source = bench.source();

    CHECK_THROWS_WITH(source->values_for(bench.chain, now), Contains("revocation: ") && Contains("CN=a seal") &&
                                                                Contains(ocsp_url + ": ") &&
                                                                Contains("before the certificate began"));
}

TEST_CASE("where the responder fails the list answers, and the failure is told", "[revocation][source]") {
    Bench bench;
    bench.statuses[ocsp_url] = 503;
    auto const source = bench.source();

    auto const values = source->values_for(bench.chain, now);

    CHECK(values.ocsps.empty());
    CHECK(values.crls.size() == 2);
    CHECK(bench.status(values) == RevocationStatus::good);
    CHECK(bench.failures == std::vector<std::string>{ocsp_url + ": HTTP status 503"});
    // For a while the responder is left alone.
    (void)source->values_for(bench.chain, now + 1h);
    CHECK(bench.asked[ocsp_url] == 1);
    bench.clock.move(5s);
    bench.statuses[ocsp_url] = 200;
    CHECK(source->values_for(bench.chain, now).ocsps.size() == 1);
}

TEST_CASE("the outage tells of each service why", "[revocation][source]") {
    Bench bench;
    bench.statuses = {{ocsp_url, 0}, {issuing_url, 404}};
    auto const source = bench.source();

    CHECK_THROWS_WITH(source->values_for(bench.chain, now), Contains(ocsp_url + ": fetch: nobody is there") &&
                                                                Contains(issuing_url + ": HTTP status 404"));
    CHECK_THROWS_WITH(source->values_for(bench.chain, now), Contains("left alone until"));
    CHECK(bench.asked[ocsp_url] == 1);
}

TEST_CASE("wrong answers count as none", "[revocation][source]") {
    for (auto const fault : {RevocationFault::unknown, RevocationFault::try_later, RevocationFault::stale,
                             RevocationFault::stranger, RevocationFault::responder_no_usage,
                             RevocationFault::garbage}) {
        Bench bench;
        bench.statuses = {{issuing_url, 404}};
        auto const source = bench.source();
        bench.authority.fail(fault);
        INFO(static_cast<int>(fault));
        CHECK_THROWS_AS(source->values_for(bench.chain, now), Outage);
    }
    for (auto const fault : {RevocationFault::indirect_list, RevocationFault::critical_extension}) {
        Bench bench;
        bench.statuses = {{ocsp_url, 404}};
        auto const source = bench.source();
        bench.authority.fail(fault);
        CHECK_THROWS_AS(source->values_for(bench.chain, now), Outage);
    }
}

TEST_CASE("a responder that does not know one certificate is still asked about others", "[revocation][source]") {
    Bench bench;
    bench.statuses[issuing_url] = 404;
    auto const source = bench.source();
    auto const other = bench.authority.issue({"other", KeyKind::p256, now - day, now + day, Purpose::seal}).certificate;
    bench.authority.fail(RevocationFault::unknown);
    CHECK_THROWS_WITH(source->values_for(bench.chain, now), Contains("does not know"));
    bench.authority.fail(RevocationFault::none);

    CHECK(source->values_for(bench.authority.chain_of(other), now).ocsps.size() == 1);
    // The one that was not known is left alone for a while.
    CHECK_THROWS_WITH(source->values_for(bench.chain, now), Contains("left alone"));
    CHECK(bench.asked[ocsp_url] == 2);
}

TEST_CASE("that a certificate is revoked is an answer, and is not asked twice", "[revocation][source]") {
    Bench bench;
    bench.authority.revoke(bench.certificate, now - 1h, Reason::key_compromise);
    auto const source = bench.source();

    CHECK(bench.status(source->values_for(bench.chain, now)) == RevocationStatus::revoked);
    bench.clock.move(2h);
    CHECK(bench.status(source->values_for(bench.chain, bench.clock.now())) == RevocationStatus::revoked);
    CHECK(bench.asked[ocsp_url] == 1);
}

TEST_CASE("answers outlive the process, and are judged anew", "[revocation][source]") {
    Bench bench;
    TemporaryFolder const folder;
    bench.settings.folder = folder.path();
    (void)bench.source()->values_for(bench.chain, now);

    auto const values = bench.source()->values_for(bench.chain, now);
    CHECK(bench.asked[ocsp_url] == 1);
    CHECK(bench.status(values) == RevocationStatus::good);

    // A response that has ended is not used, however fresh the instant wanted.
    bench.clock.move(2 * day);
    (void)bench.source()->values_for(bench.chain, now);
    CHECK(bench.asked[ocsp_url] == 2);
}

TEST_CASE("the settings may name the services", "[revocation][source]") {
    Bench bench;
    bench.settings.responder = "http://inside.invalid/ocsp";
    bench.settings.list = root_url;
    auto const source = bench.source();

    (void)source->values_for({bench.chain[0], bench.chain[1]}, now);

    CHECK(bench.asked == std::map<std::string, int>{{"http://inside.invalid/ocsp", 1}});
}

TEST_CASE("a response to another question is refused when a nonce was sent", "[revocation][source]") {
    Bench bench;
    bench.settings.nonce = true;
    bench.statuses[issuing_url] = 404;
    (void)bench.source()->values_for(bench.chain, now);

    std::string first;
    auto const replaying = http_revocation_source(
        bench.settings,
        [&](FetchRequest const& request) {
            auto answer = bench.fetch(request);
            if (first.empty()) first = answer.body;
            return FetchAnswer{answer.status, "", request.url == ocsp_url ? first : answer.body};
        },
        bench.clock, {});
    (void)replaying->values_for(bench.chain, now);
    bench.clock.move(1h);
    CHECK_THROWS_WITH(replaying->values_for(bench.chain, bench.clock.now()), Contains("nonce"));
}

TEST_CASE("many callers who want the same wait for one fetch", "[revocation][source]") {
    Bench bench;
    std::mutex mutex;
    std::condition_variable changed;
    int inside = 0;
    bool open = false;
    std::atomic<int> most = 0;
    bench.settings.time = 60s;
    auto const source = http_revocation_source(
        bench.settings,
        [&](FetchRequest const& request) {
            std::unique_lock lock(mutex);
            most = std::max(most.load(), ++inside);
            changed.notify_all();
            changed.wait(lock, [&] { return open; });
            --inside;
            return bench.fetch(request);
        },
        bench.clock, {});
    std::vector<std::thread> callers;
    std::atomic<int> good = 0;
    for (int i = 0; i < 8; ++i)
        callers.emplace_back([&] {
            if (!source->values_for(bench.chain, now).ocsps.empty()) ++good;
        });
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return inside > 0; });
        open = true;
        changed.notify_all();
    }
    for (auto& caller : callers) caller.join();

    CHECK(good == 8);
    CHECK(most == 1);
    CHECK(bench.asked == std::map<std::string, int>{{ocsp_url, 1}, {root_url, 1}});
}
