// SPDX-License-Identifier: EUPL-1.2
// Time stamps, revocations and archives: what proves when, and what does not (ETSI EN 319 102-1).
#include <catch2/catch.hpp>

#include "tests/unit/verification/forge.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/crypto/certificate.hpp"

#include <algorithm>

using namespace wetbode;
using namespace wetbode::test;
using namespace std::chrono_literals;

namespace {

std::string const method =
    "<ds:CanonicalizationMethod xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" "
    "Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:CanonicalizationMethod>";

std::string element_of(std::string const& xml, std::string const& name) {
    auto const begin = xml.find("<" + name);
    auto const close = "</" + name + ">";
    auto const end = xml.find(close, begin);
    REQUIRE(begin != std::string::npos);
    REQUIRE(end != std::string::npos);
    return xml.substr(begin, end + close.size() - begin);
}

/// As exclusive canonicalization writes a fragment of our forge: with the declaration of its own prefix.
std::string alone(std::string element, std::string const& name, std::string const& uri) {
    auto const prefix = name.substr(0, name.find(':'));
    if (element.find("xmlns:" + prefix) == std::string::npos)
        element.insert(1 + name.size(), " xmlns:" + prefix + "=\"" + uri + "\"");
    return canonical(element);
}

TrustAnchors without_revocation(TrustAnchors anchors) {
    for (auto& anchor : anchors) anchor.no_revocation = true;
    return anchors;
}

constexpr char const* ds = "http://www.w3.org/2000/09/xmldsig#";

std::string stamp(std::string const& name, std::string const& token) {
    std::string const newer = " xmlns:xades141=\"http://uri.etsi.org/01903/v1.4.1#\"";
    auto const element = "<" + name + " xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\"" +
                         (name.starts_with("xades141") ? newer : std::string{}) + ">" + method +
                         "<xades:EncapsulatedTimeStamp>" + base64(token) + "</xades:EncapsulatedTimeStamp></" + name +
                         ">";
    return canonical(element);
}

/// Raises a signed document step by step, each a string that a later step is over.
class Raised {
public:
    explicit Raised(Forge& forge, Recipe recipe = {}) : forge_(forge), recipe_(std::move(recipe)) {
        signature_ = forge.signature(recipe_);
    }

    Raised& stamped(Instant at) {
        auto const value = alone(element_of(signature_, "ds:SignatureValue"), "ds:SignatureValue", ds);
        properties_ += stamp("xades:SignatureTimeStamp", token_over(forge_.authority, value, at));
        return *this;
    }
    Raised& with_values(Instant at) {
        std::string certificates;
        for (auto const& der :
             {forge_.authority.issuing(), forge_.authority.time_certificate(), forge_.authority.responder()})
            certificates +=
                "<xades:EncapsulatedX509Certificate>" + base64(der) + "</xades:EncapsulatedX509Certificate>";
        properties_ += canonical("<xades:CertificateValues xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\">" +
                                 certificates + "</xades:CertificateValues>");
        std::string lists;
        for (auto const issuer : {trust::Issuer::root, trust::Issuer::issuing})
            lists += "<xades:EncapsulatedCRLValue>" + base64(forge_.authority.crl(issuer, at)) +
                     "</xades:EncapsulatedCRLValue>";
        properties_ += canonical("<xades:RevocationValues xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\">"
                                 "<xades:CRLValues>" + lists + "</xades:CRLValues></xades:RevocationValues>");
        return *this;
    }
    Raised& archived(Instant at) {
        auto plain = recipe_.document;
        replace(plain, signature_place, "");
        auto const octets = canonical(plain) +
                            alone(element_of(signature_, "xades:SignedProperties"), "xades:SignedProperties", "") +
                            alone(element_of(signature_, "ds:SignedInfo"), "ds:SignedInfo", ds) +
                            alone(element_of(signature_, "ds:SignatureValue"), "ds:SignatureValue", ds) +
                            alone(element_of(signature_, "ds:KeyInfo"), "ds:KeyInfo", ds) + properties_;
        properties_ += stamp("xades141:ArchiveTimeStamp", token_over(forge_.authority, octets, at));
        return *this;
    }
    [[nodiscard]] std::string document() const {
        auto signature = signature_;
        replace(signature, "</xades:SignedProperties>",
                "</xades:SignedProperties><xades:UnsignedProperties><xades:UnsignedSignatureProperties>" + properties_ +
                    "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>");
        auto document = recipe_.document;
        replace(document, signature_place, signature);
        return document;
    }

private:
    Forge& forge_;
    Recipe recipe_;
    std::string signature_;
    std::string properties_;
};

VerificationReport judged(Forge const& forge, std::string document, Instant at,
                          RevocationRule rule = RevocationRule::needed) {
    auto options = forge.options();
    options.policy.revocation = rule;
    options.now = at;
    return verify_document(content_of(std::move(document)), "act.xml", options);
}

std::string level_of(VerificationReport const& report) { return report.signatures.at(0).level; }

Instant const stamped_at = noon() + 1min;
Instant const valued_at = noon() + 2min;
Instant const archived_at = noon() + 3min;

}  // namespace

