// SPDX-License-Identifier: EUPL-1.2
// A submission on its way to one counterpart (Dutch: overdracht): its states, its attempts, its answers.
#pragma once

#include "gateway/ids.hpp"
#include "gateway/refusal.hpp"
#include "gateway/time.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace wetbode {

/// Spelled the same in SQL, JSON, metrics and documents.
enum class TransferState {
    waiting, underway, handed_over, acknowledged, returned, refused, rerouted, quarantined, withdrawn
};

inline constexpr std::array<std::pair<TransferState, std::string_view>, 9> transfer_state_names{{
    {TransferState::waiting, "waiting"},
    {TransferState::underway, "underway"},
    {TransferState::handed_over, "handed_over"},
    {TransferState::acknowledged, "acknowledged"},
    {TransferState::returned, "returned"},
    {TransferState::refused, "refused"},
    {TransferState::rerouted, "rerouted"},
    {TransferState::quarantined, "quarantined"},
    {TransferState::withdrawn, "withdrawn"},
}};

[[nodiscard]] constexpr std::string_view name_of(TransferState state) {
    for (auto const& [value, name] : transfer_state_names)
        if (value == state) return name;
    return "";
}

[[nodiscard]] constexpr std::optional<TransferState> transfer_state_from(std::string_view text) {
    for (auto const& [value, name] : transfer_state_names)
        if (name == text) return value;
    return std::nullopt;
}

/// What the counterpart said on the wire, kept with the attempt. Secrets are taken out before it is stored.
struct Answer {
    int status = 0;                                            ///< HTTP or IPP status; 0 = no answer came
    std::vector<std::pair<std::string, std::string>> headers;  ///< at most 32
    std::string body_head;                                     ///< first kilobytes (at most 4 KiB)
    bool operator==(Answer const&) const = default;
};

/// Taken; a receipt will follow. `amiss`: what is not as it should be, so that a person hears it before the term ends.
struct HandedOver { std::string reference; Text amiss = {}; };
struct Acknowledged { std::string reference; };  ///< taken, final
struct TryLater { Text why; std::optional<Instant> not_before; };
struct Declined { Refusal why; std::optional<CounterpartName> instead; };  ///< e.g. NO_DIGITAL_USER -> "print"
/// What an adapter answers is what the dispatcher must do next.
using Outcome = std::variant<HandedOver, Acknowledged, TryLater, Declined>;

/// Outcome of one try, with its proof and what it taught us about names ("pobj", "pfls:<file id>", "job-id").
struct Delivery {
    Outcome outcome;
    Answer answer;
    std::map<std::string, std::string> references;
};

/// One try, as the ledger keeps it.
struct Attempt {
    int number = 0;  ///< from 1, rising over replays
    Instant began;
    Instant ended;
    std::string outcome;  ///< "handed_over", "acknowledged", "try_later", "declined", "outage", "lease_expired"
    Text why;
    Answer answer;
};

/// One transfer as people and programs see it.
struct Transfer {
    TransferId id;
    SubmissionId submission;
    DossierId dossier;
    CounterpartName counterpart;
    TransferState state = TransferState::waiting;
    Instant created;
    Instant since;                 ///< when it entered this state
    std::optional<Instant> due;    ///< next try, if waiting
    bool sealed = false;           ///< the seal that it needs exists
    int attempts = 0;              ///< all tries
    int attempts_in_round = 0;     ///< tries since admission or the last replay
    Text why;                      ///< why it is where it is
    std::string reference;         ///< the counterpart's name for it
    std::map<std::string, std::string> references;
    std::optional<TransferId> blocked_by;  ///< an older transfer of the same dossier and counterpart that goes first
    std::optional<TransferId> instead_of;  ///< the rerouted transfer that this one replaces
    Text amiss = {};                       ///< what is missing at the counterpart by its own answer; empty: nothing
    std::optional<Instant> amiss_since = {};  ///< when that was first told
};

}  // namespace wetbode
