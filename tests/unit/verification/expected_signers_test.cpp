// SPDX-License-Identifier: EUPL-1.2
// Did everybody sign who had to? A name is compared whole, however it is spelled.
#include <catch2/catch.hpp>

#include "tests/unit/verification/forge.hpp"
#include "tests/unit/verification/made_person.hpp"

#include "gateway/base/content.hpp"
#include "gateway/crypto/hashing.hpp"
#include "gateway/verification/expected_signers.hpp"
#include "gateway/verification/folded_name.hpp"

using namespace wetbode;
using namespace wetbode::test;

namespace {

using State = ExpectedSigner::State;

SignatureReport by(std::string certificate, SealVerdict verdict = SealVerdict::passed) {
    SignatureReport report;
    report.name = "sig";
    report.verdict = verdict;
    report.certificate = hex_of(hash_of(HashAlgorithm::sha256, certificate));
    report.certificate_der = std::move(certificate);
    return report;
}

/// As the Belgian eID names its holder. The number is of nobody: its check digits are wrong.
SignatureReport person() {
    return by(certificate_named({{"C", "BE"},
                                 {"CN", "Anna Peeters (Signature)"},
                                 {"SN", "Peeters"},
                                 {"GN", "Anna Maria"},
                                 {"serialNumber", "85073000000"}},
                                0x0A1B));
}

SignatureReport house() {
    return by(certificate_named({{"CN", "Zegel 2026"}, {"O", "Vlaams Parlement"},
                                 {"organizationIdentifier", "NTRBE-0931814266"}}));
}

State state_of(std::string const& expected, SignatureReport const& signature) {
    return look_for({expected}, {signature}).at(0).state;
}

bool meets(std::string const& expected, SignatureReport const& signature) {
    return state_of(expected, signature) == State::has_signed;
}

}  // namespace

TEST_CASE("a person is met under every whole name that his certificate tells", "[verification][expected]") {
    for (auto const* const name :
         {"Anna Peeters", "Anna Peeters (Signature)", "Anna Maria Peeters", "Peeters Anna Maria", "Peeters, Anna Maria",
          "CN=Anna Peeters (Signature)", "85073000000", "serialNumber=85073000000", "serial:0a1b", "serial:00:0A:1B"}) {
        INFO(name);
        CHECK(meets(name, person()));
    }
}

TEST_CASE("part of a name is nobody's name", "[verification][expected]") {
    for (auto const* const name :
         {"An", "Anna", "Peeters", "Anna P", "nna Peeters", "Anna Peeters (", "Peeter", "CN=Anna", "CN=Anna Peeters",
          "Maria Peeters", "8507300000", "serial:A1", "serial:0a1b0", "Zegel", "O=Peeters"}) {
        INFO(name);
        CHECK_FALSE(meets(name, person()));
    }
}

TEST_CASE("one name may be spelled in many ways", "[verification][expected]") {
    auto const signature = by(certificate_named({{"CN", "Ren\u00e9e D'Hondt-\u0160i\u0161 Stra\u00dfe"}}));

    for (auto const* const name : {"Rene\u0301e D'Hondt-\u0160i\u0161 Strasse",
                                   "REN\u00c9E  d\u2019hondt\u2010\u0161i\u0161 STRASSE ",
                                   "\uff32en\u00e9e D\u00b4Hondt-\u0160i\u0161 Stra\u00dfe"}) {
        INFO(name);
        CHECK(meets(name, signature));
    }
    CHECK_FALSE(meets("Renee D'Hondt-\u0160i\u0161 Strasse", signature));  // an accent is part of the name
    CHECK_FALSE(meets("Ren\u00e9e D'Hondt\u0160i\u0161 Strasse", signature));
}

TEST_CASE("who works in a house does not sign as the house", "[verification][expected]") {
    auto const clerk =
        by(certificate_named({{"CN", "Anna Peeters"}, {"SN", "Peeters"}, {"GN", "Anna"}, {"O", "Vlaams Parlement"}}));

    CHECK(meets("vlaams parlement", house()));
    CHECK(meets("NTRBE-0931814266", house()));
    CHECK(meets("organizationIdentifier=ntrbe-0931814266", house()));
    CHECK_FALSE(meets("Vlaams Parlement", clerk));
    CHECK(meets("O=Vlaams Parlement", clerk));  // asked for in so many words: anybody of that house
}