TEST_CASE("each level is told as it is", "[verification]") {
    Forge forge;

    auto const time = judged(forge, Raised(forge).stamped(stamped_at).document(), noon() + 1h, RevocationRule::none);
    auto const long_term =
        judged(forge, Raised(forge).stamped(stamped_at).with_values(valued_at).document(), noon() + 1h);
    auto const archive = judged(
        forge, Raised(forge).stamped(stamped_at).with_values(valued_at).archived(archived_at).document(), noon() + 1h);

    INFO(told(time) << told(long_term) << told(archive));
    CHECK(time.verdict == SealVerdict::passed);
    CHECK(level_of(time) == "XAdES-B-T");
    CHECK(time.signatures[0].proven_at == stamped_at);
    CHECK(long_term.verdict == SealVerdict::passed);
    CHECK(level_of(long_term) == "XAdES-B-LT");
    CHECK(archive.verdict == SealVerdict::passed);
    CHECK(level_of(archive) == "XAdES-B-LTA");
    CHECK(archive.signatures[0].proven_at == stamped_at);
    REQUIRE(archive.signatures[0].time_stamps.size() == 2);
    CHECK(archive.signatures[0].time_stamps[1].kind == "archive");
    CHECK(archive.signatures[0].time_stamps[1].verdict == SealVerdict::passed);
}

TEST_CASE("without revocation data the verdict waits, unless the caller does not ask", "[verification]") {
    Forge const forge;

    auto const asked = judged(forge, forge.make({}), noon() + 1h);
    auto const not_asked = judged(forge, forge.make({}), noon() + 1h, RevocationRule::none);

    CHECK(asked.verdict == SealVerdict::indeterminate);
    CHECK(has(asked, "TRY_LATER"));
    CHECK(not_asked.verdict == SealVerdict::passed);
}

TEST_CASE("a certificate that has expired passes if a time stamp proves an earlier time", "[verification]") {
    Forge forge;
    forge.use(forge.authority.issue({"Kort", trust::KeyKind::p256, noon() - 24h, noon() + 24h * 30}));
    auto const later = noon() + 24h * 60;
    auto const plain = forge.make({});
    auto const raised = Raised(forge).stamped(stamped_at).with_values(valued_at).document();

    auto const no_proof = judged(forge, plain, later, RevocationRule::none);
    auto const proven = judged(forge, raised, later);

    INFO(told(proven));
    CHECK(no_proof.verdict == SealVerdict::indeterminate);
    CHECK(has(no_proof, "OUT_OF_BOUNDS_NO_POE"));
    CHECK(proven.verdict == SealVerdict::passed);
    CHECK(proven.signatures.at(0).proven_at == stamped_at);
}

TEST_CASE("a time stamp from after the end of the certificate proves nothing for it", "[verification]") {
    Forge forge;
    forge.use(forge.authority.issue({"Kort", trust::KeyKind::p256, noon() - 24h * 30, noon() + 30s}));

    auto const report = judged(forge, Raised(forge).stamped(stamped_at).with_values(valued_at).document(), noon() + 1h);

    CHECK(report.verdict == SealVerdict::indeterminate);
    CHECK(has(report, "OUT_OF_BOUNDS_NO_POE"));
}

