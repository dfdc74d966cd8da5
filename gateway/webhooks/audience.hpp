// SPDX-License-Identifier: EUPL-1.2
// What a webhook may hear about: exactly what its counterpart's feed shows, or what its client could ask for.
#pragma once

#include "gateway/event.hpp"
#include "gateway/ids.hpp"
#include "gateway/intake/access_policy.hpp"
#include "gateway/ledger.hpp"

#include <string>
#include <variant>
#include <vector>

namespace wetbode {

/// Of a counterpart: the items of its feed, by the same access levels.
/// Of a sender: events of his own submissions. Everyone: an administrator, who may see all.
struct Everyone {};
using WebhookAudience = std::variant<CounterpartName, ClientName, Everyone>;

/// "counterpart parliament", "client kaleidos", "all".
[[nodiscard]] std::string text_of(WebhookAudience const& audience);

/// What the ledger can leave out by itself.
[[nodiscard]] EventFilter filter_for(WebhookAudience const& audience);

/// Those of the page that the audience may hear about, in their order. Throws Outage("ledger").
[[nodiscard]] std::vector<Event> heard_by(WebhookAudience const& audience, std::vector<Event> events, Ledger& ledger,
                                          AccessPolicy const& access);

}  // namespace wetbode
