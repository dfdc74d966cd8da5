// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/crypto/certificate.hpp"
#include "gateway/refusal.hpp"
#include "tests/unit/keys/authority.hpp"

using namespace wetbode;
using namespace wetbode::test;
using Catch::Contains;

namespace {

struct House {
    Folder folder;
    Authority authority{folder.path()};

    [[nodiscard]] std::unique_ptr<Signer> load(std::string const& name, RsaPadding rsa = RsaPadding::pss) const {
        return signer_from_files({folder / (name + ".key"), folder / (name + "-chain.pem"), {}, rsa}, today());
    }
    /// Loads with a chain of these files, in this order.
    [[nodiscard]] std::unique_ptr<Signer> load_chain(std::string const& key, std::string const& files) const {
        REQUIRE(run(folder.path(), "cat " + files + " > made-chain.pem").status == 0);
        return signer_from_files({folder / key, folder / "made-chain.pem", {}}, today());
    }
};

void check_signs(Signer const& signer, SignatureAlgorithm expected, std::size_t octets) {
    std::string const text = "Artikel 1";
    auto const value = signer.sign(hash_of(expected.hash, text));

    CHECK(signer.algorithm() == expected);
    CHECK(value.size() == octets);
    CHECK(signature_holds(signer.chain().front(), expected, text, value));
    CHECK_FALSE(signature_holds(signer.chain().front(), expected, text + ".", value));
}

}  // namespace

TEST_CASE("the curve of a key decides its algorithm, the setting that of an RSA key", "[chain]") {
    House const house;
    house.authority.issue("p384", p384);
    house.authority.issue("rsa", rsa3072);

    check_signs(*house.load("p384"), {SignatureScheme::ecdsa, HashAlgorithm::sha384}, 96);
    check_signs(*house.load("p384", RsaPadding::pkcs1), {SignatureScheme::ecdsa, HashAlgorithm::sha384}, 96);
    check_signs(*house.load("rsa"), {SignatureScheme::rsa_pss, HashAlgorithm::sha256}, 384);
    check_signs(*house.load("rsa", RsaPadding::pkcs1), {SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256}, 384);
}

TEST_CASE("openssl finds the PSS signature of an RSA key to be what RFC 9231 asks", "[chain]") {
    House const house;
    house.authority.issue("rsa", rsa3072);
    write(house.folder / "text", "Artikel 1");

    write(house.folder / "value", house.load("rsa")->sign(hash_of(HashAlgorithm::sha256, "Artikel 1")));
    auto const verify = [&](char const* salt) {
        return run(house.folder.path(), "openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha256 "
                                        "-sigopt rsa_pss_saltlen:" + std::string(salt) +
                                            " -verify rsa.pub -signature value text").status;
    };

    CHECK(verify("32") == 0);
    CHECK(verify("20") != 0);
}

TEST_CASE("a key that is too short or of a strange kind cannot seal", "[chain]") {
    House const house;
    for (auto const& [name, algorithm] : {std::pair{"rsa2048", "RSA -pkeyopt rsa_keygen_bits:2048"},
                                          std::pair{"p521", "EC -pkeyopt ec_paramgen_curve:P-521"},
                                          std::pair{"ed", "ED25519"}}) {
        CAPTURE(name);
        house.authority.issue(name, algorithm);
        CHECK_THROWS_WITH(house.load(name), Contains("cannot seal") && Contains("3072"));
    }
}

TEST_CASE("a key for PSS only is not bent to PKCS#1 v1.5", "[chain]") {
    House const house;
    house.authority.issue("pss", "RSA-PSS -pkeyopt rsa_keygen_bits:3072");

    check_signs(*house.load("pss"), {SignatureScheme::rsa_pss, HashAlgorithm::sha256}, 384);
    CHECK_THROWS_WITH(house.load("pss", RsaPadding::pkcs1), Contains("sealing.rsa"));
}

TEST_CASE("a chain stands in order, each certificate signed by the next", "[chain]") {
    House const house;
    house.authority.issue("seal", p256);
    house.authority.issue("other", p256);

    CHECK(house.load_chain("seal.key", "seal.pem")->chain().size() == 1);
    CHECK(house.load_chain("seal.key", "seal.pem authority.pem root.pem")->chain().size() == 3);
    CHECK_THROWS_WITH(house.load_chain("seal.key", "seal.pem root.pem authority.pem"),
                      Contains("certificate 1") && Contains("not signed by certificate 2"));
    CHECK_THROWS_WITH(house.load_chain("seal.key", "seal.pem authority.pem seal.pem"), Contains("not signed by"));
    CHECK_THROWS_WITH(house.load_chain("seal.key", "seal.pem other.pem"), Contains("not signed by"));
    CHECK_THROWS_WITH(house.load_chain("seal.key", "authority.pem root.pem"), Contains("not for signing"));
    CHECK_THROWS_WITH(house.load_chain("seal.key", "other.pem authority.pem"), Contains("does not belong"));
    CHECK_THROWS_WITH(house.load_chain("seal.key", "seal.pem authority.pem" + [] {
        std::string roots;
        for (int i = 0; i < 7; ++i) roots += " root.pem";
        return roots;
    }()), Contains("more than 8"));
}

