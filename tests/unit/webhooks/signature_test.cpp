// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/base64.hpp"
#include "gateway/webhooks/signature.hpp"

using namespace wetbode;

namespace {

std::string key(std::string const& text) {
    auto const secret = webhook_secret_from(text);
    REQUIRE(secret.error.empty());
    return secret.key;
}

std::string octets(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += static_cast<char>(i);
    return text;
}

}  // namespace

TEST_CASE("the signature is that of the reference libraries of Standard Webhooks", "[webhooks]") {
    // Their own vector, and what Python gives for it:
    // "v1," + base64.b64encode(hmac.new(base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    //     b'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}', hashlib.sha256).digest()).decode()
    WebhookMessage const message{"msg_p5jXN8AQM9LWM0D4loKWxJek", from_count(1'614'265'330'000),
                                 R"({"test": 2432232314})"};

    CHECK(webhook_signature(message, {key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")}) ==
          "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("each secret signs, in the order in which they were given", "[webhooks]") {
    WebhookMessage const message{"msg_0123456789abcdef0123456789abcdef", from_count(1'767'600'000'999),
                                 R"({"type":"transfer.acknowledged"})"};

    auto const both = webhook_signature(message, {octets(32), octets(24)});

    CHECK(webhook_timestamp(message.at) == "1767600000");
    CHECK(both == webhook_signature(message, {octets(32)}) + " " + webhook_signature(message, {octets(24)}));
    CHECK(webhook_signature(message, {octets(32)}) == "v1,iYFy03XAK8084pOsSkUd37xDaBmLMCEkIVvxik78M9w=");
}

TEST_CASE("a secret is whsec_ and 24 to 64 octets in base 64; white space around it does not count", "[webhooks]") {
    CHECK(key("whsec_" + base64(octets(24)) + "\n") == octets(24));
    CHECK(key(" \twhsec_" + base64(octets(64)) + "\r\n") == octets(64));
}

TEST_CASE("a secret that is none is refused without telling it", "[webhooks]") {
    auto const text = GENERATE(std::string(), std::string("whsec_"), std::string("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                               std::string("whsec_MfKQ9r8GKYqrTwjU PD8ILPZIo2LaLaSw"), "whsec_" + base64(octets(23)),
                               "whsec_" + base64(octets(65)), "whpk_" + base64(octets(32)));
    CAPTURE(text);

    auto const secret = webhook_secret_from(text);

    CHECK(secret.key.empty());
    CHECK_FALSE(secret.error.empty());
    CHECK(secret.error.find("MfKQ") == std::string::npos);
}