TEST_CASE("a revocation counts from its instant on, and a time stamp proves what was before", "[verification]") {
    Forge forge;
    auto const signed_before = Raised(forge).stamped(stamped_at);
    forge.authority.revoke(forge.seal.certificate, noon() + 10min, trust::Reason::key_compromise);
    auto later = signed_before;
    auto const stamped_before = later.with_values(noon() + 20min).document();
    auto const not_stamped = Raised(forge).with_values(noon() + 20min).document();
    auto const stamped_after = Raised(forge).stamped(noon() + 15min).with_values(noon() + 20min).document();
    Recipe late;
    late.claimed = "2026-11-23T12:15:00Z";
    auto const claimed_after = Raised(forge, late).with_values(noon() + 20min).document();

    auto const passed = judged(forge, stamped_before, noon() + 1h);
    auto const without = judged(forge, not_stamped, noon() + 1h);
    auto const after = judged(forge, stamped_after, noon() + 1h);
    auto const by_own_word = judged(forge, claimed_after, noon() + 1h);

    INFO(told(passed) << "--\n" << told(without) << "--\n" << told(after) << "--\n" << told(by_own_word));
    CHECK(passed.verdict == SealVerdict::passed);
    REQUIRE_FALSE(passed.warnings.empty());
    CHECK(passed.warnings[0].code == "REVOKED_LATER");
    CHECK(without.verdict == SealVerdict::indeterminate);
    CHECK(has(without, "REVOKED_NO_POE"));
    CHECK(after.verdict == SealVerdict::indeterminate);
    CHECK(has(after, "REVOKED_NO_POE"));
    CHECK(by_own_word.verdict == SealVerdict::failed);
    CHECK(has(by_own_word, "REVOKED"));
}

TEST_CASE("a revocation counts also when nobody asked for revocation data", "[verification]") {
    Forge forge;
    forge.authority.revoke(forge.seal.certificate, noon() + 10min, trust::Reason::key_compromise);

    auto const report =
        judged(forge, Raised(forge).with_values(noon() + 20min).document(), noon() + 1h, RevocationRule::none);

    CHECK(has(report, "REVOKED_NO_POE"));
}

TEST_CASE("a time stamp over something else fails the signature", "[verification]") {
    Forge forge;
    Recipe other;
    other.claimed = "2026-11-23T11:00:00Z";
    auto stamped = Raised(forge, other).stamped(stamped_at).document();
    auto const foreign = element_of(stamped, "xades:SignatureTimeStamp");
    auto document = Raised(forge).stamped(stamped_at).document();
    replace(document, element_of(document, "xades:SignatureTimeStamp"), foreign);

    auto const report = judged(forge, document, noon() + 1h, RevocationRule::none);

    CHECK(report.verdict == SealVerdict::failed);
    CHECK(has(report, "HASH_FAILURE"));
    CHECK(level_of(report) == "XAdES-B-B");
}

TEST_CASE("what an archive time stamp is over cannot be changed or taken away", "[verification]") {
    Forge forge;
    auto const whole = Raised(forge).stamped(stamped_at).with_values(valued_at).archived(archived_at).document();
    auto const gone = GENERATE("xades:CertificateValues", "xades:RevocationValues", "xades:SignatureTimeStamp");
    auto document = whole;
    replace(document, element_of(document, gone), "");

    auto const report = judged(forge, document, noon() + 1h);

    INFO(gone << "\n" << told(report));
    CHECK(report.verdict == SealVerdict::failed);
    CHECK(has(report, "HASH_FAILURE"));
}

TEST_CASE("a time authority that may not stamp proves nothing", "[verification]") {
    Forge forge;
    auto const fault = GENERATE(trust::TimeFault::not_critical, trust::TimeFault::other_usage,
                                trust::TimeFault::stranger, trust::TimeFault::expired_certificate);
    forge.authority.fail(fault);
    auto const document = Raised(forge).stamped(stamped_at).document();

    auto const report = judged(forge, document, noon() + 2h, RevocationRule::none);

    INFO(static_cast<int>(fault) << told(report));
    CHECK_FALSE(report.signatures.at(0).proven_at);
    CHECK_FALSE(report.warnings.empty());
    CHECK(report.verdict == SealVerdict::passed);  // as a signature without time
}

TEST_CASE("a time stamp that was tampered with fails the signature", "[verification]") {
    Forge forge;
    forge.authority.fail(trust::TimeFault::broken_signature);

    auto const report =
        judged(forge, Raised(forge).stamped(stamped_at).document(), noon() + 1h, RevocationRule::none);

    CHECK(report.verdict == SealVerdict::failed);
    CHECK(has(report, "SIG_CRYPTO_FAILURE"));
}

TEST_CASE("a time stamp of the future proves nothing", "[verification]") {
    Forge forge;
    auto const document = Raised(forge).stamped(noon() + 24h * 2).document();

    auto const report = judged(forge, document, noon() + 1h, RevocationRule::none);

    CHECK_FALSE(report.signatures.at(0).proven_at);
    CHECK(report.signatures.at(0).time_stamps.at(0).findings.at(0).code == "TIMESTAMP_ORDER_FAILURE");
}

