// SPDX-License-Identifier: EUPL-1.2
// A token that goes away under a running signer, and one that comes back.
#include <catch2/catch.hpp>

#include "gateway/crypto/certificate.hpp"
#include "gateway/refusal.hpp"
#include "tests/unit/keys/soft_token.hpp"

#include <p11-kit/pkcs11.h>

#include <dlfcn.h>

#include <atomic>
#include <thread>

using namespace wetbode;
using namespace wetbode::test;
using Catch::Contains;

namespace {

/// The same module as the signer's: what one does to it the other sees.
CK_FUNCTION_LIST const& module_of(TokenKey const& key) {
    void* const library = ::dlopen(key.module.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    REQUIRE(library != nullptr);
    auto const list = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    CK_FUNCTION_LIST* functions = nullptr;
    REQUIRE(list(&functions) == CKR_OK);
    return *functions;
}

CK_SLOT_ID slot_in(CK_FUNCTION_LIST const& module) {
    CK_SLOT_ID slots[16];
    CK_ULONG count = 16;
    REQUIRE(module.C_GetSlotList(CK_TRUE, slots, &count) == CKR_OK);
    REQUIRE(count > 0);
    return slots[0];
}

bool signs(Signer const& signer) {
    auto const value = signer.sign(hash_of(signer.algorithm().hash, "Artikel 1"));
    return signature_holds(signer.chain().front(), signer.algorithm(), "Artikel 1", value);
}

}  // namespace

TEST_CASE("sessions that the module closed are opened anew", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    auto const signer = token.load("seal");
    auto const& module = module_of(token.key("seal"));

    REQUIRE(module.C_CloseAllSessions(slot_in(module)) == CKR_OK);  // ends the login, too

    CHECK(signs(*signer));
    CHECK(signer->trouble() == std::nullopt);
}

TEST_CASE("a login that another part of the process ended is made anew", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    auto const signer = token.load("seal");
    auto const& module = module_of(token.key("seal"));
    CK_SESSION_HANDLE session = 0;
    REQUIRE(module.C_OpenSession(slot_in(module), CKF_SERIAL_SESSION, nullptr, nullptr, &session) == CKR_OK);

    REQUIRE(module.C_Logout(session) == CKR_OK);

    CHECK(signs(*signer));
    module.C_CloseSession(session);
}

TEST_CASE("a module that was ended by another part of the process is begun anew", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    auto const signer = token.load("seal");

    REQUIRE(module_of(token.key("seal")).C_Finalize(nullptr) == CKR_OK);

    CHECK(signs(*signer));
}

TEST_CASE("a token that is pulled out is an outage until it is back", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    auto const signer = token.load("seal");
    auto const& module = module_of(token.key("seal"));
    REQUIRE(module.C_Finalize(nullptr) == CKR_OK);

    token.pull_out();
    std::filesystem::create_directories(token.folder / "tokens");
    CHECK_THROWS_WITH(signs(*signer), Contains("no token") && Contains("plugged in"));
    CHECK_THROWS_AS(signs(*signer), Outage);
    CHECK_THAT(signer->trouble().value_or(""), Contains("plugged in"));
    std::filesystem::remove(token.folder / "tokens");
    token.plug_in();

    CHECK(signs(*signer));
    CHECK(signer->trouble() == std::nullopt);
}

TEST_CASE("the gateway starts without its token if a file has the chain, and seals when it is there", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    token.pull_out();
    std::filesystem::create_directories(token.folder / "tokens");
    auto without_chain = token.key("seal");
    without_chain.certificates.clear();

    CHECK_THROWS_WITH(signer_from_token(without_chain, today()), Contains("plugged in"));
    auto const signer = token.load("seal");
    CHECK_THAT(signer->trouble().value_or(""), Contains("plugged in"));
    CHECK(signer->chain().size() == 3);
    CHECK_THROWS_AS(signs(*signer), Outage);
    std::filesystem::remove(token.folder / "tokens");
    token.plug_in();

    CHECK(signs(*signer));
    CHECK(signer->trouble() == std::nullopt);
}

TEST_CASE("a token that was made anew with another key of the same name is not signed with", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    auto const signer = token.load("seal");
    REQUIRE(module_of(token.key("seal")).C_Finalize(nullptr) == CKR_OK);

    std::filesystem::remove_all(token.folder / "tokens");
    std::filesystem::create_directories(token.folder / "tokens");
    token.make_token();
    CHECK_THROWS_WITH(signs(*signer), Contains("no private key"));
    token.command("softhsm2-util --import root.key --token zegel --label seal --id 01 --pin 1234");
    CHECK_THROWS_WITH(signs(*signer), Contains("does not belong to the seal certificate"));
    token.command("softhsm2-util --delete-token --token zegel");
    token.make_token();
    token.command("softhsm2-util --import seal.key --token zegel --label seal --id 01 --pin 1234");

    CHECK(signs(*signer));
}

TEST_CASE("a PIN that was changed meanwhile is given once, however many threads sign", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    auto const signer = token.load("seal");
    auto const& module = module_of(token.key("seal"));
    token.tool("--change-pin --new-pin 9876");
    REQUIRE(module.C_Finalize(nullptr) == CKR_OK);

    std::atomic<int> outages = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                try {
                    ignore(signer->sign(hash_of(HashAlgorithm::sha256, "Artikel 1")), "it must throw");
                } catch (Outage const&) {
                    ++outages;
                }
            });
    }

    CHECK(outages == 8);
    CHECK(token.pin_count_low());
    CHECK_THAT(signer->trouble().value_or(""), Contains("does not accept the PIN"));
    write(token.folder / "pin.txt", "9876");
    CHECK_THROWS_WITH(signs(*signer), Contains("not tried again"));
}

/// SoftHSM itself does not survive that a session is closed during C_Sign, so they are closed between the rounds.
TEST_CASE("many threads that find all sessions closed at once lose no signature", "[token]") {
    SoftToken const token;
    token.import("seal", p256, "01");
    auto key = token.key("seal");
    key.sessions_max = 3;
    auto const signer = signer_from_token(key, today());
    auto const& module = module_of(key);
    auto const slot = slot_in(module);
    std::atomic<int> good = 0;

    for (int round = 0; round < 10; ++round) {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 5; ++i)
            threads.emplace_back([&] {
                for (int k = 0; k < 4; ++k)
                    if (signs(*signer)) ++good;
            });
        threads.clear();  // joins
        REQUIRE(module.C_CloseAllSessions(slot) == CKR_OK);
    }

    CHECK(good == 200);
    CHECK(signs(*signer));
}
