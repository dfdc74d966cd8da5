// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/sha256.hpp"
#include "gateway/refusal.hpp"
#include "gateway/crypto/certificate.hpp"
#include "tests/unit/sealing/workshop.hpp"

#include <sys/stat.h>

using namespace wetbode;
using namespace wetbode::test;

namespace {

mode_t rights_of(std::filesystem::path const& file) {
    struct stat facts {};
    REQUIRE(::stat(file.c_str(), &facts) == 0);
    return facts.st_mode & 0777U;
}

}  // namespace

TEST_CASE("demo keys are made once and the private key is for its owner only", "[keyring]") {
    Folder const folder;

    make_demo_keys(folder.path(), noon());
    auto const first = read(folder / "demo-seal.pem");
    make_demo_keys(folder.path(), noon() + std::chrono::hours{1});

    CHECK(read(folder / "demo-seal.pem") == first);
    CHECK(rights_of(folder / "demo-seal.key") == 0600U);
    CHECK(rights_of(folder / "demo-seal.pem") == 0644U);
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 3);
}

TEST_CASE("demo keys that were half made are made anew", "[keyring]") {
    Folder const folder;
    make_demo_keys(folder.path(), noon());
    std::filesystem::remove(folder / "demo-seal.pem");

    make_demo_keys(folder.path(), noon());

    auto const signer = signer_from_files(folder / "demo-seal.key", folder / "demo-seal.pem", {}, noon());
    CHECK(signer->chain().size() == 2);
}

TEST_CASE("the demo certificates are what openssl calls a good chain", "[keyring]") {
    Workshop const workshop;

    auto const verified = run(workshop.folder.path(),
                              "openssl verify -x509_strict -attime 1795435200 -CAfile demo-ca.pem demo-seal.pem");
    auto const shown = run(workshop.folder.path(), "openssl x509 -in demo-seal.pem -noout -text");

    INFO(verified.output);
    CHECK(verified.status == 0);
    CHECK(shown.output.find("O = Wetbode demo") != std::string::npos);
    CHECK(shown.output.find("Digital Signature, Non Repudiation") != std::string::npos);
    CHECK(shown.output.find("Authority Key Identifier") != std::string::npos);
    CHECK(workshop.signer->not_after() == noon() - std::chrono::hours{1} + std::chrono::days{730});
}

TEST_CASE("a signature is r and s side by side and holds for its certificate only", "[keyring]") {
    Workshop const workshop;
    Workshop const stranger;
    std::string const text = "Artikel 1";
    auto const digest = sha256(text);

    auto const value = workshop.signer->sign({reinterpret_cast<char const*>(digest.octets.data()), 32});

    SignatureAlgorithm const algorithm{SignatureScheme::ecdsa, HashAlgorithm::sha256};
    auto const& certificate = workshop.signer->chain().front();
    CHECK(value.size() == 64);
    CHECK(signature_holds(certificate, algorithm, text, value));
    CHECK_FALSE(signature_holds(certificate, algorithm, text + " ", value));
    CHECK_FALSE(signature_holds(certificate, algorithm, text, value.substr(1)));
    CHECK_FALSE(signature_holds(certificate, {SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256}, text, value));
    CHECK_FALSE(signature_holds(stranger.signer->chain().front(), algorithm, text, value));
    CHECK_FALSE(signature_holds("no certificate", algorithm, text, value));
}

TEST_CASE("an encrypted key needs its pass phrase", "[keyring]") {
    Folder const folder;
    make_demo_keys(folder.path(), noon());
    write(folder / "phrase", "geheim van de griffie\n");
    write(folder / "wrong", "iets anders");
    REQUIRE(run(folder.path(), "openssl pkcs8 -topk8 -v2 aes-256-cbc -in demo-seal.key -passout file:phrase "
                               "-out locked.key").status == 0);
    auto const load = [&](std::filesystem::path const& phrase) {
        return signer_from_files(folder / "locked.key", folder / "demo-seal.pem", phrase, noon());
    };

    CHECK(load(folder / "phrase")->chain().size() == 2);
    CHECK_THROWS_AS(load(folder / "wrong"), Outage);
    CHECK_THROWS_AS(load({}), Outage);
    CHECK_THROWS_AS(load(folder / "absent"), Outage);
}

TEST_CASE("keys and certificates that do not fit are told apart before the first seal", "[keyring]") {
    Workshop const ours;
    Workshop const theirs;
    auto const& folder = ours.folder;
    REQUIRE(run(folder.path(), "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out p384.key && "
                               "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key && "
                               "cat demo-seal.pem rsa.key | sed 's/MII/M!I/' > broken.pem").status == 0);
    auto const load = [&](char const* key, std::filesystem::path const& chain, Instant now) {
        return signer_from_files(folder / key, chain, {}, now);
    };
    auto const chain = folder / "demo-seal.pem";

    CHECK_THROWS_WITH(load("demo-seal.key", theirs.folder / "demo-seal.pem", noon()),
                      Catch::Contains("does not belong"));
    CHECK_THROWS_WITH(load("p384.key", chain, noon()), Catch::Contains("does not belong"));
    CHECK_THROWS_WITH(load("rsa.key", chain, noon()), Catch::Contains("does not belong"));
    CHECK_THROWS_WITH(load("demo-seal.pem", chain, noon()), Catch::Contains("no private key"));
    CHECK_THROWS_WITH(load("demo-seal.key", folder / "demo-seal.key", noon()), Catch::Contains("no certificate"));
    CHECK_THROWS_AS(load("demo-seal.key", folder / "broken.pem", noon()), Outage);
    CHECK_THROWS_WITH(load("demo-seal.key", chain, noon() + std::chrono::days{731}), Catch::Contains("ended at"));
    CHECK_THROWS_WITH(load("demo-seal.key", chain, noon() - std::chrono::hours{2}),
                      Catch::Contains("not valid before"));
    CHECK_THROWS_WITH(load("demo-seal.key", ours.anchor(), noon()), Catch::Contains("not for signing"));
}
