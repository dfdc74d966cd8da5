// SPDX-License-Identifier: EUPL-1.2
// Certificates that were given for something else than documents, and authorities that lost their status.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/document_use.hpp"
#include "gateway/verification/trust_list.hpp"
#include "tests/unit/verification/forge.hpp"
#include "tests/unit/verification/made_trust_list.hpp"

using namespace wetbode;
using namespace wetbode::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using trust::Purpose;

namespace {

trust::Issued for_purpose(Forge& forge, Purpose purpose) {
    return forge.authority.issue({"Zegel", trust::KeyKind::p256, noon() - 24h, noon() + 24h * 365, purpose});
}

}  // namespace

TEST_CASE("a certificate that is for other things signs no document", "[verification]") {
    Forge forge;
    auto const purpose = GENERATE(Purpose::web_server, Purpose::code_signing, Purpose::time_stamping,
                                  Purpose::time_not_critical, Purpose::ocsp_signing, Purpose::ocsp_to_check);
    forge.use(for_purpose(forge, purpose));

    auto const report = forge.verify(forge.make({}));

    INFO(told(report));
    CHECK(report.verdict == SealVerdict::indeterminate);
    REQUIRE(has(report, "CHAIN_CONSTRAINTS_FAILURE"));
    CHECK_THAT(report.findings.at(0).message.en, Contains("not meant for documents"));
    CHECK_THAT(report.findings.at(0).message.nl, Contains("niet bedoeld voor documenten"));
    CHECK_FALSE(may_serve_documents(forge.seal.certificate));
    CHECK_FALSE(facts_of_certificate(forge.seal.certificate)->may_sign);
}

TEST_CASE("a certificate that names documents, mail, clients or nothing signs documents", "[verification]") {
    Forge forge;
    auto const purpose = GENERATE(Purpose::seal, Purpose::client, Purpose::documents, Purpose::time_and_more,
                                  Purpose::no_usage);
    forge.use(for_purpose(forge, purpose));

    auto const report = forge.verify(forge.make({}));

    INFO(told(report));
    CHECK(report.verdict == SealVerdict::passed);
    CHECK(may_serve_documents(forge.seal.certificate));
}

TEST_CASE("octets that are no certificate serve no documents", "[crypto]") {
    CHECK_FALSE(may_serve_documents("rubbish"));
    CHECK_FALSE(may_serve_documents({}));
}

TEST_CASE("a root that is trusted does not vouch past an authority that lost its status", "[verification]") {
    Forge const forge;
    auto const root = service("NationalRootCA-QC", forge.authority.root(), granted, "2020-01-01T00:00:00Z");
    auto const verdict = [&](std::string const& services) {
        auto options = forge.options();
        options.anchors = read_trust_list(content_of(signed_by(forge, list_of(services))))->anchors;
        return verify_document(content_of(forge.make({})), "act.xml", options);
    };
    auto const since = "2026-11-23T11:00:00Z";
    auto const before = earlier_of("CA/QC", granted, "2020-01-01T00:00:00Z");

    auto const trusted = verdict(root);
    auto const lost = verdict(root + service("CA/QC", forge.authority.issuing(), withdrawn, since, before));
    auto const never = verdict(root + service("CA/QC", forge.authority.issuing(), withdrawn, since));
    auto const later = verdict(
        root + service("CA/QC", forge.authority.issuing(), withdrawn, "2026-11-24T11:00:00Z", before));

    INFO(told(lost) << told(never));
    CHECK(trusted.verdict == SealVerdict::passed);
    CHECK(has(lost, "NO_CERTIFICATE_CHAIN_FOUND"));
    CHECK(has(never, "NO_CERTIFICATE_CHAIN_FOUND"));
    CHECK(later.verdict == SealVerdict::passed);
}

TEST_CASE("one changed octet anywhere in a trust list takes its trust away", "[verification][trust_list]") {
    Forge const forge;
    auto const good = signed_by(
        forge, list_of(service("CA/QC", forge.authority.issuing(), withdrawn, "2026-11-01T00:00:00Z",
                               earlier_of("CA/QC", granted, "2020-01-01T00:00:00Z"))));
    auto const before = read_trust_list(content_of(good))->anchors.size();
    std::size_t believed = 0;
    for (std::size_t at = good.find("<TSLVersion"); at < good.find("<ds:Signature"); at += 7) {
        auto changed = good;
        changed[at] = static_cast<char>(changed[at] ^ 1);

        auto const list = accepted_trust_list(content_of(changed), {forge.seal.certificate}, noon());

        if (list) ++believed;
    }

    CHECK(accepted_trust_list(content_of(good), {forge.seal.certificate}, noon())->anchors.size() == before);
    CHECK(believed == 0);
}
