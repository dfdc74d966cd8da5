// SPDX-License-Identifier: EUPL-1.2
// What the printer tells about letters that it was handed: printed, thrown away, out of paper. Any thread.
#pragma once

#include "adapters/print/ipp.hpp"
#include "gateway/counterpart.hpp"

#include <optional>
#include <string>
#include <vector>

namespace wetbode::print {

/// "pending", "held", ..., "completed"; "unknown" for what RFC 8011 does not name.
[[nodiscard]] std::string_view name_of(JobState state);

/// The news that a job's state is for its transfer; empty while it is simply on its way.
[[nodiscard]] std::optional<NewsItem> news_of(Pending const& pending, Job const& job);

/// Asks about every pending job, as many as the deadline allows; the cursor tells where the next round goes on.
[[nodiscard]] News collect_news(Printer const& printer, std::string const& cursor, std::vector<Pending> const& pending,
                                Deadline deadline);

}  // namespace wetbode::print
