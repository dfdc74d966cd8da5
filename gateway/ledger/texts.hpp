// SPDX-License-Identifier: EUPL-1.2
// The refusals that a ledger itself gives, whatever the store. Pure; any thread.
#pragma once

#include "gateway/ids.hpp"
#include "gateway/ledger.hpp"
#include "gateway/refusal.hpp"
#include "gateway/transfer.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace wetbode::ledger_texts {

[[nodiscard]] Refusal key_reused(SubmissionKey const& key);
[[nodiscard]] Refusal transfer_unknown(TransferId const& id);
enum class Wish { replay, withdraw };
[[nodiscard]] Refusal transfer_state(TransferState state, Wish wish);
[[nodiscard]] Refusal submission_unknown(SubmissionId const& id);
[[nodiscard]] Refusal seal_state(std::string_view state);
[[nodiscard]] Refusal time_state(std::string_view state);

[[nodiscard]] Refusal webhook_unknown(std::string_view name);
[[nodiscard]] Refusal webhook_position(std::int64_t newest);

/// DECISION_INCOMPLETE if it is not said who decides, or why.
[[nodiscard]] std::optional<Refusal> gap_in(Decision const& decision);

[[nodiscard]] Text replayed(Decision const& decision);
[[nodiscard]] Text withdrawn(Decision const& decision);
[[nodiscard]] Text lease_expired();
[[nodiscard]] Text no_receipt();

}  // namespace wetbode::ledger_texts
