// SPDX-License-Identifier: EUPL-1.2
// HTTP/1.1 as the existing client of Kaleidos writes it, byte for byte: the headers of node-fetch 2.7 on Node 20, in
// their order. An HTTP library would add its own. One connection per call; one thread at a time.
#pragma once

#include "adapters/rest/twin_stream.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::kaleidos {

struct WireSettings {
    std::string base_url;               ///< http:// or https://; paths are appended as they are, so it ends in '/'
    std::filesystem::path ca_file;      ///< PEM; empty = the system's authorities
    std::chrono::seconds patience{600}; ///< silence allowed; the real client waits for ever
};

struct WireCall {
    std::string method = "GET";
    std::string path;
    std::string authorization;  ///< whole value of the header
    std::string content_type;   ///< empty: text/plain;charset=UTF-8 if there is a body, as node's fetch does
    std::vector<twin::StreamPart> body;
};

struct WireReply {
    std::string failure;  ///< why there is no whole answer; empty = there is one
    int status = 0;
    std::string reason;   ///< phrase of the status line
    std::vector<std::pair<std::string, std::string>> headers;  ///< names lower-case
    [[nodiscard]] bool ok() const { return failure.empty() && status >= 200 && status < 300; }
};

class Wire {
public:
    /// Throws std::invalid_argument if the base is no http or https URL with a host. SIGPIPE is ignored from then on,
    /// in the whole program: a server that closes in the middle of a body is an everyday matter here.
    explicit Wire(WireSettings settings);

    /// The request as it goes out, without its body.
    [[nodiscard]] std::string head_of(WireCall const& call) const;
    /// One try. `take` gets the body of the answer piece by piece, of at most 64 KiB.
    [[nodiscard]] WireReply call(WireCall const& call, std::function<void(std::string_view)> const& take) const;

private:
    WireSettings settings_;
    bool secure_ = false;
    std::string host_;
    std::string port_;
    std::string prefix_;  ///< path of the base
};

}  // namespace wetbode::kaleidos
