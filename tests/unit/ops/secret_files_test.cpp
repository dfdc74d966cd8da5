// SPDX-License-Identifier: EUPL-1.2
// A file with a secret that others can read stops the start, as with OpenSSH; the command that mends it stands beside.
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/secret_file.hpp"
#include "gateway/ops/secret_files.hpp"

#include <sys/stat.h>

#include <array>
#include <fstream>

using namespace wetbode;
using namespace wetbode::ops;
using Catch::Contains;

namespace {

constexpr std::array far_keys{SettingSpec{"client_secret_file", SettingType::file, "", 0, 0, "A secret."},
                              SettingSpec{"ca_file", SettingType::file, "", 0, 0, "No secret."}};
Adapter const far_adapter{"far", far_keys, nullptr};
std::array<Adapter const*, 1> const adapters{&far_adapter};

struct Safe {
    TemporaryFolder folder;

    [[nodiscard]] std::filesystem::path file(std::string const& name, mode_t mode) const {
        auto const path = folder.path() / name;
        std::ofstream(path) << "secret";
        REQUIRE(::chmod(path.c_str(), mode) == 0);
        return path;
    }
    [[nodiscard]] Settings settings(std::string const& text) const {
        std::ofstream(folder.path() / "gateway.toml") << text;
        return Settings::load(folder.path() / "gateway.toml", adapters);
    }
};

}  // namespace

TEST_CASE("a file that only its owner and its group can read is kept as a secret", "[ops][secrets]") {
    Safe const safe;
    auto const mode = GENERATE(as<mode_t>(), 0400, 0600, 0440, 0640, 0700);
    CHECK_FALSE(exposure_of(safe.file("key", mode)).has_value());
}

TEST_CASE("a file that everybody can read, or others can change, is exposed", "[ops][secrets]") {
    Safe const safe;
    auto const [mode, what] = GENERATE(table<mode_t, std::string>({
        {0644, "everybody can read it (mode 0644)"},
        {0444, "everybody can read it (mode 0444)"},
        {0604, "everybody can read it (mode 0604)"},
        {0602, "everybody can change it (mode 0602)"},
        {0666, "everybody can change it (mode 0666)"},
        {0660, "its group can change it (mode 0660)"},
    }));
    auto const file = safe.file("key", mode);
    auto const exposure = exposure_of(file);
    REQUIRE(exposure.has_value());
    CHECK(exposure->what == what);
    CHECK(exposure->mend == "chmod g-w,o-rwx " + file.string());
}

TEST_CASE("the command mends it, whatever the file is called", "[ops][secrets]") {
    Safe const safe;
    auto const file = safe.file("the boss's $key", 0666);
    auto const exposure = exposure_of(file);
    REQUIRE(exposure.has_value());

    REQUIRE(std::system(exposure->mend.c_str()) == 0);  // NOLINT: that it fits a shell is what is tested

    CHECK_FALSE(exposure_of(file).has_value());
    struct stat facts {};
    REQUIRE(::stat(file.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777U) == 0640U);
}

TEST_CASE("a link is judged by what it leads to; what is not there by whoever reads it", "[ops][secrets]") {
    Safe const safe;
    std::filesystem::create_symlink(safe.file("open", 0644), safe.folder.path() / "to-open");
    std::filesystem::create_symlink(safe.file("closed", 0600), safe.folder.path() / "to-closed");
    CHECK(exposure_of(safe.folder.path() / "to-open").has_value());
    CHECK_FALSE(exposure_of(safe.folder.path() / "to-closed").has_value());
    CHECK_FALSE(exposure_of(safe.folder.path() / "absent").has_value());
    CHECK_FALSE(exposure_of("/dev/null").has_value());
}

TEST_CASE("an exposed secret stops the start: line, file, why, and what to do", "[ops][secrets]") {
    Safe const safe;
    auto const [table, key] = GENERATE(Catch::Generators::table<std::string, std::string>({
        {"server", "key_file"},
        {"sealing", "key_file"},
        {"sealing", "passphrase_file"},
        {"sealing", "pin_file"},
        {"time_authority.x", "credential_file"},
        {"counterpart.far", "client_secret_file"},
        {"webhook.w", "secret_files"},
    }));
    auto const file = safe.file("it", 0644);
    CAPTURE(table, key);
    auto const settings = safe.settings("[" + table + "]\n" + key + " = \"it\"\n");
    CHECK_THROWS_AS(exposed_secrets(settings), SettingsError);
    CHECK_THROWS_WITH(exposed_secrets(settings),
                      Contains("gateway.toml:2: [" + table + "] " + key) && Contains("everybody can read it") &&
                          Contains("chmod g-w,o-rwx " + file.string()) && Contains("exposed = \"warn\""));
    REQUIRE(::chmod(file.c_str(), 0600) == 0);
    CHECK(exposed_secrets(settings).empty());
}

TEST_CASE("where a container mounts secrets for all to read, each is told and the start goes on", "[ops][secrets]") {
    Safe const safe;
    static_cast<void>(safe.file("a", 0444));
    static_cast<void>(safe.file("b", 0600));
    static_cast<void>(safe.file("c", 0444));
    auto const told =
        exposed_secrets(safe.settings("[secrets]\nexposed = \"warn\"\n[server]\nkey_file = \"a\"\n"
                                      "[webhook.w]\nsecret_files = \"b, c\"\n"));
    REQUIRE(told.size() == 2);
    CHECK_THAT(told[0], Contains("[server] key_file") && Contains("mode 0444"));
    CHECK_THAT(told[1], Contains("[webhook.w] secret_files") && Contains("/c holds a secret"));
}

TEST_CASE("what anybody may read is not looked at, and a wish that is none is refused", "[ops][secrets]") {
    Safe const safe;
    static_cast<void>(safe.file("ca.pem", 0644));
    CHECK(exposed_secrets(safe.settings("[counterpart.far]\nca_file = \"ca.pem\"\n[server]\n"
                                        "certificate_file = \"ca.pem\"\n"))
              .empty());
    CHECK_THROWS_WITH(exposed_secrets(safe.settings("[secrets]\nexposed = \"allow\"\n")),
                      Contains("gateway.toml:2") && Contains("refuse or warn, not allow"));
}
