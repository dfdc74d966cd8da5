// SPDX-License-Identifier: EUPL-1.2
// Whom the settings trust: [verification] and [trust_list.*] as options of gateway/verification, and as what intake
// asks of signed files. Part of the composition root; an error names file and table (ops::SettingsError).
#pragma once

#include "gateway/api/api.hpp"
#include "gateway/clock.hpp"
#include "gateway/intake/door_signatures.hpp"
#include "gateway/ops/log.hpp"
#include "gateway/ops/settings.hpp"
#include "gateway/verification/trust_lists.hpp"
#include "gateway/verification/verification.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace wetbode {

/// The places of [trust_list.*]. Throws ops::SettingsError for a URL that is none, or a list without a signer.
[[nodiscard]] std::vector<TrustListPlace> trust_list_places(ops::Settings const& settings);

/// `trust_lists` of /health: ill while a list does not count, a warning while one that counts cannot be renewed. Empty
/// without lists.
[[nodiscard]] std::optional<api::HealthPart> trust_lists_part(std::vector<TrustListState> const& states);

/// Thread safe.
class ChosenTrust {
public:
    /// Reads the folder of authorities, and the lists that are kept in `data`/trust-lists; no network. Throws
    /// Outage("keys"). Clock and log outlive it.
    ChosenTrust(ops::Settings const& settings, std::filesystem::path const& data, Clock const& clock,
                ops::Log const& log);

    /// Fetches lists from now on, in a thread of its own, if there are any.
    void start();
    void stop();
    /// What applies now; cheap. What the options ask, is asked through this, which outlives them.
    [[nodiscard]] VerificationOptions options();
    /// The same while a sender waits at the door: nobody is asked unless `verification.ask_revocation` is "always".
    [[nodiscard]] VerificationOptions options_at_door();
    [[nodiscard]] std::optional<api::HealthPart> health() { return trust_lists_part(lists_.states(clock_.now())); }

private:
    VerificationOptions options_;
    std::unique_ptr<RevocationSource> source_;  ///< null: nobody is asked
    bool asks_at_door_;
    Clock const& clock_;
    bool any_;
    TrustLists lists_;
};

/// Verifies with gateway/verification. `options` is asked for each file; whom they ask in turn, the sender waits for.
/// The clock outlives the port.
[[nodiscard]] SignaturePort signature_port(std::function<VerificationOptions()> options, Clock const& clock,
                                           std::filesystem::path spool);

/// What the door asks of signed files. Throws ops::SettingsError for an unknown mode.
[[nodiscard]] DoorSignatures chosen_door_signatures(ops::Settings const& settings, SignaturePort verify);

}  // namespace wetbode
