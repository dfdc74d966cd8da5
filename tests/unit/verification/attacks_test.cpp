// SPDX-License-Identifier: EUPL-1.2
// Every known way to make a signed document say what nobody signed. Each attack is made here, from a signature that
// is right, and must not pass; the untouched document does.
#include <catch2/catch.hpp>

#include "tests/unit/verification/forge.hpp"

#include "gateway/base/base64.hpp"

#include <functional>

using namespace wetbode;
using namespace wetbode::test;
using namespace std::chrono_literals;

namespace {

struct Attack {
    char const* name;
    std::function<std::string(Forge&)> document;
    char const* code;
};

std::string const enveloped =
    "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>";
std::string const exclusive = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>";
std::string const part = "<p xmlns=\"urn:test\" Id=\"p1\">De toelage bedraagt 100 euro.</p>";
std::string const with_part = "<act xmlns=\"urn:test\"><p Id=\"p1\">De toelage bedraagt 100 euro.</p>%SIGNATURE%</act>";

/// Covers only the element with the Id "p1".
Recipe by_id() {
    Recipe recipe;
    recipe.document = with_part;
    recipe.uri = " URI=\"#p1\"";
    recipe.transforms = exclusive;
    recipe.covered = part;
    return recipe;
}

/// A document signed by Id, in which the signed element went elsewhere.
std::function<std::string(Forge&)> moved(std::string_view into, bool in_object = false) {
    return [into = std::string(into), in_object](Forge& forge) {
        auto recipe = by_id();
        if (in_object) recipe.before_object = "<ds:Object>" + part + "</ds:Object>";
        auto document = into;
        replace(document, "%SIGNATURE%", forge.signature(recipe));
        return document;
    };
}

std::function<std::string(Forge&)> signed_as(std::function<void(Recipe&, Forge&)> const& wrong) {
    return [wrong](Forge& forge) {
        Recipe recipe;
        wrong(recipe, forge);
        return forge.make(recipe);
    };
}

std::function<std::string(Forge&)> with_transforms(std::string transforms) {
    return signed_as([transforms](Recipe& recipe, Forge&) { recipe.transforms = transforms; });
}

std::function<std::string(Forge&)> with_uri(std::string uri) {
    return signed_as([uri](Recipe& recipe, Forge&) { recipe.uri = uri; });
}

/// Signed rightly, changed afterwards.
std::function<std::string(Forge&)> changed(std::string_view old, std::string_view with) {
    return [old = std::string(old), with = std::string(with)](Forge& forge) {
        auto document = forge.make({});
        replace(document, old, with);
        return document;
    };
}

trust::Issued stranger() {
    trust::Authority other({noon() - 24h * 365, "http://trust.invalid"});
    return other.issue({"Zegel", trust::KeyKind::p256, noon() - 24h * 30, noon() + 24h * 365});
}

std::string shown(std::string const& der) { return "<ds:X509Certificate>" + base64(der) + "</ds:X509Certificate>"; }

std::string many(std::string const& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

std::string algorithm(std::string const& uri, std::string const& inside = {}) {
    return "<ds:Transform Algorithm=\"" + uri + "\">" + inside + "</ds:Transform>";
}

std::vector<Attack> wrapped() {
    return {
        {"the signed part went into ds:Object, a fake stands in its place",
         moved("<act xmlns=\"urn:test\"><p Id=\"p2\">100 000 euro</p>%SIGNATURE%</act>", true), "FORMAT_FAILURE"},
        {"the same Id twice, the fake first",
         moved("<act xmlns=\"urn:test\"><p Id=\"p1\">fake</p><x><p Id=\"p1\">De toelage bedraagt 100 euro.</p></x>"
               "%SIGNATURE%</act>"),
         "FORMAT_FAILURE"},
        {"the same Id twice, the fake last",
         moved("<act xmlns=\"urn:test\"><x><p Id=\"p1\">De toelage bedraagt 100 euro.</p></x><p Id=\"p1\">fake</p>"
               "%SIGNATURE%</act>"),
         "FORMAT_FAILURE"},
        {"the same Id twice under two spellings",
         moved("<act xmlns=\"urn:test\"><p xml:id=\"p1\">fake</p><p Id=\"p1\">De toelage bedraagt 100 euro.</p>"
               "%SIGNATURE%</act>"),
         "FORMAT_FAILURE"},
        {"the signed part is nested in a fake",
         moved("<act xmlns=\"urn:test\"><p>fake<p Id=\"p1\">De toelage bedraagt 100 euro.</p></p>%SIGNATURE%</act>"),
         "FORMAT_FAILURE"},
        {"the signed part went into a wrapper that nobody knows",
         moved("<act xmlns=\"urn:test\"><wrap xmlns=\"urn:x\"><p xmlns=\"urn:test\" Id=\"p1\">De toelage bedraagt 100 "
               "euro.</p></wrap><p>fake</p>%SIGNATURE%</act>"),
         "FORMAT_FAILURE"},
        {"a fake stands before the signed part",
         moved("<act xmlns=\"urn:test\"><p>fake</p><p Id=\"p1\">De toelage bedraagt 100 euro.</p>%SIGNATURE%</act>"),
         "FORMAT_FAILURE"},
        {"only a part is signed, honestly", [](Forge& forge) { return forge.make(by_id()); }, "FORMAT_FAILURE"},
        {"the whole signed document stands under a new root",
         [](Forge& forge) { return "<new>" + forge.make({}) + "</new>"; }, "FORMAT_FAILURE"},
        {"the root is the signature", [](Forge& forge) { return forge.signature({}); }, "FORMAT_FAILURE"},
        {"the signature stands deeper in the document",
         [](Forge& forge) {
             return forge.make({.document = "<act xmlns=\"urn:test\"><p>100 euro</p><x>%SIGNATURE%</x></act>"});
         },
         "FORMAT_FAILURE"},
        {"a second SignedInfo stands outside the signature",
         [](Forge& forge) {
             return forge.make({.document = "<act xmlns=\"urn:test\"><ds:SignedInfo xmlns:ds=\"http://www.w3.org/2000/"
                                            "09/xmldsig#\"></ds:SignedInfo>%SIGNATURE%</act>"});
         },
         "FORMAT_FAILURE"},
    };
}

std::vector<Attack> references() {
    return {
        {"an XPath transform hides the text",
         with_transforms(enveloped + algorithm("http://www.w3.org/TR/1999/REC-xpath-19991116",
                                               "<ds:XPath>not(ancestor-or-self::p)</ds:XPath>") + exclusive),
         "FORMAT_FAILURE"},
        {"an XPath filter 2.0", with_transforms(algorithm("http://www.w3.org/2002/06/xmldsig-filter2") + exclusive),
         "FORMAT_FAILURE"},
        {"a stylesheet", with_transforms(enveloped + algorithm("http://www.w3.org/TR/1999/REC-xslt-19991116")),
         "FORMAT_FAILURE"},
        {"base 64", with_transforms(enveloped + algorithm("http://www.w3.org/2000/09/xmldsig#base64")),
         "FORMAT_FAILURE"},
        {"200 transforms", with_transforms(enveloped + many(exclusive, 200)), "FORMAT_FAILURE"},
        {"no canonical form", with_transforms(enveloped), "FORMAT_FAILURE"},
        {"the signature is not left out", with_transforms(exclusive), "FORMAT_FAILURE"},
        {"no transform at all", with_transforms(""), "FORMAT_FAILURE"},
        {"the form with comments",
         with_transforms(enveloped + algorithm("http://www.w3.org/2001/10/xml-exc-c14n#WithComments")),
         "FORMAT_FAILURE"},
        {"prefixes that are kept", with_transforms(enveloped + algorithm("http://www.w3.org/2001/10/xml-exc-c14n#",
                                                                         "<ec:InclusiveNamespaces xmlns:ec=\"http://"
                                                                         "www.w3.org/2001/10/xml-exc-c14n#\" "
                                                                         "PrefixList=\"x\"></ec:InclusiveNamespaces>")),
         "FORMAT_FAILURE"},
        {"a file of this machine", with_uri(" URI=\"file:///etc/passwd\""), "FORMAT_FAILURE"},
        {"a page of the network", with_uri(" URI=\"http://127.0.0.1:1/x\""), "FORMAT_FAILURE"},
        {"an XPointer", with_uri(" URI=\"#xpointer(/)\""), "FORMAT_FAILURE"},
        {"a reference that does not say to what", with_uri(""), "FORMAT_FAILURE"},
        {"the document twice",
         signed_as([](Recipe& recipe, Forge&) {
             recipe.more_references = "<ds:Reference URI=\"\"><ds:Transforms>" + recipe.transforms +
                                      "</ds:Transforms><ds:DigestMethod Algorithm=\"" + recipe.digest_method +
                                      "\"></ds:DigestMethod><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>";
         }),
         "FORMAT_FAILURE"},
        {"a manifest",
         signed_as([](Recipe& recipe, Forge&) {
             recipe.before_object = "<ds:Object><ds:Manifest Id=\"m\"></ds:Manifest></ds:Object>";
         }),
         "FORMAT_FAILURE"},
        {"no reference to the document",
         signed_as([](Recipe& recipe, Forge&) { recipe.document_reference = false; }), "FORMAT_FAILURE"},
        {"no reference to the properties",
         signed_as([](Recipe& recipe, Forge&) { recipe.properties_reference = false; }), "FORMAT_FAILURE"},
        {"a digest with SHA-1",
         signed_as([](Recipe& recipe, Forge&) { recipe.digest_method = "http://www.w3.org/2000/09/xmldsig#sha1"; }),
         "CRYPTO_CONSTRAINTS_FAILURE"},
        {"a digest with MD5", signed_as([](Recipe& recipe, Forge&) {
             recipe.digest_method = "http://www.w3.org/2001/04/xmldsig-more#md5";
         }),
         "CRYPTO_CONSTRAINTS_FAILURE"},
        {"HMAC with the octets of the certificate", signed_as([](Recipe& recipe, Forge&) {
             recipe.signature_method = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
         }),
         "CRYPTO_CONSTRAINTS_FAILURE"},
    };
}

std::vector<Attack> keys() {
    return {
        {"a signature with SHA-1", signed_as([](Recipe& recipe, Forge&) {
             recipe.signature_method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1";
         }),
         "CRYPTO_CONSTRAINTS_FAILURE"},
        {"signed by another key, with the right certificate shown",
         [](Forge& forge) {
             auto const real = forge.seal;
             forge.use(forge.authority.issue({"Ander", trust::KeyKind::p256, noon() - 24h, noon() + 24h * 365}));
             Recipe recipe;
             recipe.named_certificate = real.certificate;
             recipe.shown_certificates = shown(real.certificate) + shown(forge.authority.issuing());
             return forge.make(recipe);
         },
         "SIG_CRYPTO_FAILURE"},
        {"the signed properties name another certificate than the key's",
         signed_as([](Recipe& recipe, Forge&) { recipe.named_certificate = stranger().certificate; }),
         "NO_SIGNING_CERTIFICATE_FOUND"},
        {"the certificate was exchanged for another of the same authority",
         signed_as([](Recipe& recipe, Forge& forge) {
             auto const other = forge.authority.issue({"Ander", trust::KeyKind::p256, noon() - 24h, noon() + 24h});
             recipe.shown_certificates = shown(other.certificate) + shown(forge.authority.issuing());
         }),
         "NO_SIGNING_CERTIFICATE_FOUND"},
        {"a KeyValue stands before the certificate", signed_as([](Recipe& recipe, Forge&) {
             recipe.before_x509 = "<ds:KeyValue><ds:RSAKeyValue></ds:RSAKeyValue></ds:KeyValue>";
             recipe.named_certificate = stranger().certificate;
         }),
         "NO_SIGNING_CERTIFICATE_FOUND"},
        {"an authority of the same name that nobody trusts",
         [](Forge&) { return Forge().make({}); },
         "NO_CERTIFICATE_CHAIN_FOUND"},
        {"a certificate that has expired",
         [](Forge& forge) {
             forge.use(forge.authority.issue({"Oud", trust::KeyKind::p256, noon() - 24h * 90, noon() - 24h}));
             return forge.make({.claimed = "2026-10-23T12:00:00Z"});
         },
         "OUT_OF_BOUNDS_NO_POE"},
    };
}

std::vector<Attack> properties() {
    return {
        {"no signature", [](Forge&) { return std::string("<act>x</act>"); }, "FORMAT_FAILURE"},
        {"no XML", [](Forge&) { return std::string("Artikel 1"); }, "FORMAT_FAILURE"},
        {"nothing", [](Forge&) { return std::string(); }, "FORMAT_FAILURE"},
        {"a second QualifyingProperties, unsigned, first", signed_as([](Recipe& recipe, Forge&) {
             recipe.before_object = "<ds:Object><xades:QualifyingProperties xmlns:xades=\"http://uri.etsi.org/01903/"
                                    "v1.3.2#\" Target=\"#sig\"></xades:QualifyingProperties></ds:Object>";
         }),
         "FORMAT_FAILURE"},
        {"the properties belong to another signature",
         signed_as([](Recipe& recipe, Forge&) { recipe.target = "#other"; }), "FORMAT_FAILURE"},
        {"the properties belong to nobody", signed_as([](Recipe& recipe, Forge&) { recipe.target.clear(); }),
         "FORMAT_FAILURE"},
        {"a media type for a reference that is not there",
         signed_as([](Recipe& recipe, Forge&) { recipe.format_reference = "#nothing"; }), "FORMAT_FAILURE"},
        {"the signing time was changed afterwards", changed("<xades:SigningTime>2026", "<xades:SigningTime>2025"),
         "HASH_FAILURE"},
        {"the claimed time lies in the future",
         signed_as([](Recipe& recipe, Forge&) { recipe.claimed = "2027-11-23T12:00:00Z"; }),
         "SIG_CONSTRAINTS_FAILURE"},
        {"a signature within the signature", signed_as([](Recipe& recipe, Forge& forge) {
             Recipe inner;
             inner.id = "inner";
             recipe.before_object = "<ds:Object>" + forge.signature(inner) + "</ds:Object>";
         }),
         "FORMAT_FAILURE"},
    };
}

std::vector<Attack> texts() {
    return {
        {"the text was changed", changed("100 euro", "1000 euro"), "HASH_FAILURE"},
        {"the text was changed around a comment", changed("100 euro", "100<!-- -->0 euro"), "HASH_FAILURE"},
        {"an element was added", changed("<title>", "<p/><title>"), "HASH_FAILURE"},
        {"an attribute was added", changed("<title>", "<title new=\"\">"), "HASH_FAILURE"},
        {"a processing instruction was added", changed("<title>", "<?x y?><title>"), "HASH_FAILURE"},
        {"one was added before the root", changed("<act ", "<?x y?><act "), "HASH_FAILURE"},
        {"an internal entity",
         changed("<act ", "<!DOCTYPE act [<!ENTITY e \"100\">]><act "), "FORMAT_FAILURE"},
        {"a default attribute",
         changed("<act ", "<!DOCTYPE act [<!ATTLIST act lang CDATA \"nl\">]><act "), "FORMAT_FAILURE"},
        {"the signature twice",
         [](Forge& forge) {
             auto document = std::string(act);
             auto const signature = forge.signature({});
             replace(document, "%SIGNATURE%", signature + signature);
             return document;
         },
         "FORMAT_FAILURE"},
        {"the signature of another document",
         [](Forge& forge) {
             auto document = std::string(act);
             replace(document, "%SIGNATURE%",
                     forge.signature({.document = "<act xmlns=\"urn:test\"><p>Anders.</p>%SIGNATURE%</act>"}));
             return document;
         },
         "HASH_FAILURE"},
        {"a second, good signature beside one over less",
         [](Forge& forge) {
             auto first = by_id();
             first.id = "first";
             first.target = "#first";
             auto document = with_part;
             auto const one = forge.signature(first);
             Recipe second;
             second.document = with_part;
             replace(second.document, "%SIGNATURE%", one + "%SIGNATURE%");
             return forge.make(second);
         },
         "FORMAT_FAILURE"},
        {"more signatures than are read",
         [](Forge& forge) {
             std::string all;
             for (int i = 0; i < 17; ++i) {
                 Recipe recipe;
                 recipe.id = "s" + std::to_string(i);
                 recipe.target = "#" + recipe.id;
                 auto signature = forge.signature(recipe);
                 replace(signature, "Id=\"ref\"", "Id=\"ref" + std::to_string(i) + "\"");
                 all += signature;
             }
             auto document = std::string(act);
             replace(document, "%SIGNATURE%", all);
             return document;
         },
         "FORMAT_FAILURE"},
    };
}

void none_passes(std::vector<Attack> const& attacks) {
    for (auto const& attack : attacks) {
        Forge forge;
        auto const report = forge.verify(attack.document(forge));
        INFO(attack.name << "\n" << told(report));
        CHECK(report.verdict != SealVerdict::passed);
        CHECK(has(report, attack.code));
    }
}

}  // namespace

TEST_CASE("a document that was signed rightly passes", "[verification]") {
    Forge const forge;

    auto const report = forge.verify(forge.make({}));

    INFO(told(report));
    CHECK(report.verdict == SealVerdict::passed);
    CHECK(report.format == "XAdES");
    REQUIRE(report.signatures.size() == 1);
    CHECK(report.signatures[0].level == "XAdES-B-B");
    CHECK(report.signatures[0].coverage == Coverage::whole);
    CHECK(report.signatures[0].trusted_by == "root.pem");
    CHECK(report.signatures[0].algorithm == "P-256, ECDSA with SHA-256");
    REQUIRE(report.files.size() == 1);
    CHECK(report.files[0].intact);
}

TEST_CASE("the report tells what was hashed, not what was sent", "[verification]") {
    Forge const forge;
    auto plain = std::string(act);
    replace(plain, "%SIGNATURE%", "");

    auto const report = forge.verify(forge.make({}));

    CHECK(report.files.at(0).bytes == canonical(plain).size());
    CHECK(report.files.at(0).digest == hex_of(hash_of(HashAlgorithm::sha256, canonical(plain))));
}

TEST_CASE("what changes no meaning changes no verdict", "[verification]") {
    Forge forge;
    auto const [old, with] = GENERATE(table<char const*, char const*>({
        {"<title>", "<title >"},
        {"<title>", "<!-- a comment --><title>"},
        {"Id=\"act\"", "  Id='act'"},
        {"<ds:SignatureValue>", "<ds:SignatureValue>\n  "},
        {"100 euro", "&#49;00 euro"},
    }));

    auto const report = forge.verify(changed(old, with)(forge));

    INFO(with << "\n" << told(report));
    CHECK(report.verdict == SealVerdict::passed);
}

TEST_CASE("a signed document that was wrapped or moved does not pass", "[verification]") { none_passes(wrapped()); }

TEST_CASE("a signature that covers something other than the whole document does not pass", "[verification]") {
    none_passes(references());
}

TEST_CASE("a signature whose key is not that of the named certificate does not pass", "[verification]") {
    none_passes(keys());
}

TEST_CASE("a signature with properties that are not its own does not pass", "[verification]") {
    none_passes(properties());
}

TEST_CASE("a document that was changed does not pass", "[verification]") { none_passes(texts()); }
