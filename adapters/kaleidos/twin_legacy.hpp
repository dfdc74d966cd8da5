// SPDX-License-Identifier: EUPL-1.2
// The twin of Kaleidos on the legacy link: the acts of the existing client, one after another as its serial queue does
// them, told over HTTP or by a scenario. For demonstrations, tests and partners; never in the gateway. Thread safe.
#pragma once

#include "adapters/kaleidos/twin_client.hpp"
#include "adapters/kaleidos/twin_play.hpp"
#include "gateway/api/message.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>

namespace wetbode::kaleidos {

struct LegacySettings {
    ClientSettings client;
    std::filesystem::path dossiers;  ///< its folders are the dossiers that may be sent
};

class Legacy {
public:
    /// Throws as Client does.
    explicit Legacy(LegacySettings settings);
    Legacy(Legacy const&) = delete;
    Legacy& operator=(Legacy const&) = delete;

    /// Does an act, after those that are under way. Never throws for a wish that is wrong: the report says so.
    [[nodiscard]] Report act(std::string const& act, nlohmann::json const& wish);
    /// Plays a scenario and tells each report. How many steps went otherwise than expected.
    [[nodiscard]] std::size_t play(Play const& play, std::function<void(Report const&)> const& tell);
    /// POST /_twin/<act>; GET /_twin/memory, /_twin/acts. The twin outlives the server.
    [[nodiscard]] api::Opener opener();
    /// Ends the waiting of a scenario, which then plays no further; call before the server is stopped.
    void release();

private:
    [[nodiscard]] Report carry_out(std::string const& act, nlohmann::json const& wish);
    [[nodiscard]] std::filesystem::path folder_of(std::string const& dossier) const;
    [[nodiscard]] api::Response answer(std::string const& act, std::string const& body);
    [[nodiscard]] api::Response look(std::string const& name);
    [[nodiscard]] bool wait(Milliseconds time);

    std::filesystem::path dossiers_;
    SystemClock clock_;
    std::mutex act_mutex_;  ///< over the client; held through an act, as the real one does one job at a time
    Client client_;
    std::mutex mutex_;      ///< over what follows; never held while an act is done
    std::condition_variable changed_;
    std::deque<Report> acts_;
    bool released_ = false;
};

}  // namespace wetbode::kaleidos
