// SPDX-License-Identifier: EUPL-1.2
// A stand-in of the Flemish Parliament's API, as far as it is known: tokens, deliveries, statuses, perkamenten, with
// switches for faults and scenarios. For demonstrations, tests and partners; never part of the gateway. Thread safe.
#pragma once

#include "adapters/parliament/twin_acts.hpp"
#include "adapters/parliament/twin_scenario.hpp"
#include "gateway/api/message.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace wetbode::parliament {

struct TwinSettings {
    std::filesystem::path state;             ///< folder of the journal; empty = memory only
    std::string client_id;                   ///< empty = any credentials do
    std::string client_secret;
    std::chrono::seconds token_life{3600};
    std::size_t message_bytes_max = 8 << 20; ///< of a delivery without its files
    Keys keys = Keys::honoured;              ///< ignored: as the real one is thought to do
    SecondsForm expires_in = SecondsForm::text;
    std::filesystem::path papers;            ///< its folders may be named in a perkament; empty = none
    std::optional<Scenario> scenario;        ///< begins when the twin is made
    std::function<void(std::string const&)> say;  ///< told the words of a scenario, from any thread; may be empty
};

class Twin {
public:
    explicit Twin(TwinSettings settings);
    ~Twin();
    Twin(Twin const&) = delete;
    Twin& operator=(Twin const&) = delete;

    /// Opens exchanges for an HTTP server; the twin must outlive it.
    [[nodiscard]] api::Opener opener();
    /// Ends whatever lingers because of a "slow" fault; call before the server is stopped.
    void release();

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::parliament
