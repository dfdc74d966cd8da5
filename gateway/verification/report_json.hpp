// SPDX-License-Identifier: EUPL-1.2
// The report as JSON: what POST /v1/verifications answers and `wetbode verify --format json` prints (schema
// Verification in gateway/api/openapi.yaml). Pure.
#pragma once

#include "gateway/verification/report.hpp"

#include <string>

namespace wetbode {

/// One object. What was read from a hostile file need not be UTF-8; such octets are replaced.
[[nodiscard]] std::string json_of(VerificationReport const& report);

}  // namespace wetbode
