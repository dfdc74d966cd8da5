// SPDX-License-Identifier: EUPL-1.2
// Revocation data over HTTP: OCSP first (RFC 6960), a list (RFC 5280) where there is no answer. Thread safe.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/fetch.hpp"
#include "gateway/revocation/cache.hpp"
#include "gateway/revocation/revocation.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace wetbode {

struct RevocationSettings {
    std::filesystem::path folder;      ///< of the cache; empty: memory only
    revocation::CacheLimits limits;
    std::string responder;             ///< URL instead of those in the certificates; empty: theirs
    std::string list;                  ///< the same for lists
    bool nonce = false;                ///< send one; a response with another nonce is refused, one without is not
    Milliseconds time{10'000};         ///< for one exchange
    std::uint64_t list_bytes_max = 16ULL << 20U;
    /// How long a response, and a list, that was fetched counts as the newest there is. 0: it is asked for again unless
    /// it is from after the instant wanted.
    Milliseconds response_age{0};
    Milliseconds list_age{std::chrono::hours{1}};
    Milliseconds rest_first{5'000};    ///< how long a service is left alone after its first failure; then doubled
    Milliseconds rest_most{300'000};
};

/// Called for each failure of one service, whether or not another one helped. Any thread.
using RevocationFailure = std::function<void(std::string const& url, std::string const& why)>;

/// A value counts as "at or after `not_before`" if it was made then, or if its service, asked after that instant (or at
/// most `response_age`, `list_age` before), had nothing newer: lists appear once in a while. Revoked is an answer too;
/// revocation_of tells it. Many callers who want the same wait for one fetch. The URLs in the certificates are asked,
/// so the chain must be one that is trusted already. `clock` outlives the result; `on_failure` may be empty.
[[nodiscard]] std::unique_ptr<RevocationSource> http_revocation_source(RevocationSettings settings, Fetch fetch,
                                                                       Clock const& clock,
                                                                       RevocationFailure on_failure);

}  // namespace wetbode
