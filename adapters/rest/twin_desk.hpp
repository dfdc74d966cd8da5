// SPDX-License-Identifier: EUPL-1.2
// What every twin has: a durable journal, fault switches, small exchanges and counts. Thread safe where it says so.
#pragma once

#include "gateway/api/message.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::twin {

/// JSON lines, each fsynced before append() returns, so that a crash test can count what had really arrived. A last
/// line without an end, left by a crash, is cut off at start. The owner keeps calls one after another.
class Journal {
public:
    /// An empty folder keeps nothing: for tests in memory.
    Journal(std::filesystem::path const& folder, std::string const& file_name);
    Journal(Journal const&) = delete;
    Journal& operator=(Journal const&) = delete;
    ~Journal();

    [[nodiscard]] std::vector<std::string> const& lines() const { return lines_; }  ///< as found at start
    /// Throws Outage("twin") if the disk fails.
    void append(std::string const& line);

private:
    int descriptor_ = -1;
    std::vector<std::string> lines_;
};

enum class FaultMode { none, down, error_before, error_after, cut_after_body, slow, unauthorised, html_error,
                       partial_files };

struct FaultNow {
    FaultMode mode = FaultMode::none;
    std::chrono::milliseconds delay{0};  ///< of slow
};

/// Switched by POST /_twin/faults {"mode":"500_after","times":2,"delay_ms":5000}; "times" 0 clears all. Thread safe.
class Faults {
public:
    [[nodiscard]] api::Response set(std::string_view body);
    /// The fault for the delivery that begins now, used up by it.
    [[nodiscard]] FaultNow take_for_delivery();
    /// True if any request, also a token request, must find nobody.
    [[nodiscard]] bool take_if_down();
    /// Waits `delay`, or until release(); for slow.
    void linger(std::chrono::milliseconds delay);
    void release();

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<FaultNow> queue_;
    bool released_ = false;
};

/// An exchange made of two functions; `on_bytes` may be empty, then the body is dropped.
using OnBytes = std::function<std::optional<api::Response>(std::string_view)>;
using OnEnd = std::function<api::Response()>;
[[nodiscard]] std::unique_ptr<api::Exchange> exchange(OnBytes on_bytes, OnEnd on_end);
/// Keeps a small body (at most 1 MiB, else 413) and hands it over whole.
[[nodiscard]] std::unique_ptr<api::Exchange> small_exchange(std::function<api::Response(std::string const&)> on_end);
/// Answers the same whatever comes; a cut response cuts at once.
[[nodiscard]] std::unique_ptr<api::Exchange> fixed_exchange(api::Response response);

[[nodiscard]] api::Response json_response(int status, std::string body);
[[nodiscard]] api::Response html_error();
[[nodiscard]] api::Response cut_response();

/// The inner text of a structured-header string (RFC 8941): "\"abc\"" and "abc" both give abc.
[[nodiscard]] std::string key_in(api::Request const& request);

}  // namespace wetbode::twin
