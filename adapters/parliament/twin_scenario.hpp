// SPDX-License-Identifier: EUPL-1.2
// A play for the twin: what the Parliament does, and when, as a TOML file. Reading is pure but for the file; a player
// belongs to whoever keeps its calls one after another.
#pragma once

#include "adapters/parliament/twin_faults.hpp"
#include "gateway/time.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wetbode::parliament {

enum class Trigger { start, delivery, call };

struct Step {
    Trigger trigger = Trigger::start;
    Wire call = Wire::other;        ///< of Trigger::call
    std::int64_t count = 1;         ///< the how many-th delivery or call since the start; 0 = each
    Milliseconds after{0};          ///< later than the trigger
    std::string act;                ///< "fault", "status", "perkament" ...: a switch of POST /_twin/<act>
    nlohmann::json wish;            ///< its body
    int line = 0;                   ///< in the file
};

struct Scenario {
    std::string name;
    std::vector<Step> steps;
};

/// At most 1000 steps in 1 MiB. Throws std::invalid_argument("FILE:LINE: what") for whatever cannot be played, also
/// for a wish that the switch would refuse.
[[nodiscard]] Scenario read_scenario(std::filesystem::path const& file);
[[nodiscard]] Scenario scenario_from(std::string_view text, std::string const& file_name);

/// An act that is due.
struct Due {
    std::string act;
    nlohmann::json wish;  ///< "pobj" is filled in with the dossier of the trigger, if the wish names none
    int line = 0;
};

class Player {
public:
    Player(Scenario scenario, Instant start);

    /// `pobj` of a delivery, else empty.
    void on(Trigger trigger, Wire call, std::string const& pobj, Instant now);
    /// In the order of their instants; each is handed out once.
    [[nodiscard]] std::vector<Due> take_due(Instant now);
    [[nodiscard]] std::optional<Instant> next() const;
    [[nodiscard]] Scenario const& scenario() const { return scenario_; }
    [[nodiscard]] std::size_t played() const { return played_; }
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

private:
    struct Waiting {
        Instant at;
        Due due;
    };
    void plan(Step const& step, std::string const& pobj, Instant now);

    Scenario scenario_;
    std::vector<Waiting> waiting_;  ///< by instant
    std::map<Wire, std::int64_t> calls_;
    std::int64_t deliveries_ = 0;
    std::size_t played_ = 0;
};

}  // namespace wetbode::parliament
