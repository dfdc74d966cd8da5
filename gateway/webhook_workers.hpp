// SPDX-License-Identifier: EUPL-1.2
// The webhooks that the settings describe, and what health and metrics tell of them. Private to the composition root.
#pragma once

#include "gateway/api/api.hpp"
#include "gateway/ops/metrics.hpp"
#include "gateway/ops/settings.hpp"
#include "gateway/webhooks/webhooks.hpp"

#include <memory>
#include <vector>

namespace wetbode {

/// Reads the secrets. Throws ops::SettingsError naming file, line and table.
[[nodiscard]] std::vector<WebhookSpec> webhook_specs(ops::Settings const& settings);

/// Empty if there is no [webhook.*]. What `ports` refers to outlives the result. Throws ops::SettingsError, Outage.
[[nodiscard]] std::unique_ptr<Webhooks> webhooks_from(ops::Settings const& settings, WebhookPorts const& ports);

/// One part each: ill when it is disabled, a warning when its receiver fails. Nothing while the ledger cannot be read:
/// that is told by itself. `webhooks` may be null.
[[nodiscard]] std::vector<api::HealthPart> webhook_health(Webhooks* webhooks);
[[nodiscard]] std::vector<ops::WebhookNumbers> webhook_numbers(Webhooks* webhooks, Instant now);

}  // namespace wetbode
