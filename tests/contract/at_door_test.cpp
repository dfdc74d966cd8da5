// SPDX-License-Identifier: EUPL-1.2
// Signed files at the door with the verifier that the gateway really has, and the settings that choose what it does.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/chosen_trust.hpp"
#include "gateway/crypto/hashing.hpp"
#include "gateway/gateway.hpp"
#include "gateway/keys/keyring.hpp"
#include "gateway/sealing/sealer.hpp"
#include "gateway/verification/trust_folder.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <fstream>

using namespace wetbode;

namespace {

using State = SignatureFound::State;

/// A house with demo keys that trusts its own demo authority, or nobody.
struct House {
    TemporaryFolder folder;
    FakeClock clock;
    std::unique_ptr<Signer> signer;

    House() {
        make_demo_keys(folder.path(), clock.now());
        signer = signer_from_files(folder.path() / "demo-seal.key", folder.path() / "demo-seal.pem", {}, clock.now());
    }

    [[nodiscard]] std::string container() const {
        auto const seal = Sealer{*signer, folder.path()}.seal({{"a.txt", "text/plain", content_of("artikel 1")}},
                                                              clock.now());
        return read_whole(seal.container, 1U << 20U);
    }

    [[nodiscard]] SignatureFound found_in(std::string const& type, std::string const& bytes, bool trusting = true,
                                          std::vector<std::string> expected = {}) {
        VerificationOptions options;
        options.policy.revocation = RevocationRule::none;
        if (trusting) options.anchors = anchors_in_files({folder.path() / "demo-ca.pem"});
        Rendition file;
        file.name = "bestand";
        file.media_type = type;
        file.expected_signers = std::move(expected);
        options.now = clock.now();
        return signature_port([&] { return options; }, clock, folder.path())(file, content_of(bytes));
    }

    [[nodiscard]] std::size_t files_there() const {
        std::filesystem::directory_iterator const all(folder.path());
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }
};

constexpr auto asic = "application/vnd.etsi.asic-e+zip";

}  // namespace

TEST_CASE("the verifier at the door tells good, unknown, broken and no signatures apart", "[settings][at_door]") {
    House house;
    auto const good = house.container();
    auto const before = house.files_there();
    CHECK(house.found_in(asic, good).state == State::passed);
    CHECK_FALSE(house.found_in(asic, good).partial);

    auto const unknown = house.found_in(asic, good, false);
    CHECK(unknown.state == State::indeterminate);
    REQUIRE_FALSE(unknown.findings.empty());
    CHECK(unknown.findings.front().indication == "NO_CERTIFICATE_CHAIN_FOUND");

    auto broken = good;
    broken.at(broken.find("artikel 1")) = 'A';
    CHECK(house.found_in(asic, broken).state == State::failed);
    CHECK(house.found_in("text/plain", "artikel 1").state == State::none);
    CHECK(house.found_in("application/xml", "<bill><x:Signature xmlns:x='urn:x'/></bill>").state == State::none);
    CHECK(house.found_in("application/pdf", "%PDF-1.7\nnonsense").state == State::failed);
    CHECK(house.files_there() == before);  // what was laid in the spool folder is gone
}

TEST_CASE("the verifier at the door says of each expected signer whether he signed", "[settings][at_door]") {
    House house;
    auto const good = house.container();
    auto const seal = hex_of(hash_of(HashAlgorithm::sha256, house.signer->chain().front()));

    auto const known = house.found_in(asic, good, true, {seal, "Anna Peeters", "85073000000"});
    auto const unknown = house.found_in(asic, good, false, {seal});
    auto broken = good;
    broken.at(broken.find("artikel 1")) = 'A';
    auto const changed = house.found_in(asic, broken, true, {seal});

    REQUIRE(known.expected.size() == 3);
    CHECK(known.state == State::passed);  // who is missing is told apart
    CHECK(known.expected[0].state == State::passed);
    CHECK(known.expected[1].state == State::none);
    CHECK(known.expected[1].name == "Anna Peeters");
    CHECK(known.expected[2].name == "*********00");
    CHECK(unknown.expected.at(0).state == State::indeterminate);
    CHECK(changed.expected.at(0).state == State::failed);
}

TEST_CASE("XML that is sealed within itself is verified, and a change is found", "[settings][at_door]") {
    House house;
    auto const sealed = Sealer{*house.signer, house.folder.path()}.seal_enveloped(
        content_of("<bill><p>artikel 1</p></bill>"), "application/xml", SealLevel::b, house.clock.now());
    REQUIRE(sealed);
    auto document = read_whole(sealed->container, 1U << 20U);
    Rendition file;
    file.media_type = "application/xml";
    CHECK(looks_signed(file, content_of(document)));
    CHECK(house.found_in("application/xml", document).state == State::passed);
    document.at(document.find("artikel 1")) = 'A';
    CHECK(house.found_in("application/xml", document).state == State::failed);
}

TEST_CASE("what happens to signed files at the door is set, and a wrong word names its place", "[settings][at_door]") {
    TemporaryFolder folder;
    auto const chosen = [&](std::string const& text) {
        std::ofstream(folder.path() / "gateway.toml") << text;
        return chosen_door_signatures(ops::Settings::load(folder.path() / "gateway.toml", adapters()), {});
    };
    CHECK(chosen("").mode == AtDoor::warn);
    CHECK(chosen("").bytes_max == 64ULL << 20U);
    CHECK(chosen("[verification]\nat_door = \"off\"\n").mode == AtDoor::off);
    CHECK(chosen("[verification]\nat_door = \"refuse\"\nat_door_bytes_max = \"1MiB\"\n").mode == AtDoor::refuse);
    CHECK_THROWS_WITH(chosen("[verification]\nat_door = \"strict\"\n"),
                      Catch::Contains("verification.at_door = \"strict\"") && Catch::Contains("refuse"));
}
