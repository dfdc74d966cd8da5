// SPDX-License-Identifier: EUPL-1.2
// The URIs of ds:SignatureMethod (RFC 9231). Pure.
#pragma once

#include "gateway/crypto/algorithm.hpp"

#include <optional>
#include <string_view>

namespace wetbode {

[[nodiscard]] std::string_view signature_method(SignatureAlgorithm algorithm);
/// Empty for an algorithm that this house does not make.
[[nodiscard]] std::optional<SignatureAlgorithm> signature_algorithm_from(std::string_view method);

}  // namespace wetbode
