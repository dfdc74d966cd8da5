// SPDX-License-Identifier: EUPL-1.2
// Statuses of the Parliament as news for the ledger. Pure; any thread.
#pragma once

#include "adapters/parliament/document.hpp"
#include "gateway/counterpart.hpp"

#include <vector>

namespace wetbode::parliament {

/// How often a dossier was submitted, by its status history: what tells whether an interrupted delivery arrived.
[[nodiscard]] int submitted_times(std::vector<StatusEntry> const& history);

/// One news item per status. `pending` names the transfers that still wait, so that an item finds its transfer.
[[nodiscard]] std::vector<NewsItem> news_of(std::vector<StatusEntry> const& entries,
                                            std::vector<Pending> const& pending);

/// `dagen` of status/ingediend: back to the last successful look with two days to spare, within 1 .. days_most.
[[nodiscard]] int days_back(std::string const& cursor, Instant now, int days_most);

}  // namespace wetbode::parliament
