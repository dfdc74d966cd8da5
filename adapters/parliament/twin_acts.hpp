// SPDX-License-Identifier: EUPL-1.2
// What the Parliament can be made to do: the switches of /_twin/ and the acts of a scenario are the same.
#pragma once

#include "adapters/parliament/twin_faults.hpp"
#include "adapters/parliament/twin_store.hpp"
#include "gateway/clock.hpp"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace wetbode::parliament {

/// Whether a delivery with an Idempotency-Key that came before gets the first answer, or is one more delivery.
enum class Keys { honoured, ignored };
/// How expires_in is written; the real one has done both.
enum class SecondsForm { text, number };

struct TokenRules {
    std::chrono::seconds life{3600};
    std::chrono::seconds announced{0};  ///< expires_in; 0 = the life
    SecondsForm form = SecondsForm::text;
};

/// Everything that calls and switches share. The mutex is over all but the faults, which have their own.
struct House {
    explicit House(std::filesystem::path const& state) : store(state) {}

    SystemClock clock;
    WireFaults faults;
    std::filesystem::path papers;
    std::function<void(std::string const&)> say;  ///< told the words of a scenario; may be empty

    std::mutex mutex;
    TwinStore store;
    TokenRules token_rules;
    Keys keys = Keys::honoured;
    std::map<std::string, Instant> tokens;  ///< and when each ends
    std::map<Wire, std::int64_t> calls;
};

/// Empty, or why the act cannot be done whoever the dossier is. Pure.
[[nodiscard]] std::string fault_in_act(std::string const& act, nlohmann::json const& wish);
/// Does it. 404 for an act that does not exist. Thread safe.
[[nodiscard]] api::Response do_act(House& house, std::string const& act, nlohmann::json const& wish);
/// The same from the body of a request.
[[nodiscard]] api::Response do_act_in(House& house, std::string const& act, std::string const& body);

}  // namespace wetbode::parliament