TEST_CASE("a certificate is named by its digest, however a tool prints it", "[verification][expected]") {
    auto const signature = house();
    auto const digest = signature.certificate;
    std::string pairs;
    for (std::size_t i = 0; i < digest.size(); i += 2)
        pairs += (i == 0 ? "" : ":") + digest.substr(i, 2);

    CHECK(meets(digest, signature));
    CHECK(meets("SHA256:" + pairs, signature));
    CHECK_FALSE(meets(std::string(64, '0'), signature));
    CHECK_FALSE(meets(digest.substr(0, 63), signature));
}

TEST_CASE("only a signature that passes meets what was expected", "[verification][expected]") {
    auto failed = person();
    failed.verdict = SealVerdict::failed;
    failed.name = "broken";
    auto unsure = person();
    unsure.verdict = SealVerdict::indeterminate;
    unsure.name = "unsure";

    auto const alone = look_for({"Anna Peeters", "Zegel 2026"}, {failed, unsure});
    auto const again = look_for({"Anna Peeters"}, {failed, person(), unsure});

    CHECK(alone.at(0).state == State::not_passed);
    CHECK(alone.at(0).signature == "unsure");
    CHECK(alone.at(0).verdict == SealVerdict::indeterminate);
    CHECK(alone.at(1).state == State::missing);
    CHECK(alone.at(1).signature.empty());
    CHECK(again.at(0).state == State::has_signed);
    CHECK(again.at(0).signature == "sig");
}

TEST_CASE("what can mean nobody is told, and is never met", "[verification][expected]") {
    for (auto const* const nobody : {"", "  ", "CN=", "O= ", "sha256:00ff", "sha256:", "serial:", "serial:xyz",
                                     "serial:0000", "\xff\xfe", "\u200b"}) {
        INFO(nobody);
        CHECK(fault_in_expected(nobody));
        CHECK(state_of(nobody, by(certificate_named({{"CN", "x"}}))) == State::missing);
        CHECK(state_of(nobody, by(certificate_named({}))) == State::missing);
    }
    CHECK(fault_in_expected(std::string(257, 'a')));
    CHECK_FALSE(fault_in_expected(std::string(256, 'a')));
    CHECK_FALSE(fault_in_expected("Anna Peeters"));
}

TEST_CASE("an expected signer who is missing keeps a whole document from passing", "[verification][expected]") {
    Forge forge;
    auto whole = forge.verify(forge.make({}));
    REQUIRE(whole.verdict == SealVerdict::passed);
    auto missing = whole;
    auto const signer = "sha256:" + whole.signatures.at(0).certificate;

    add_expected(whole, {signer});
    add_expected(missing, {signer, "Anna Peeters"});

    CHECK(whole.verdict == SealVerdict::passed);
    CHECK(whole.expected.at(0).state == State::has_signed);
    CHECK(missing.verdict == SealVerdict::indeterminate);
    REQUIRE(missing.findings.size() == 1);
    CHECK(missing.findings[0].code == "SIG_CONSTRAINTS_FAILURE");
    CHECK(missing.findings[0].message.nl == "De verwachte handtekening van Anna Peeters ontbreekt.");
    CHECK(missing.findings[0].message.en == "The expected signature of Anna Peeters is missing.");
}

TEST_CASE("a number of the national register is hidden from who reads", "[verification][expected]") {
    CHECK(shown("85073000000") == "*********00");
    CHECK(shown("serialNumber=85.07.30-000.00") == "serialNumber=**.**.**-***.00");
    CHECK(shown("0931814266") == "0931814266");
    CHECK(shown("Anna Peeters") == "Anna Peeters");
    CHECK(shown(std::string(64, '1')) == std::string(64, '1'));
}

TEST_CASE("octets that are no text are no name", "[verification][expected]") {
    CHECK(folded_name("\xc3").empty());
    CHECK(folded_name(std::string(4097, 'a')).empty());
    CHECK(folded_name("\u00a0 A \t B\u3000") == "a b");
}