TEST_CASE("a namesake of the issuer with another key is not taken for it", "[chain]") {
    House const house;
    House const forger;
    house.authority.issue("seal", p256);
    std::filesystem::copy_file(forger.folder / "authority.pem", house.folder / "namesake.pem");

    CHECK_THROWS_WITH(house.load_chain("seal.key", "seal.pem namesake.pem"), Contains("not signed by"));
}

TEST_CASE("a certificate that is for other uses, has ended or has not begun does not seal", "[chain]") {
    House const house;
    house.authority.issue("seal", p256);
    auto const at = [&](Instant now) {
        return signer_from_files({house.folder / "seal.key", house.folder / "seal-chain.pem", {}}, now);
    };

    CHECK_THROWS_WITH(at(today() + std::chrono::days{731}), Contains("ended at") && Contains("Test seal"));
    CHECK_THROWS_WITH(at(today() - std::chrono::days{1}), Contains("not valid before") && Contains("clock"));

    house.authority.certify("seal", "critical,keyEncipherment");
    CHECK_THROWS_WITH(at(today()), Contains("not for signing"));
    house.authority.certify("seal", "critical,nonRepudiation");
    CHECK_NOTHROW(at(today()));
}

TEST_CASE("an issuer that has ended is told with its name", "[chain]") {
    House const house;
    house.authority.issue("seal", p256);
    house.authority.certify("seal", "critical,digitalSignature", 3400);

    CHECK_THROWS_WITH(signer_from_files({house.folder / "seal.key", house.folder / "seal-chain.pem", {}},
                                        today() + std::chrono::days{3100}),
                      Contains("certificate 2") && Contains("Test authority") && Contains("leave it out"));
}

TEST_CASE("PKCS#12 brings its own chain, whatever its order", "[pkcs12]") {
    House const house;
    house.authority.issue("seal", p256);
    write(house.folder / "phrase", "geheim\n");
    REQUIRE(run(house.folder.path(), "cat root.pem authority.pem > others.pem && openssl pkcs12 -export -inkey "
                                     "seal.key -in seal.pem -certfile others.pem -passout pass:geheim -out seal.p12")
                .status == 0);

    auto const signer = signer_from_files({house.folder / "seal.p12", {}, house.folder / "phrase"}, today());

    REQUIRE(signer->chain().size() == 3);
    CHECK(facts_of_certificate(signer->chain()[1])->subject == "CN=Test authority,C=BE");
    CHECK(facts_of_certificate(signer->chain()[2])->subject == "CN=Test root,C=BE");
    check_signs(*signer, {SignatureScheme::ecdsa, HashAlgorithm::sha256}, 64);
}

TEST_CASE("PKCS#12 that cannot be used says why", "[pkcs12]") {
    House const house;
    house.authority.issue("seal", p256);
    write(house.folder / "phrase", "geheim");
    write(house.folder / "wrong", "iets anders");
    auto const exported = [&](std::string const& options) {
        auto const ran = run(house.folder.path(), "openssl pkcs12 -export " + options + " -out seal.p12");
        INFO(ran.output);
        REQUIRE(ran.status == 0);
    };
    auto const load = [&](std::filesystem::path const& phrase, std::filesystem::path const& chain = {}) {
        return signer_from_files({house.folder / "seal.p12", chain, phrase}, today());
    };

    exported("-inkey seal.key -in seal.pem -passout pass:geheim");
    CHECK_NOTHROW(load(house.folder / "phrase"));
    CHECK_THROWS_WITH(load(house.folder / "wrong"), Contains("does not open"));
    CHECK_THROWS_WITH(load({}), Contains("sealing.passphrase_file"));
    CHECK(load(house.folder / "phrase", house.folder / "seal-chain.pem")->chain().size() == 3);

    exported("-nokeys -in seal.pem -passout pass:geheim");
    CHECK_THROWS_WITH(load(house.folder / "phrase"), Contains("no private key"));
    exported("-legacy -inkey seal.key -in seal.pem -passout pass:geheim");
    CHECK_THROWS_WITH(load(house.folder / "phrase"), Contains("no longer safe"));
    write(house.folder / "seal.p12", "\x30\x82 broken");
    CHECK_THROWS_AS(load(house.folder / "phrase"), Outage);
}
