// SPDX-License-Identifier: EUPL-1.2
// An HTTP client with no manners: sends exactly the bytes that a test wants, and reads what comes. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace wetbode::test {

struct Reply {
    int status = 0;                              ///< 0 = the connection ended before a whole header came
    std::map<std::string, std::string> headers;  ///< lower-case
    std::string body;
    bool whole = false;  ///< as many bytes came as Content-Length says
};

/// PEM files for TLS; empty = plain. `certificate` and `key` are what the client shows.
struct TlsWishes {
    std::string ca_file;
    std::string certificate;
    std::string key;
    int version_max = 0;
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port);
    RawClient(std::uint16_t port, TlsWishes const& wishes);
    ~RawClient();

    [[nodiscard]] bool secured() const;  ///< the TLS handshake succeeded
    /// False once the peer has closed.
    bool send(std::string_view bytes);
    void end_sending();
    /// Next response. For HEAD no body is waited for.
    [[nodiscard]] Reply read_reply(bool head = false);
    /// Everything until the peer closes; "" if it closes without a word.
    [[nodiscard]] std::string read_to_end();
    /// Reads one body and drops it, for answers too large to keep. Returns the number of bytes.
    [[nodiscard]] std::uint64_t read_some(std::string& into);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::test
