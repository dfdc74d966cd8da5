// SPDX-License-Identifier: EUPL-1.2
// The body of a webhook: a thin one (Standard Webhooks). It says what happened to what, and where to ask; no title, no
// content, nothing that a person wrote. Made of the event alone, so that each try has the same body. Pure; any thread.
#pragma once

#include "gateway/event.hpp"

#include <cstddef>
#include <string>

namespace wetbode {

/// The specification advises 20 kB.
inline constexpr std::size_t webhook_body_octets_max = 20'000;

/// {"type","timestamp","data":{"sequence","submission","dossier","transfer","counterpart","state","since","next",
/// "links"}}. `base_url` is without a slash at the end. A dossier's name that is too long is left out.
[[nodiscard]] std::string webhook_body(Event const& event, std::string const& base_url);

/// The stable webhook-id of an event: the same for every try and every webhook; of another ledger always another.
[[nodiscard]] std::string webhook_id(std::string const& ledger, Event const& event);

/// Of a test: {"type":"webhook.test",...}; its id is never used twice.
[[nodiscard]] std::string webhook_test_body(std::string const& name, Instant now);
[[nodiscard]] std::string webhook_test_id();

}  // namespace wetbode
