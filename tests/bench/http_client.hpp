// SPDX-License-Identifier: EUPL-1.2
// Just enough HTTP/1.1 to load a gateway without being what is measured: one connection, kept alive, plain sockets.
// One thread per object.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wetbode::bench {

struct Reply {
    int status = 0;  ///< 0 = the connection broke before a whole answer came
    std::string body;
};

class HttpClient {
public:
    HttpClient(std::string host, std::uint16_t port) : host_(std::move(host)), port_(port) {}
    ~HttpClient();
    HttpClient(HttpClient const&) = delete;
    HttpClient& operator=(HttpClient const&) = delete;

    /// Sends one request (`head` ends with the empty line) and reads the whole answer. Connects if needed.
    [[nodiscard]] Reply ask(std::string_view head, std::string_view body);

private:
    [[nodiscard]] bool connected();
    void close();
    [[nodiscard]] bool send_all(std::string_view bytes) const;
    /// Reads until `buffer_` holds at least `bytes`; false if the peer closed before.
    [[nodiscard]] bool fill(std::size_t bytes);
    [[nodiscard]] bool read_reply(Reply& reply);

    std::string host_;
    std::uint16_t port_;
    int socket_ = -1;
    std::string buffer_;
};

}  // namespace wetbode::bench
