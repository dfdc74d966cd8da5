// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ops/secret_files.hpp"

#include "gateway/base/secret_file.hpp"

#include <algorithm>
#include <array>

namespace wetbode::ops {

namespace {

constexpr std::string_view list_of_files = "secret_files";  // names with commas between, unlike all others

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        auto const end = std::min(text.find(','), text.size());
        auto const word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        auto const first = word.find_first_not_of(" \t");
        if (first == std::string_view::npos) continue;
        words.emplace_back(word.substr(first, word.find_last_not_of(" \t") - first + 1));
    }
    return words;
}

void gather(std::vector<SecretFile>& found, Settings const& settings, std::string const& table) {
    for (auto const& [key, value] : settings.table(table)) {
        if (!names_a_secret(key) || value.empty()) continue;
        auto const names = key == list_of_files ? words_of(value) : std::vector<std::string>{value};
        for (std::filesystem::path file : names) {
            if (file.is_relative()) file = settings.source().parent_path() / file;
            found.push_back({table + "." + key, std::move(file)});
        }
    }
}

}  // namespace

bool names_a_secret(std::string_view key) {
    constexpr std::array<std::string_view, 7> ends{"key_file",    "pin_file",    "passphrase_file", "credential_file",
                                                   "secret_file", "bearer_file", list_of_files};
    return std::ranges::any_of(ends, [&](std::string_view end) { return key.ends_with(end); });
}

std::vector<SecretFile> secret_files(Settings const& settings) {
    std::vector<SecretFile> found;
    for (auto const& spec : table_specs()) {
        if (!spec.name.ends_with(".*")) {
            gather(found, settings, std::string(spec.name));
            continue;
        }
        auto const family = std::string(spec.name.substr(0, spec.name.size() - 2));
        for (auto const& name : settings.names(family)) gather(found, settings, family + "." + name);
    }
    return found;
}

std::vector<std::string> exposed_secrets(Settings const& settings) {
    auto const& wish = settings.text("secrets.exposed");
    if (wish != "refuse" && wish != "warn")
        throw SettingsError(settings.where("secrets.exposed") + ": [secrets] exposed is refuse or warn, not " + wish);
    std::vector<std::string> told;
    for (auto const& [place, file] : secret_files(settings)) {
        auto const exposure = exposure_of(file);
        if (!exposure) continue;
        auto const key = place.substr(place.rfind('.') + 1);
        auto const sentence = settings.where(place) + ": [" + place.substr(0, place.rfind('.')) + "] " + key + ": " +
                              file.string() + " holds a secret, and " + exposure->what + "; mend it: " + exposure->mend;
        if (wish == "refuse")
            throw SettingsError(sentence + " (where a container mounts it so: [secrets] exposed = \"warn\")");
        told.push_back(sentence);
    }
    return told;
}

}  // namespace wetbode::ops
