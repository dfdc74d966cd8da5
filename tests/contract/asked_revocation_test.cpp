// SPDX-License-Identifier: EUPL-1.2
// Whom the gateway asks about revocations, when, and whom never: settings, sockets and verifier as they really are.
#include <catch2/catch.hpp>

#include "adapters/trust/authority.hpp"
#include "doubles/imposter.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/chosen_trust.hpp"
#include "gateway/gateway.hpp"
#include "gateway/keys/keyring.hpp"
#include "gateway/sealing/sealer.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <fstream>

using namespace wetbode;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

/// Authorities whose services listen at a loopback address, and a container of level B-B under them.
struct Bench {
    TemporaryFolder folder;
    FakeClock clock;
    Imposter services;
    trust::Authority authority;
    trust::Issued seal;
    Content container;

    Bench()
        : authority({clock.now() - 24h, services.url(), trust::KeyKind::p256, "Test"}),
          seal(authority.issue({.common_name = "Anna Peeters", .from = clock.now() - 1h,
                                .until = clock.now() + 24h * 300})) {
        services.otherwise([this](Asked const& asked) {
            auto const& path = asked.request.path;
            auto const list = [&](trust::Issuer issuer) {
                return Imposter::response(200, authority.crl(issuer, clock.now()), "application/pkix-crl");
            };
            if (path == "/crl/root.crl") return list(trust::Issuer::root);
            if (path == "/crl/issuing.crl") return list(trust::Issuer::issuing);
            return Imposter::response(200, authority.ocsp(asked.body, clock.now()), "application/ocsp-response");
        });
        std::filesystem::create_directory(folder.path() / "anchors");
        write("anchors/root.pem", authority.root_pem());
        write("seal.key", seal.key_pem);
        write("chain.pem", pem_of(seal.certificate) + pem_of(authority.issuing()));
        auto const signer =
            signer_from_files(folder.path() / "seal.key", folder.path() / "chain.pem", {}, clock.now());
        container = content_of(read_whole(
            Sealer{*signer, folder.path()}.seal({{"a.txt", "text/plain", content_of("artikel 1")}}, clock.now())
                .container,
            1U << 20U));
    }

    void write(std::string const& name, std::string const& text) const {
        std::ofstream(folder.path() / name, std::ios::binary) << text;
    }
    static std::string pem_of(std::string const& der) {
        auto text = base64(der);
        for (std::size_t at = 64; at < text.size(); at += 65) text.insert(at, "\n");
        return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
    }

    /// What these settings say of the container, on request or at the door.
    [[nodiscard]] VerificationReport judged(std::string const& more, bool at_door = false) const {
        write("gateway.toml", "[verification]\nanchors_folder = \"" + (folder.path() / "anchors").string() + "\"\n" +
                                  more);
        auto const settings = ops::Settings::load(folder.path() / "gateway.toml", adapters());
        ops::Log const log("error");
        ChosenTrust trust(settings, folder.path() / "data", clock, log);
        auto const options = at_door ? trust.options_at_door() : trust.options();
        return verify_content(container, "a.asice", options, folder.path());
    }
    [[nodiscard]] std::size_t questions() const { return services.asked().size(); }
};

bool is_told(VerificationReport const& report, std::string_view code, std::string_view words) {
    return std::ranges::any_of(report.warnings, [&](auto const& one) {
        return one.code == code && one.message.en.find(words) != std::string::npos;
    });
}

}  // namespace

TEST_CASE("who asks for a verification gets an answer of the services that the certificates name", "[settings][ask]") {
    Bench bench;

    auto const report = bench.judged("ask_private = true\n");

    for (auto const& one : report.findings) UNSCOPED_INFO(one.code << ": " << one.message.en);
    CHECK(report.verdict == SealVerdict::passed);
    CHECK(report.signatures.at(0).level == "XAdES-B-B");
    CHECK(bench.questions() == 2);
    CHECK(bench.judged("ask_private = true\n").verdict == SealVerdict::passed);
    CHECK(bench.questions() == 2);  // kept on disk for ten minutes
}

TEST_CASE("services behind our own walls are not asked, unless the settings say so", "[settings][ask]") {
    Bench bench;

    auto const report = bench.judged("");

    CHECK(report.verdict == SealVerdict::indeterminate);
    CHECK(is_told(report, "TRY_LATER", "not a public address"));
    CHECK(bench.questions() == 0);
}

TEST_CASE("at the door nobody is asked while the sender waits, unless the settings say so", "[settings][ask]") {
    Bench bench;

    CHECK(bench.judged("ask_private = true\n", true).verdict == SealVerdict::indeterminate);
    CHECK(bench.questions() == 0);
    CHECK(bench.judged("ask_private = true\nask_revocation = \"always\"\n", true).verdict == SealVerdict::passed);
    CHECK(bench.questions() == 2);
}

TEST_CASE("who wants nobody asked gets his way, and a wrong word stops the start", "[settings][ask]") {
    Bench bench;

    CHECK(bench.judged("ask_private = true\nask_revocation = \"never\"\n").verdict == SealVerdict::indeterminate);
    CHECK(bench.questions() == 0);
    CHECK_THROWS_WITH(bench.judged("ask_revocation = \"often\"\n"),
                      Contains("verification.ask_revocation = \"often\"") && Contains("on_request"));
}

TEST_CASE("a certificate that was revoked since is found out", "[settings][ask]") {
    Bench bench;
    bench.authority.revoke(bench.seal.certificate, bench.clock.now() - 1min, trust::Reason::key_compromise);

    auto const report = bench.judged("ask_private = true\n");

    CHECK(report.verdict != SealVerdict::passed);
    CHECK(std::ranges::any_of(report.findings, [](auto const& one) { return one.code.starts_with("REVOKED"); }));
}