TEST_CASE("a claimed time after the time stamp is not believed", "[verification]") {
    Forge forge;
    Recipe recipe;
    recipe.claimed = "2026-11-23T12:30:00Z";

    auto const report =
        judged(forge, Raised(forge, recipe).stamped(stamped_at).document(), noon() + 1h, RevocationRule::none);

    CHECK(report.verdict == SealVerdict::indeterminate);
    CHECK(has(report, "SIG_CONSTRAINTS_FAILURE"));
}

TEST_CASE("an authority without a revocation service must be configured as one", "[verification]") {
    // The demo authority names no service in its certificates.
    Workshop const workshop;
    auto const container = workshop.decree();
    auto options = trusting({workshop.anchor()});
    options.policy.revocation = RevocationRule::needed;
    auto const asked = verify_file(container, options);
    options.anchors = without_revocation(options.anchors);
    auto const configured = verify_file(container, options);

    CHECK(has(asked, "TRY_LATER"));
    INFO(told(configured));
    CHECK(configured.verdict == SealVerdict::passed);
    REQUIRE_FALSE(configured.warnings.empty());
    CHECK(configured.warnings[0].code == "NO_REVOCATION_SERVICE");
}

TEST_CASE("a certificate that names a service is asked for, whatever is configured", "[verification]") {
    Forge const forge;
    auto options = forge.options();
    options.policy.revocation = RevocationRule::needed;
    options.anchors = without_revocation(options.anchors);

    auto const report = verify_document(content_of(forge.make({})), "act.xml", options);

    CHECK(has(report, "TRY_LATER"));
}

TEST_CASE("anchors are read from a folder, those without revocation service from a folder in it", "[verification]") {
    Forge const forge;
    Workshop const workshop;
    write(forge.folder / "anchors/a.pem", forge.authority.root_pem());
    write(forge.folder / "anchors/b.der", forge.authority.issuing());
    write(forge.folder / "anchors/read.me", "no certificate");
    write(forge.folder / "anchors/no-revocation/demo.pem", read(workshop.anchor()));

    auto const anchors = anchors_in_folder(forge.folder / "anchors");

    REQUIRE(anchors.size() == 3);
    CHECK(anchors[0].name == "a.pem");
    CHECK(anchors[1].name == "b.der");
    CHECK_FALSE(anchors[1].no_revocation);
    CHECK(anchors[2].no_revocation);
    CHECK_THROWS_AS(anchors_in_folder(forge.folder / "absent"), Outage);
    write(forge.folder / "anchors/c.pem", "no certificate");
    CHECK_THROWS_AS(anchors_in_folder(forge.folder / "anchors"), Outage);
}

TEST_CASE("an RSA signature is told to end in 2029", "[verification]") {
    Forge forge;
    SignatureEvidence evidence;
    evidence.certificate =
        forge.authority.issue({"RSA", trust::KeyKind::rsa3072, noon() - 24h, noon() + 24h * 365}).certificate;
    evidence.algorithm = SignatureAlgorithm{SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256};
    TrustAnchors const nobody;

    auto const near = judge(evidence, nobody, {}, noon());
    auto const past = judge(evidence, nobody, {}, noon() + 24h * 365 * 3);
    evidence.algorithm = SignatureAlgorithm{SignatureScheme::rsa_pss, HashAlgorithm::sha256};
    auto const endless = judge(evidence, nobody, {}, noon());

    REQUIRE(near.warnings.size() == 1);
    CHECK(near.warnings[0].code == "ALGORITHM_ENDS");
    CHECK(std::ranges::any_of(past.findings, [](auto const& one) {
        return one.code == "CRYPTO_CONSTRAINTS_FAILURE_NO_POE" &&
               one.message.en.find("since 2029-01-01") != std::string::npos;
    }));
    CHECK(endless.warnings.empty());
}

TEST_CASE("a certificate that is not meant for signing does not pass", "[verification]") {
    Forge forge;
    SignatureEvidence evidence;
    evidence.certificate = forge.authority
                               .issue({"Sleutel", trust::KeyKind::p256, noon() - 24h, noon() + 24h * 365,
                                       trust::Purpose::key_agreement})
                               .certificate;

    auto const judgement = judge(evidence, forge.options().anchors, {RevocationRule::none, nullptr}, noon());

    CHECK(std::any_of(judgement.findings.begin(), judgement.findings.end(),
                      [](SealFinding const& finding) { return finding.code == "CHAIN_CONSTRAINTS_FAILURE"; }));
}
