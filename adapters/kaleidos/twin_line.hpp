// SPDX-License-Identifier: EUPL-1.2
// The line of Kaleidos to the Parliament's API: its token with its margin, one try of everything, and of an answer only
// what the existing client looks at. One thread at a time.
#pragma once

#include "adapters/kaleidos/twin_wire.hpp"
#include "gateway/clock.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace wetbode::kaleidos {

struct LineSettings {
    WireSettings wire;
    std::string client_id;
    std::string client_secret;
};

/// What came of one call.
struct Answer {
    bool ok = false;
    int status = 0;      ///< 0 = no answer
    std::string shown;   ///< what the existing client leaves of the failure: the status line, or a crash that hides it
    std::string cause;   ///< what really happened, with the first kilobyte of the answer; the existing client loses it
    std::string body;    ///< of a small answer, when ok
};

class Line {
public:
    /// Throws std::invalid_argument if the base URL is none. The clock outlives the line.
    Line(LineSettings settings, Clock const& clock) : settings_(settings), wire_(settings.wire), clock_(clock) {}

    /// `path` below the base. At most 1 MiB of answer, else it is a failure.
    [[nodiscard]] Answer get(std::string const& path);
    /// An answer of any length goes to `take`, in pieces of at most 64 KiB; it means nothing unless the call is ok.
    [[nodiscard]] Answer get(std::string const& path, std::function<void(std::string_view)> const& take);
    [[nodiscard]] Answer post(std::string const& path, std::vector<twin::StreamPart> body);

    [[nodiscard]] std::int64_t calls() const { return calls_; }   ///< tokens not counted
    [[nodiscard]] std::int64_t tokens() const { return tokens_; } ///< asked for

private:
    [[nodiscard]] Answer token();
    [[nodiscard]] Answer call(WireCall call);
    [[nodiscard]] Answer plain_call(WireCall const& call, std::function<void(std::string_view)> const& take);

    LineSettings settings_;
    Wire wire_;
    Clock const& clock_;
    std::string token_;
    Instant token_until_{};  ///< the margin is taken off
    std::int64_t calls_ = 0;
    std::int64_t tokens_ = 0;
};

/// A string or a whole number as a text, as the existing client compares and stores them; else empty.
[[nodiscard]] std::string id_in(nlohmann::json const& object, char const* key);

}  // namespace wetbode::kaleidos
