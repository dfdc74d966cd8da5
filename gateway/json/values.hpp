// SPDX-License-Identifier: EUPL-1.2
// Shared pieces of the writers in gateway/json. Private to that folder.
#pragma once

#include "gateway/digest.hpp"
#include "gateway/refusal.hpp"
#include "gateway/transfer.hpp"

#include <nlohmann/json.hpp>

namespace wetbode::json {

[[nodiscard]] nlohmann::json value_of(Text const& text);
[[nodiscard]] nlohmann::json value_of(Fault const& fault);
[[nodiscard]] nlohmann::json value_of(Answer const& answer);
/// Text that need not be UTF-8 (an answer of a counterpart) is written with replacement characters.
[[nodiscard]] std::string dump(nlohmann::json const& value);

}  // namespace wetbode::json
