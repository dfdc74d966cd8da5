// SPDX-License-Identifier: EUPL-1.2
// How the settings describe time authorities and revocation. Part of the composition root; an error names file and
// table (ops::SettingsError).
#pragma once

#include "gateway/ops/settings.hpp"
#include "gateway/revocation/revocation_source.hpp"
#include "gateway/timestamp/http_time_authority.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// "a, b" as a list; blanks around the commas do not count.
[[nodiscard]] std::vector<std::string> listed(std::string_view text);

[[nodiscard]] TimeSettings time_settings(ops::Settings const& settings);
[[nodiscard]] RevocationSettings revocation_settings(ops::Settings const& settings);

/// Empty if there is no [time_authority.*]. `clock` outlives it; `on_failure` may be empty.
[[nodiscard]] std::unique_ptr<TimeAuthority> time_authority_from(ops::Settings const& settings, Clock const& clock,
                                                                 TimeFailure on_failure);
[[nodiscard]] std::unique_ptr<RevocationSource> revocation_source_from(ops::Settings const& settings,
                                                                       Clock const& clock,
                                                                       RevocationFailure on_failure);

}  // namespace wetbode
