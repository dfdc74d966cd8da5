// SPDX-License-Identifier: EUPL-1.2
// What speaks against a time stamp token besides its certificate path: for stamps in signatures and for those of
// evidence records alike. Pure.
#pragma once

#include "gateway/timestamp/time_token.hpp"
#include "gateway/verification/findings.hpp"

#include <optional>

namespace wetbode {

/// `proof`: when the token is proven to have existed; empty: only now. Its time, the purpose, life and key of its
/// certificate, and the end of its algorithm (algorithm_terms.hpp). Codes: TIMESTAMP_ORDER_FAILURE,
/// CHAIN_CONSTRAINTS_FAILURE, OUT_OF_BOUNDS_NO_POE, CRYPTO_CONSTRAINTS_FAILURE_NO_POE.
void check_token(ReadTimeToken const& token, std::optional<Instant> proof, Instant now, Findings& found);

}  // namespace wetbode
