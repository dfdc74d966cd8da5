// SPDX-License-Identifier: EUPL-1.2
// Time stamps from authorities over HTTP (RFC 3161 section 3.4), asked in order until one gives a token that holds.
// Thread safe.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/fetch.hpp"
#include "gateway/timestamp/time_authority.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace wetbode {

struct TimeAuthorityPlace {
    std::string name;                    ///< in tokens, messages and the log
    std::string url;                     ///< http or https
    Milliseconds time{5000};             ///< for one exchange
    std::string authorization;           ///< value of the header, "Basic ..."; empty: none
    std::vector<std::string> anchors;    ///< DER; the certificate of the authority must chain to one of them
    std::vector<std::string> policies;   ///< dotted; a token under another policy is refused. Empty: any
};

struct TimeSettings {
    std::vector<TimeAuthorityPlace> authorities;  ///< in the order in which they are asked
    Milliseconds tolerance{60'000};   ///< how far genTime may lie outside the span of the exchange by our clock
    Milliseconds rest_first{5'000};   ///< how long an authority is left alone after its first failure; then doubled
    Milliseconds rest_most{300'000};
};

/// Called for each failure of one authority, whether or not another one helped: for log and metrics. Any thread.
using TimeFailure = std::function<void(std::string const& authority, std::string const& why)>;

/// A failing authority is rested, so that the next one is asked at once; when its rest is over one caller tries it
/// again while the others still pass it by. Outage("time") tells for each authority why it gave no token.
/// `clock` outlives the result; `on_failure` may be empty.
[[nodiscard]] std::unique_ptr<TimeAuthority> http_time_authority(TimeSettings settings, Fetch fetch, Clock const& clock,
                                                                 TimeFailure on_failure);

}  // namespace wetbode
