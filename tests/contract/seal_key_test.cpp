// SPDX-License-Identifier: EUPL-1.2
// The key of the seal as an administrator describes it, and how its end is told.
#include <catch2/catch.hpp>

#include "gateway/certificate_watch.hpp"
#include "gateway/gateway.hpp"
#include "gateway/keys/keyring.hpp"
#include "gateway/seal_key.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <atomic>
#include <cstdlib>
#include <fstream>

using namespace wetbode;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

struct Office {
    TemporaryFolder folder;
    ops::Log log{"error"};

    Office() {
        for (auto const* const name : {"a.key", "a.pem", "phrase", "module.so", "pin"})
            std::ofstream(folder.path() / name) << "x";
    }
    [[nodiscard]] ops::Settings settings(std::string const& sealing) const {
        auto const path = folder.path() / "gateway.toml";
        std::ofstream(path) << sealing;
        return ops::Settings::load(path, adapters());
    }
    [[nodiscard]] std::unique_ptr<Signer> key(std::string const& sealing) const {
        return seal_key(settings("[sealing]\n" + sealing), folder.path() / "data", FakeClock::monday, log);
    }
};

/// A signer with the certificates of a real one and an algorithm of its own.
class Claims final : public Signer {
public:
    Claims(Signer const& real, SignatureAlgorithm algorithm) : real_(real), algorithm_(algorithm) {}
    SignatureAlgorithm algorithm() const override { return algorithm_; }
    std::string sign(std::string_view digest) const override { return real_.sign(digest); }
    std::vector<std::string> const& chain() const override { return real_.chain(); }
    Instant not_after() const override { return real_.not_after(); }

private:
    Signer const& real_;
    SignatureAlgorithm algorithm_;
};

struct Line {
    ops::LogLevel level;
    std::string use;
    std::string stage;
    std::string days_left;

    bool operator==(Line const&) const = default;
};

struct Watched {
    FakeClock clock;
    std::vector<Line> lines;
    CertificateWatch watch;

    explicit Watched(std::vector<WatchedCertificate> certificates)
        : watch(std::move(certificates), {}, clock,
                [this](ops::LogLevel level, std::string_view, ops::Fields const& fields) {
                    lines.push_back({level, fields.at(0).second, fields.at(1).second, fields.at(3).second});
                }) {}
    std::vector<Line> after(Milliseconds span) {
        lines.clear();
        clock.move(span);
        watch.look(clock.now());
        return lines;
    }
};

}  // namespace

TEST_CASE("settings that describe two keys, or half a one, stop the start and name both keys", "[seal_key]") {
    Office const office;
    auto const token = std::string("pkcs11_module = \"module.so\"\n");
    struct Case {
        std::string sealing;
        char const* one;
        char const* other;
    };
    for (auto const& [sealing, one, other] :
         {Case{"key_file = \"a.key\"\n" + token, "key_file", "pkcs11_module"},
          Case{"passphrase_file = \"phrase\"", "passphrase_file", "key_file"},
          Case{"certificate_file = \"a.pem\"", "certificate_file", "pkcs11_module"},
          Case{"pin_file = \"pin\"", "pin_file", "pkcs11_module"},
          Case{"key_file = \"a.key\"\npkcs11_token = \"zegel\"", "pkcs11_token", "pkcs11_module"},
          Case{token + "pin_file = \"pin\"\npkcs11_key = \"k\"", "pkcs11_module", "pkcs11_token"},
          Case{token + "pkcs11_token = \"zegel\"\npkcs11_key = \"k\"", "pkcs11_module", "pin_file"},
          Case{token + "pkcs11_token = \"zegel\"\npin_file = \"pin\"", "pkcs11_key", "pkcs11_key_id"},
          Case{"rsa = \"oaep\"", "sealing.rsa", "pkcs1"}}) {
        CAPTURE(sealing);
        CHECK_THROWS_AS(office.key(sealing), ops::SettingsError);
        CHECK_THROWS_WITH(office.key(sealing), Contains("gateway.toml") && Contains(one) && Contains(other));
    }
}

TEST_CASE("without any setting a demo key is made", "[seal_key]") {
    Office const office;

    auto const signer = office.key("");

    CHECK(signer->chain().size() == 2);
    CHECK(std::filesystem::exists(office.folder.path() / "data/keys/demo-seal.key"));
}

TEST_CASE("an algorithm that ends within two years is warned of, one without end is not", "[seal_key]") {
    Office const office;
    auto const signer = office.key("");  // a key of 256 bits, so for RSA shorter than anything acceptable
    Claims const rsa(*signer, {SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256});

    CHECK(algorithm_warning(*signer, FakeClock::monday) == std::nullopt);
    CHECK_THAT(algorithm_warning(rsa, FakeClock::monday).value_or(""),
               Contains("RSA PKCS#1 v1.5 with SHA-256 with 256 bits was never acceptable"));
}

