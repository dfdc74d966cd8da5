// SPDX-License-Identifier: EUPL-1.2
// HTTP requests and responses as plain values: what the transport (gateway/http) and the resources share.
#pragma once

#include "gateway/content.hpp"
#include "gateway/ids.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace wetbode::api {

/// Header names are lower-case here; of several headers with one name the last wins. Lists (accept, accept-language,
/// if-none-match) are joined with ", "; a second host, authorization, content-type or idempotency-key is refused.
using Headers = std::map<std::string, std::string, std::less<>>;

struct Request {
    std::string method;  ///< upper-case
    std::string target;  ///< as on the wire
    std::string path;    ///< percent-decoded, without query
    std::map<std::string, std::string, std::less<>> query;
    Headers headers;
    std::string remote;              ///< address of the peer, for the log
    std::string client_certificate;  ///< SHA-256 (hex) of the TLS client certificate; empty if none was shown
    std::optional<std::uint64_t> content_length;
};

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::variant<std::string, Content> body;  ///< a Content is streamed, its digest checked on the way
    bool close = false;                       ///< close the connection after this answer
    bool cut = false;                         ///< twins only: close without any answer
    /// Makes the body while it is sent; `body` is then a Content of which only `bytes` counts. What a read gives is
    /// sent as it comes, and a reader that throws cuts the answer there.
    std::function<std::unique_ptr<ContentReader>()> maker = {};
    /// Instead of the standard reason phrase (RFC 9112 section 4), for a client that keeps nothing else of an error.
    /// Printable ASCII, at most 400 bytes; anything else is left out.
    std::string reason = {};
};

/// How long the last step of an exchange may take. Each pace has threads and a queue of its own in the transport, so
/// that slow work never holds up quick work.
enum class Pace {
    quick,      ///< reads or notes something: milliseconds
    admission,  ///< checks and keeps; a sender must rather wait than be sent away
    check       ///< checks and keeps nothing: may be sent away when many wait
};

/// One request being received. Built when the header is there; its calls come one after another on pool threads.
class Exchange {
public:
    virtual ~Exchange() = default;
    /// Next part of the body (at most 256 KiB). An answer ends the receiving early: e.g. 413, or a broken multipart.
    /// Called once with no bytes before a large body is read, so that a stranger is turned away before he sends it.
    [[nodiscard]] virtual std::optional<Response> receive(std::string_view bytes) = 0;
    /// The whole body has come.
    [[nodiscard]] virtual Response finish() = 0;
    /// Of finish(); opening and receiving are quick for all.
    [[nodiscard]] virtual Pace pace() const { return Pace::quick; }
};

/// An answer that is already known: it is given before the body is read.
class Settled final : public Exchange {
public:
    explicit Settled(Response answer) : answer_(std::move(answer)) {}
    std::optional<Response> receive(std::string_view) override { return answer_; }
    Response finish() override { return answer_; }

private:
    Response answer_;
};

/// Opens an exchange for a request header. Called on a pool thread. Must not throw. The request outlives the exchange.
using Opener = std::function<std::unique_ptr<Exchange>(Request const&)>;

}  // namespace wetbode::api
