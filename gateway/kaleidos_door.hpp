// SPDX-License-Identifier: EUPL-1.2
// Opens the door that Kaleidos knows, as [kaleidos] of the settings says.
#pragma once

#include "gateway/kaleidos/door.hpp"
#include "gateway/ops/settings.hpp"

#include <memory>

namespace wetbode {

/// `token_key` and `settings` of the parts are filled in here. Null if the settings keep it closed, or nobody stands
/// behind it. Throws SettingsError if the settings cannot work together, Outage("keys").
[[nodiscard]] std::unique_ptr<kaleidos::Door> kaleidos_door(ops::Settings const& settings,
                                                            std::filesystem::path const& data,
                                                            kaleidos::DoorParts parts);

}  // namespace wetbode