TEST_CASE("a real RSA key for PKCS#1 v1.5 is warned of from 2027 on, and of its end from 2029 on", "[seal_key]") {
    Office const office;
    auto const at = office.folder.path().string();
    REQUIRE(std::system(("openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj /CN=Test -keyout " + at +
                         "/rsa.key -out " + at + "/rsa.pem 2> /dev/null").c_str()) == 0);
    auto const now = SystemClock{}.now();
    auto const load = [&](RsaPadding padding) {
        return signer_from_files({at + "/rsa.key", at + "/rsa.pem", {}, padding}, now);
    };
    auto const day = [](int year, unsigned month, unsigned of) {
        auto const date = std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{of};
        return Instant{std::chrono::sys_days{date}};
    };
    auto const pkcs1 = load(RsaPadding::pkcs1);

    CHECK(algorithm_warning(*pkcs1, day(2026, 12, 31)) == std::nullopt);
    CHECK_THAT(algorithm_warning(*pkcs1, day(2027, 1, 1)).value_or(""),
               Contains("acceptable until 2029-01-01") && Contains("sealing.rsa = \"pss\"") && Contains("3072 bits"));
    CHECK_THAT(algorithm_warning(*pkcs1, day(2029, 1, 1)).value_or(""), Contains("not acceptable since 2029-01-01"));
    CHECK(algorithm_warning(*load(RsaPadding::pss), day(2029, 1, 1)) == std::nullopt);
}

TEST_CASE("the end of a certificate is told at each term, and then once a day", "[seal_key]") {
    Watched seal({{"seal", FakeClock::monday + 24h * 61}, {"door", FakeClock::monday + 24h * 900}});
    using ops::LogLevel;

    CHECK(seal.after(0h).empty());
    CHECK(seal.after(25h) == std::vector{Line{LogLevel::warning, "seal", "notice", "59"}});
    CHECK(seal.after(1h).empty());
    CHECK(seal.after(12h).empty());
    CHECK(seal.after(3h) == std::vector{Line{LogLevel::warning, "seal", "notice", "59"}});
    CHECK(seal.after(24h * 30) == std::vector{Line{LogLevel::error, "seal", "warning", "29"}});
    CHECK(seal.after(24h * 23) == std::vector{Line{LogLevel::error, "seal", "alarm", "6"}});
    CHECK(seal.after(24h * 7) == std::vector{Line{LogLevel::error, "seal", "ended", "-1"}});
    CHECK(seal.after(1min).empty());
}

TEST_CASE("a new start tells again what was told before", "[seal_key]") {
    for (int start = 0; start < 2; ++start) {
        Watched seal({{"seal", FakeClock::monday + 24h * 20}});
        CHECK(seal.after(0h).size() == 1);
        CHECK(seal.after(1h).empty());
    }
}

TEST_CASE("the watch looks at the start and can be stopped at once", "[seal_key]") {
    FakeClock const clock;
    std::atomic<int> told = 0;
    CertificateWatch watch({{"seal", FakeClock::monday}}, {}, clock,
                           [&](ops::LogLevel, std::string_view, ops::Fields const&) { ++told; told.notify_all(); });

    watch.start();
    told.wait(0);
    watch.stop();

    CHECK(told == 1);
}

TEST_CASE("seal, issuers and door are watched, each by its own end", "[seal_key]") {
    Office const office;
    auto const signer = office.key("");

    auto const watched = watched_certificates(*signer, office.folder.path() / "data/keys/demo-ca.pem");

    REQUIRE(watched.size() == 3);
    CHECK(watched[0].use == "seal");
    CHECK(watched[0].not_after == signer->not_after());
    CHECK(watched[1].use == "seal_issuer");
    CHECK(watched[1].not_after == watched[2].not_after);
    CHECK(watched[2].use == "door");
    CHECK(first_end(*signer) == signer->not_after());
    CHECK(watched_certificates(*signer, "absent").size() == 2);
}

TEST_CASE("terms that do not grow louder stop the start", "[seal_key]") {
    Office const office;

    CHECK_THROWS_WITH(expiry_terms(office.settings("[health]\ncertificate_alarm = \"31d\"\n")),
                      Contains("gateway.toml") && Contains("certificate_warning"));
    CHECK(expiry_terms(office.settings("[health]\ncertificate_alarm = \"0s\"\n")).alarm == 0s);
}
