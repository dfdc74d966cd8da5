// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/crypto/certificate.hpp"
#include "gateway/refusal.hpp"
#include "tests/unit/keys/soft_token.hpp"

#include <atomic>
#include <thread>

using namespace wetbode;
using namespace wetbode::test;
using Catch::Contains;

namespace {

void check_signs(Signer const& signer, SignatureAlgorithm expected) {
    std::string const text = "Artikel 1";
    auto const value = signer.sign(hash_of(expected.hash, text));

    CHECK(signer.algorithm() == expected);
    CHECK(signature_holds(signer.chain().front(), expected, text, value));
    CHECK_FALSE(signature_holds(signer.chain().front(), expected, text + ".", value));
}

}  // namespace

TEST_CASE("a token signs with every kind of key that may seal", "[token]") {
    SoftToken const token;
    token.import("p256", p256, "01");
    token.import("p384", p384, "02");
    token.import("rsa", rsa3072, "03");
    auto pkcs1 = token.key("rsa");
    pkcs1.rsa = RsaPadding::pkcs1;

    check_signs(*token.load("p256"), {SignatureScheme::ecdsa, HashAlgorithm::sha256});
    check_signs(*token.load("p384"), {SignatureScheme::ecdsa, HashAlgorithm::sha384});
    check_signs(*token.load("rsa"), {SignatureScheme::rsa_pss, HashAlgorithm::sha256});
    check_signs(*signer_from_token(pkcs1, today()), {SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256});
}

TEST_CASE("a key that was born in the token is found by label, by id or by both", "[token]") {
    SoftToken const token;
    token.tool("--keypairgen --key-type EC:prime256v1 --label zegel-2026 --id a1b2 --usage-sign");
    token.tool("--read-object --type pubkey --id a1b2 --output-file zegel-2026.der");
    token.command("openssl pkey -pubin -inform DER -in zegel-2026.der -out zegel-2026.pub");
    token.authority.certify("zegel-2026");
    auto key = token.key("zegel-2026");

    CHECK_NOTHROW(signer_from_token(key, today()));
    key.id = "A1B2";
    CHECK_NOTHROW(signer_from_token(key, today()));
    key.label.clear();
    check_signs(*signer_from_token(key, today()), {SignatureScheme::ecdsa, HashAlgorithm::sha256});
    key.id = "a1b3";
    CHECK_THROWS_WITH(signer_from_token(key, today()), Contains("id a1b3") &&
                                                          Contains("only \"zegel-2026\" (id a1b2)"));
    key.id = "a1b";
    CHECK_THROWS_WITH(signer_from_token(key, today()), Contains("hexadecimal"));
    key.id.clear();
    CHECK_THROWS_WITH(signer_from_token(key, today()), Contains("sealing.pkcs11_key"));
}

TEST_CASE("a key that wants the PIN for every signature gets it", "[token]") {
    SoftToken const token;
    token.tool("--keypairgen --key-type EC:prime256v1 --label streng --id 05 --usage-sign --always-auth");
    token.tool("--read-object --type pubkey --id 05 --output-file streng.der");
    token.command("openssl pkey -pubin -inform DER -in streng.der -out streng.pub");
    token.authority.certify("streng");
    auto const signer = token.load("streng");

    for (int i = 0; i < 3; ++i) check_signs(*signer, {SignatureScheme::ecdsa, HashAlgorithm::sha256});
    write(token.folder / "pin.txt", "4321");
    CHECK_THROWS_WITH(signer->sign(hash_of(HashAlgorithm::sha256, "a")), Contains("CKR_PIN_INCORRECT"));
    write(token.folder / "pin.txt", "1234");
    CHECK_THROWS_WITH(signer->sign(hash_of(HashAlgorithm::sha256, "a")), Contains("not tried again"));
}

TEST_CASE("two keys of one label are told apart by their id only", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    token.command("softhsm2-util --import root.key --token zegel --label seal --id 02 --pin 1234");
    auto key = token.key("seal");

    CHECK_THROWS_WITH(signer_from_token(key, today()), Contains("several private keys") && Contains("pkcs11_key_id"));
    key.id = "01";
    CHECK_NOTHROW(signer_from_token(key, today()));
    key.id = "02";
    CHECK_THROWS_WITH(signer_from_token(key, today()), Contains("does not belong to the seal certificate"));
}

