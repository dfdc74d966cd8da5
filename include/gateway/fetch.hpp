// SPDX-License-Identifier: EUPL-1.2
// Port: one bounded HTTP exchange with a service of trust (time authority, OCSP responder, distribution point of
// revocation lists, trust list) or with the receiver of a webhook. The composition root gives one that is made of the
// REST client.
#pragma once

#include "gateway/time.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace wetbode {

struct FetchRequest {
    std::string url;  ///< http or https
    std::string method = "GET";
    std::string content_type;  ///< of the body; empty without one
    std::string body;
    std::string accept;                         ///< empty: anything
    Milliseconds time{10'000};                  ///< for the whole exchange
    std::uint64_t answer_bytes_max = 1U << 20U; ///< a longer answer is an Outage
    std::string authorization{};                ///< value of that header; empty: none is sent
    std::string if_none_match{};                ///< the same: status 304 says that nothing changed (RFC 9110 13.1)
    std::string if_modified_since{};            ///< the same
    std::string address{};  ///< in numbers; asked there, whatever the name resolves to now. Empty: resolved
    std::vector<std::pair<std::string, std::string>> headers{};  ///< further ones, as they are
    bool answer_may_be_cut = false;  ///< a longer answer is cut instead
};

struct FetchAnswer {
    int status = 0;
    std::string content_type;
    std::string body;
    std::string etag{};           ///< as the server wrote it; empty without
    std::string last_modified{};  ///< the same
    std::string retry_after{};    ///< the same
};

/// Any status is an answer. Throws Outage("fetch") with the reason if there is none in time, or one that is too long.
/// Redirects are not followed. Thread safe.
using Fetch = std::function<FetchAnswer(FetchRequest const&)>;

}  // namespace wetbode
