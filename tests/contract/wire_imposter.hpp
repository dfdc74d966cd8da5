// SPDX-License-Identifier: EUPL-1.2
// A loopback HTTP server that gives scripted answers, down to the byte where a connection breaks: what a well-behaved
// server cannot be made to do. One connection at a time, one request on each. Owned by a test.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace wetbode {

struct WireAnswer {
    enum class Kind { answer, cut, silence };  ///< cut: the connection ends; silence: nothing comes until stop()
    Kind kind = Kind::answer;
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    bool wrong_length = false;                 ///< announces more than it sends
};

struct WireRequest {
    std::string method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers;  ///< names lower-case
    std::string body;

    [[nodiscard]] std::string header(std::string const& name) const;
};

class WireImposter {
public:
    explicit WireImposter(std::vector<WireAnswer> script);
    ~WireImposter();
    WireImposter(WireImposter const&) = delete;
    WireImposter& operator=(WireImposter const&) = delete;

    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::vector<WireRequest> requests();
    /// Closes the port: from here on nobody is reached.
    void stop();

private:
    void run();
    void serve(int connection);
    bool readable(int descriptor) const;
    bool read_request(int connection, WireRequest& request);

    std::vector<WireAnswer> script_;
    std::size_t next_ = 0;
    int listener_ = -1;
    int stop_read_ = -1;
    int stop_write_ = -1;
    std::uint16_t port_ = 0;
    std::mutex mutex_;
    std::vector<WireRequest> requests_;
    std::thread thread_;
};

}  // namespace wetbode
