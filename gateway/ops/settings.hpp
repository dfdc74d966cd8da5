// SPDX-License-Identifier: EUPL-1.2
// Settings of one gateway: TOML, read once at start and then read-only. Every key is declared in settings_table.cpp or
// by an adapter; an unknown key or a bad value stops the start with file and line. Secrets stand only in files.
#pragma once

#include "gateway/adapter.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::ops {

/// A sentence with file and line that tells the operator what to mend.
class SettingsError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// One table of the settings. `name` ends in ".*" for a family: "client.*" is [client.kaleidos], [client.clerk-1], ...
struct TableSpec {
    std::string_view name;
    std::string_view meaning;
    std::span<SettingSpec const> keys;
};

/// Every table but those of the adapters.
[[nodiscard]] std::span<TableSpec const> table_specs();

class Settings {
public:
    /// Reads `file`; an empty path gives the defaults. `adapters` declare the further keys of [counterpart.<name>].
    /// Relative paths in the file are meant from its folder.
    [[nodiscard]] static Settings load(std::filesystem::path const& file, std::span<Adapter const* const> adapters);

    /// `place` is "server.port" or "counterpart.ebox.workers". The key must be declared.
    [[nodiscard]] std::string const& text(std::string_view place) const;
    [[nodiscard]] std::int64_t number(std::string_view place) const;
    [[nodiscard]] Milliseconds span(std::string_view place) const;
    [[nodiscard]] std::uint64_t size(std::string_view place) const;
    [[nodiscard]] bool yes(std::string_view place) const;
    [[nodiscard]] std::filesystem::path file(std::string_view place) const;
    /// Names in a family: names("client") -> {"clerk-1", "kaleidos"}.
    [[nodiscard]] std::vector<std::string> names(std::string_view family) const;
    /// The values of one table as an adapter wants them.
    [[nodiscard]] SettingValues table(std::string_view name) const;
    [[nodiscard]] std::filesystem::path const& source() const { return source_; }
    /// "gateway.toml:12" of a key that the file gives, of its table if it does not, else of the file alone: for errors
    /// about how settings go together.
    [[nodiscard]] std::string where(std::string_view place) const;
    void set(std::string const& place, std::string value) { values_[place] = std::move(value); }

private:
    std::filesystem::path source_;
    SettingValues values_;
    std::map<std::string, std::uint32_t, std::less<>> lines_;  ///< of the tables and keys that the file gives
};

/// conf/gateway.toml as it must stand: every key with default and meaning. A test compares.
[[nodiscard]] std::string reference_toml(std::span<Adapter const* const> adapters);

}  // namespace wetbode::ops
