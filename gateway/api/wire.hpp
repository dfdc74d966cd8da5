// SPDX-License-Identifier: EUPL-1.2
// From the words of an HTTP/1.1 header to a Request, and from a Response to the bytes of its header. Pure; any thread.
// The transport parses the syntax of the message; what its words mean is decided here, where it can be tested.
#pragma once

#include "gateway/api/message.hpp"
#include "gateway/refusal.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::api {

struct RawHeader {
    int version = 11;  ///< 10 or 11
    std::string_view method;
    std::string_view target;
    std::vector<std::pair<std::string_view, std::string_view>> fields;
};

/// Fills in method, target, path, query, headers and content_length. Refusal HTTP_MALFORMED or HTTP_UNSUPPORTED.
[[nodiscard]] std::optional<Refusal> read_header(RawHeader const& raw, Request& request);

/// Decodes %XX; empty if an escape is broken, or decodes to NUL, or the result is not UTF-8.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);
[[nodiscard]] bool is_utf8(std::string_view text);
/// Everything except the unreserved characters of RFC 3986 becomes %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

struct HeadFacts {
    std::uint64_t length = 0;  ///< of the body
    bool keep_alive = true;
    int version = 11;
    std::chrono::sys_seconds date;
};

/// Status line and header fields, with the empty line. Fields whose name or value could break the message are left out.
[[nodiscard]] std::string head_of(Response const& response, HeadFacts const& facts);
/// False for 1xx, 204 and 304 (RFC 9110 section 6.4.1).
[[nodiscard]] bool may_have_body(int status);
[[nodiscard]] std::string_view reason_of(int status);

}  // namespace wetbode::api
