// SPDX-License-Identifier: EUPL-1.2
// What can go wrong at the Parliament, as switches: which fault, for which call, how often. Thread safe.
#pragma once

#include "adapters/rest/twin_stream.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode::parliament {

/// The calls of the API, by the names that switches and scenarios use.
enum class Wire { token, ping, document, status, ingediend, kanselarij, verwerkt, other };
[[nodiscard]] std::string_view name_of(Wire call);
[[nodiscard]] std::optional<Wire> wire_named(std::string_view name);

enum class WireFault {
    none,
    down,             ///< the connection is closed without an answer
    cut_in_body,      ///< the same, after half of the request body
    cut_after_body,   ///< acted upon, then closed without an answer
    error_before,     ///< 500, nothing done
    error_after,      ///< acted upon, then 500
    html_error,       ///< 500 with a page for people
    html_success,     ///< 200 with a page for people, as a log-in page in front of an API gives
    slow,             ///< `delay` before the answer
    slow_reading,     ///< `delay` before each part of the request body is read
    slow_body,        ///< the answer dribbles in ten pieces over `delay`
    unauthorised,     ///< 401; every token ends
    unauthorised_in_body,  ///< the same, after the first part of the request body
    expired_token,    ///< every token has ended when the call comes
    expires_in_call,  ///< the token is good when the header comes and ended when the body has come
    partial_files,    ///< SUCCESS, and the last file is missing in files[]
    no_pobj,          ///< SUCCESS without the number of the dossier
    cut_answer,       ///< the connection breaks after half of the answer
    truncated_json,   ///< the answer is whole for HTTP and ends in the middle for JSON
    wrong_json,       ///< 200 with JSON of another shape
    too_many,         ///< 429 with Retry-After, nothing done
    busy,             ///< 503 with Retry-After, nothing done
};

struct FaultNow {
    WireFault fault = WireFault::none;
    std::chrono::milliseconds delay{0};
    int retry_after = 0;  ///< seconds
};

/// One wish for the switches, as JSON or a scenario gives it.
struct FaultWish {
    std::string mode;
    std::int64_t times = 1;            ///< 1 .. 100000; 0 clears all that wait
    std::int64_t delay_ms = 5000;      ///< 0 .. 600000
    std::int64_t retry_after_s = 5;    ///< 0 .. 86400
    std::string on;                    ///< name of a call, "any", or empty: deliveries (of "down": any call)
};

class WireFaults {
public:
    /// Empty, or what is wrong with the wish.
    [[nodiscard]] std::string set(FaultWish const& wish);
    void clear();
    /// The first fault that waits for this call, used up by it.
    [[nodiscard]] FaultNow take(Wire call);
    [[nodiscard]] std::size_t waiting() const;

    /// Waits `delay`, or until release().
    void linger(std::chrono::milliseconds delay);
    void release();

private:
    struct Waiting {
        FaultNow what;
        std::optional<Wire> on;  ///< empty = any call
        std::int64_t times = 1;
    };

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting> queue_;
    bool released_ = false;
};

[[nodiscard]] std::optional<WireFault> fault_named(std::string_view name);

/// Carries out the faults that come before, instead of or after an act; `act` does what the call is for.
[[nodiscard]] api::Response with_fault(FaultNow fault, WireFaults& faults, std::function<api::Response()> const& act);

/// {"status":"ERROR","message":what}
[[nodiscard]] api::Response problem(int status, std::string const& what);

}  // namespace wetbode::parliament
