// SPDX-License-Identifier: EUPL-1.2
// How an adapter announces itself: one `extern Adapter const <name>_adapter` per folder of adapters/.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/counterpart.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode {

enum class SettingType { text, whole_number, yes_no, file, duration, size };

/// One key of the settings: declared once, checked at start, printed into conf/gateway.toml.
struct SettingSpec {
    std::string_view key;         ///< within its table: "base_url"
    SettingType type;
    std::string_view standard;    ///< default in TOML spelling without quotes; "" = none
    std::int64_t least = 0;       ///< for numbers, durations (milliseconds) and sizes (bytes)
    std::int64_t most = 0;        ///< 0 = no bound
    std::string_view meaning;     ///< one sentence
};

/// Checked values of one adapter's table, by key. Every declared key is present (default filled in). Durations are
/// given in milliseconds, sizes in bytes, yes_no as "true" or "false", files as a path that exists ("" = none).
using SettingValues = std::map<std::string, std::string, std::less<>>;

/// What an adapter wants to say to whoever runs the gateway: an event and its fields, names only, never payloads. May
/// be empty; called from any thread.
using AdapterLog =
    std::function<void(std::string_view event, std::vector<std::pair<std::string, std::string>> const& fields)>;

struct AdapterContext {
    SettingValues settings;
    std::filesystem::path folder;  ///< where answers.toml of this adapter lies
    Clock const* clock = nullptr;  ///< owned by the composition root, outlives the adapter
    AdapterLog log = {};
};

struct Adapter {
    std::string_view name;                 ///< "parliament": table [counterpart.parliament] of the settings
    std::span<SettingSpec const> settings;
    /// Builds the counterpart. Throws std::invalid_argument with a sentence if the settings cannot work together.
    std::unique_ptr<Counterpart> (*make)(AdapterContext context);
};

}  // namespace wetbode
