// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "gateway/crypto/der.hpp"
#include "gateway/timestamp/time_exchange.hpp"
#include "tests/doubles/fake_clock.hpp"

using namespace wetbode;
using trust::TimeFault;
using Catch::Matchers::Contains;

namespace {

constexpr auto now = FakeClock::monday;

struct Bench {
    trust::Authority authority{{now - std::chrono::days{100}, "http://trust.invalid", trust::KeyKind::p256, "Test"}};
    TimeQuestion question{HashAlgorithm::sha256, hash_of(HashAlgorithm::sha256, "a decree"), new_nonce()};

    std::string answer(TimeFault fault = TimeFault::none) {
        authority.fail(fault);
        return authority.time_stamp(request_der(question), now);
    }
    std::string why_not(TimeFault fault) {
        auto const token = token_in(answer(fault), question);
        return token ? "a token was taken" : token.error();
    }
};

}  // namespace

TEST_CASE("a request gets its token from an authority, for each digest", "[timestamp]") {
    Bench bench;
    for (auto const algorithm : {HashAlgorithm::sha256, HashAlgorithm::sha384, HashAlgorithm::sha512}) {
        bench.question = {algorithm, hash_of(algorithm, "a decree"), new_nonce()};

        auto const token = token_in(bench.answer(), bench.question);

        REQUIRE(token);
        CHECK(token->read.at == now);
        CHECK(token->read.nonce == hex_of(bench.question.nonce));
        CHECK(token->read.certificate == bench.authority.time_certificate());
        CHECK(read_time_token(token->der));
    }
}

TEST_CASE("nonces are positive numbers that differ", "[timestamp]") {
    auto const one = new_nonce();
    auto const other = new_nonce();

    CHECK(one.size() == 8);
    CHECK(one != other);
    CHECK((one.front() >= 0x40));
}

TEST_CASE("an answer that is not to this question is refused", "[timestamp]") {
    Bench bench;

    CHECK_THAT(bench.why_not(TimeFault::wrong_nonce), Contains("nonce"));
    CHECK_THAT(bench.why_not(TimeFault::no_nonce), Contains("nonce"));
    CHECK_THAT(bench.why_not(TimeFault::wrong_imprint), Contains("another digest"));
    CHECK_THAT(bench.why_not(TimeFault::broken_signature), Contains("signature"));
    CHECK_THAT(bench.why_not(TimeFault::not_critical), Contains("not for time stamps"));
    CHECK_THAT(bench.why_not(TimeFault::other_usage), Contains("not for time stamps"));
    CHECK_THAT(bench.why_not(TimeFault::garbage), Contains("no TimeStampResp"));
}

TEST_CASE("a rejection is told in the words of the authority", "[timestamp]") {
    Bench bench;

    CHECK_THAT(bench.why_not(TimeFault::rejected),
               Contains("status 2") && Contains("switched off for a test") && Contains("systemFailure"));
}

TEST_CASE("an answer with more or less than one token is refused", "[timestamp]") {
    Bench bench;
    auto const granted = der::sequence({der::integer(0)});

    CHECK_FALSE(token_in(bench.answer() + '\0', bench.question));
    CHECK_FALSE(token_in(der::sequence({granted}), bench.question));
    CHECK_FALSE(token_in(der::sequence({granted, granted}), bench.question));
    CHECK_FALSE(token_in(der::sequence({}), bench.question));
    CHECK_FALSE(token_in("", bench.question));
    CHECK_FALSE(token_in(std::string(200'000, '0'), bench.question));
}