TEST_CASE("the chain comes from the token if no file has it", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "0a");
    auto key = token.key("seal");
    key.certificates.clear();

    CHECK_THROWS_WITH(signer_from_token(key, today()), Contains("no certificate") && Contains("certificate_file"));
    token.import_certificate("root", "f1");
    token.import_certificate("authority", "f2");
    token.import_certificate("seal", "0a");
    auto const signer = signer_from_token(key, today());

    REQUIRE(signer->chain().size() == 3);
    CHECK(facts_of_certificate(signer->chain()[1])->subject == "CN=Test authority,C=BE");
    check_signs(*signer, {SignatureScheme::ecdsa, HashAlgorithm::sha256});
    CHECK_THROWS_WITH(signer_from_token(key, today() + std::chrono::days{731}), Contains("ended at"));
}

TEST_CASE("a token is found by label, serial number or slot, and those that are there are told", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    auto const listed = run(token.folder.path(), "softhsm2-util --show-slots").output;
    auto const after = [&](std::string const& word) {
        auto const at = listed.find_first_not_of(' ', listed.find(word) + word.size());
        return listed.substr(at, listed.find_first_of(" \n", at) - at);
    };
    auto key = token.key("seal");
    auto const load_from = [&](std::string const& name) {
        key.token = name;
        return signer_from_token(key, today());
    };

    CHECK_NOTHROW(load_from("serial:" + after("Serial number:")));
    CHECK_NOTHROW(load_from("slot:" + after("Slot ")));
    CHECK_THROWS_WITH(load_from("zegl"), Contains("\"zegl\"") && Contains("only \"zegel\""));
    CHECK_THROWS_WITH(load_from("serial:0"), Contains("only \"zegel\""));
    CHECK_THROWS_WITH(load_from(""), Contains("sealing.pkcs11_token"));
    token.make_token();
    CHECK_THROWS_WITH(load_from("zegel"), Contains("two tokens") && Contains("serial:"));
}

TEST_CASE("a wrong PIN is given once and never again, not even after a new start", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    write(token.folder / "pin.txt", "4321");

    CHECK_THROWS_WITH(token.load("seal"), Contains("does not accept the PIN") && Contains("CKR_PIN_INCORRECT"));
    REQUIRE(token.pin_count_low());
    write(token.folder / "pin.txt", "1234");
    CHECK_THROWS_WITH(token.load("seal"), Contains("the last PIN was wrong") && Contains("by hand"));

    token.tool("--list-objects");
    CHECK_FALSE(token.pin_count_low());
    CHECK_NOTHROW(token.load("seal"));
}

TEST_CASE("a PIN that is missing costs no try", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    auto key = token.key("seal");

    write(token.folder / "pin.txt", "\n");
    CHECK_THROWS_WITH(signer_from_token(key, today()), Contains("is empty"));
    key.pin_file = token.folder / "absent";
    CHECK_THROWS_AS(signer_from_token(key, today()), Outage);
    key.pin_file.clear();
    CHECK_THROWS_WITH(signer_from_token(key, today()), Contains("sealing.pin_file"));
    CHECK_FALSE(token.pin_count_low());
}

TEST_CASE("a module that is none, or not there, is told", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    auto key = token.key("seal");

    key.module = "/usr/lib/softhsm/absent.so";
    CHECK_THROWS_WITH(signer_from_token(key, today()), Contains("sealing.pkcs11_module") && Contains("absent.so"));
    key.module = "libcrypto.so.3";
    CHECK_THROWS_WITH(signer_from_token(key, today()), Contains("no PKCS#11 module"));
}

TEST_CASE("many threads sign with few sessions", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    auto key = token.key("seal");
    key.sessions_max = 2;
    auto const signer = signer_from_token(key, today());
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 6; ++i)
            threads.emplace_back([&, i] {
                for (int k = 0; k < 20; ++k) {
                    auto const text = std::to_string(100 * i + k);
                    auto const value = signer->sign(hash_of(HashAlgorithm::sha256, text));
                    if (signature_holds(signer->chain().front(), signer->algorithm(), text, value)) ++good;
                }
            });
    }
    CHECK(good == 120);
}
