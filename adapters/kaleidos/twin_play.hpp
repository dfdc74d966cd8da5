// SPDX-License-Identifier: EUPL-1.2
// What the twin of Kaleidos can be told to do: the switches of /_twin/, the acts of the command line and the steps of a
// scenario are the same. Pure but for reading the file.
#pragma once

#include "gateway/time.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::kaleidos {

struct Step {
    std::string act;              ///< "ping", "send", "sync-status", "sync-incoming" or "relink"
    nlohmann::json wish;          ///< as the body of POST /_twin/<act>
    Milliseconds after{0};        ///< to wait before it; at most a day
    std::int64_t times = 1;       ///< 1 .. 10000
    std::optional<bool> expected; ///< whether it is to end well; none: whatever
    std::uint32_t line = 0;       ///< in the file
};

struct Play {
    std::string name;
    std::vector<Step> steps;
};

/// At most 1000 steps in 1 MiB. Throws std::invalid_argument("FILE:LINE: what") for whatever cannot be played.
[[nodiscard]] Play read_play(std::filesystem::path const& file);
[[nodiscard]] Play play_from(std::string_view text, std::string const& file_name);

/// Empty, or why this cannot be done: "no such act", an unknown member, a member of the wrong type or that is missing.
/// send {"dossier", "comment"?, "complete"?, "lose_answer"?}; sync-status {"dagen"?: 1 .. 3650};
/// sync-incoming {"meeting_closed"?}; relink {"pobj", "flow", "case"?}, pobj "last" = the latest dossier; ping {}.
[[nodiscard]] std::string fault_in_act(std::string const& act, nlohmann::json const& wish);

}  // namespace wetbode::kaleidos
