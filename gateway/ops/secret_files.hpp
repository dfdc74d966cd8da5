// SPDX-License-Identifier: EUPL-1.2
// The files with secrets that the settings name, and whether they are kept as secrets. Any thread.
#pragma once

#include "gateway/ops/settings.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::ops {

/// Whether a key of the settings names a file with a secret: a key, a PIN, a pass phrase, a credential. All others that
/// name a file name something that anybody may read. A test goes through every key.
[[nodiscard]] bool names_a_secret(std::string_view key);

struct SecretFile {
    std::string place;  ///< "sealing.key_file"
    std::filesystem::path file;
};
/// Of all tables, those of counterparts included; relative names from the folder of the settings.
[[nodiscard]] std::vector<SecretFile> secret_files(Settings const& settings);

/// Throws SettingsError for the first file that others can read or change (exposure_of), with the command that mends
/// it; if secrets.exposed is "warn", returns a sentence for each instead.
[[nodiscard]] std::vector<std::string> exposed_secrets(Settings const& settings);

}  // namespace wetbode::ops
