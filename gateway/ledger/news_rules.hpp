// SPDX-License-Identifier: EUPL-1.2
// What news of a counterpart does to a transfer. Pure, the same for every store; any thread.
#pragma once

#include "gateway/transfer.hpp"

#include <optional>
#include <string_view>

namespace wetbode {

/// The state that follows; empty if the news changes none and is only written down.
[[nodiscard]] std::optional<TransferState> state_after_news(TransferState state, std::string_view kind);

/// Could the news be about a try that has not been settled yet? Then it must not be lost.
[[nodiscard]] bool may_be_early(TransferState state, std::string_view kind);

}  // namespace wetbode
