// SPDX-License-Identifier: EUPL-1.2
// Stands in for a counterpart: a real HTTP server on loopback that gives canned answers and remembers what was asked.
// Owned by one test; its answers may be changed while it runs, from any thread.
#pragma once

#include "gateway/api/message.hpp"
#include "gateway/http/server.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace wetbode {

/// One request as it came in, with its whole body.
struct Asked {
    api::Request request;
    std::string body;
};

class Imposter {
public:
    using Answerer = std::function<api::Response(Asked const&)>;

    /// Listens at once on a free port of 127.0.0.1; with certificate_file in the settings it speaks TLS.
    Imposter();
    explicit Imposter(http::ServerSettings settings);
    ~Imposter();

    /// The next answer for this method and path (without query). Answers queue; the last one is repeated for ever.
    void answer(std::string const& method, std::string const& path, api::Response response);
    /// Asked for everything that has no canned answer; 404 if there is none.
    void otherwise(Answerer answerer);

    [[nodiscard]] std::vector<Asked> asked() const;
    [[nodiscard]] std::uint16_t port() const;
    /// "http://127.0.0.1:port" or "https://...", without a slash at the end.
    [[nodiscard]] std::string url() const;

    /// Shorthand for a response with a body and a media type.
    [[nodiscard]] static api::Response response(int status, std::string body, std::string const& media_type);

private:
    struct Inside;
    std::shared_ptr<Inside> inside_;
    std::string scheme_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace wetbode
