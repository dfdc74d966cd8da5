// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/ebox/assertion.hpp"
#include "doubles/fake_clock.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/files.hpp"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <stdexcept>

using namespace wetbode;
using nlohmann::json;

namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;

void write_pem(EVP_PKEY* key, std::filesystem::path const& path) {
    std::unique_ptr<BIO, Free> const bio(BIO_new_file(path.c_str(), "w"));
    REQUIRE(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
}

std::string decoded(std::string text) {
    for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
    while (text.size() % 4 != 0) text += '=';
    return from_base64(text, Base64Space::refuse).value();
}

bool verifies(EVP_PKEY* key, std::string const& text, std::string const& signature) {
    std::unique_ptr<EVP_MD_CTX, Free> const context(EVP_MD_CTX_new());
    auto const* bytes = reinterpret_cast<unsigned char const*>(text.data());
    auto const* mark = reinterpret_cast<unsigned char const*>(signature.data());
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), mark, signature.size(), bytes, text.size()) == 1;
}

}  // namespace

TEST_CASE("an assertion is signed RS256, short-lived, and never twice the same", "[ebox]") {
    TemporaryFolder const folder;
    Key const key(EVP_RSA_gen(2048));
    write_pem(key.get(), folder.path() / "key.pem");
    ebox::AssertionSigner const signer({folder.path() / "key.pem", "k-1", "client", "https://audience.test"});

    auto const jwt = signer.sign(FakeClock::monday);

    auto const first = jwt.find('.');
    auto const second = jwt.rfind('.');
    auto const header = json::parse(decoded(jwt.substr(0, first)));
    auto const claims = json::parse(decoded(jwt.substr(first + 1, second - first - 1)));
    CHECK(header == json{{"alg", "RS256"}, {"typ", "JWT"}, {"kid", "k-1"}});
    CHECK(claims["iss"] == "client");
    CHECK(claims["aud"] == "https://audience.test");
    CHECK(claims["exp"].get<std::int64_t>() - claims["iat"].get<std::int64_t>() == 300);
    CHECK(verifies(key.get(), jwt.substr(0, second), decoded(jwt.substr(second + 1))));
    CHECK(signer.sign(FakeClock::monday) != jwt);
}

TEST_CASE("a key that is not RSA or no key at all stops the start", "[ebox]") {
    TemporaryFolder const folder;
    Key const key(EVP_EC_gen("P-256"));
    write_pem(key.get(), folder.path() / "ec.pem");
    write_durably(folder.path() / "none.pem", "nothing");

    for (auto const* name : {"ec.pem", "none.pem"})
        CHECK_THROWS_AS(ebox::AssertionSigner({folder.path() / name, "", "c", "a"}), std::invalid_argument);
}
