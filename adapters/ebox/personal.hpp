// SPDX-License-Identifier: EUPL-1.2
// National numbers (INSZ) are taken out of whatever is kept of an answer. Pure; any thread.
#pragma once

#include "gateway/transfer.hpp"

#include <string>
#include <string_view>

namespace wetbode::ebox {

/// Every run of exactly eleven digits, also written 85.61.23-123.41, becomes "[number]".
[[nodiscard]] std::string without_numbers(std::string_view text);
[[nodiscard]] Answer without_numbers(Answer answer);

}  // namespace wetbode::ebox
