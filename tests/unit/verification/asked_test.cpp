// SPDX-License-Identifier: EUPL-1.2
// Revocation that the file says nothing about is asked for, within limits.
#include <catch2/catch.hpp>

#include "adapters/trust/in_process.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/unit/verification/forge.hpp"

#include "gateway/base/content.hpp"
#include "gateway/refusal.hpp"

#include <functional>

using namespace wetbode;
using namespace wetbode::test;
using namespace std::chrono_literals;

namespace {

/// Passes questions on, or fails as the test says, and counts them.
class Listener final : public RevocationSource {
public:
    explicit Listener(RevocationSource& behind) : behind_(behind) {}
    RevocationValues values_for(std::vector<std::string> const& chain, Instant not_before) override {
        asked.push_back(chain);
        if (away) throw Outage("revocation", "nobody is there");
        return behind_.values_for(chain, not_before);
    }
    std::vector<std::vector<std::string>> asked;
    bool away = false;

private:
    RevocationSource& behind_;
};

/// A document in a file, signed under the forge's authorities, and somebody to ask.
struct Asking {
    Forge forge;
    FakeClock clock{noon() + 1h};
    std::unique_ptr<RevocationSource> source;
    Listener listener;
    VerificationOptions options;

    Asking() : source(trust::revocation_source_of(forge.authority, clock)), listener(*source) {
        write(forge.folder / "act.xml", forge.make({}));
        options = forge.options();
        options.policy = {RevocationRule::needed, &listener};
        options.now = clock.now();
    }
    [[nodiscard]] VerificationReport verify() const { return verify_file(forge.folder / "act.xml", options); }
};

bool warns(VerificationReport const& report, std::string_view code) {
    return std::ranges::any_of(report.warnings, [&](auto const& one) { return one.code == code; });
}

}  // namespace

TEST_CASE("a signature without revocation data passes if its services say good", "[verification][asked]") {
    Asking asking;

    auto const report = asking.verify();

    INFO(told(report));
    CHECK(report.verdict == SealVerdict::passed);
    CHECK(asking.listener.asked.size() == 2);  // the signer, and who issued to him
    CHECK(report.signatures.at(0).level == "XAdES-B-B");  // what was asked is not in the document
}

TEST_CASE("nobody is asked about a certificate that leads to nobody who is trusted", "[verification][asked]") {
    Asking asking;
    asking.options.anchors = {};

    CHECK(has(asking.verify(), "NO_CERTIFICATE_CHAIN_FOUND"));
    CHECK(asking.listener.asked.empty());
}

TEST_CASE("nobody is asked if revocation does not count", "[verification][asked]") {
    Asking asking;
    asking.options.policy.revocation = RevocationRule::none;

    CHECK(asking.verify().verdict == SealVerdict::passed);
    CHECK(asking.listener.asked.empty());
}

TEST_CASE("a revocation that is told today counts", "[verification][asked]") {
    Asking asking;
    asking.forge.authority.revoke(asking.forge.seal.certificate, asking.clock.now() - 1h, trust::Reason::superseded);

    auto const report = asking.verify();

    CHECK(report.verdict != SealVerdict::passed);
    CHECK((has(report, "REVOKED_NO_POE") || has(report, "REVOKED")));
}

TEST_CASE("services that are away leave the verdict open, and the reason is told", "[verification][asked]") {
    Asking asking;
    asking.listener.away = true;

    auto const report = asking.verify();

    CHECK(report.verdict == SealVerdict::indeterminate);
    CHECK(has(report, "TRY_LATER"));
    REQUIRE(warns(report, "TRY_LATER"));
    CHECK(report.warnings[0].message.en.find("nobody is there") != std::string::npos);
}

TEST_CASE("one service that is away does not keep the others from being asked", "[verification][asked]") {
    Asking asking;
    asking.listener.away = true;

    static_cast<void>(asking.verify());

    REQUIRE(asking.listener.asked.size() == 2);
    CHECK(asking.listener.asked[0].front() != asking.listener.asked[1].front());
}

TEST_CASE("the questions about one file have a number and a time", "[verification][asked]") {
    Asking asking;
    SECTION("a number") { asking.options.asking.questions_max = 1; }
    SECTION("a time") { asking.options.asking.time = Milliseconds{0}; }
    auto const allowed = asking.options.asking.questions_max == 1 ? 1U : 0U;

    auto const report = asking.verify();

    CHECK(asking.listener.asked.size() == allowed);
    CHECK(report.verdict == SealVerdict::indeterminate);
    CHECK(has(report, "TRY_LATER"));
    asking.options.asking = {};
    CHECK(asking.verify().verdict == SealVerdict::passed);  // each file has its own
}
