// SPDX-License-Identifier: EUPL-1.2
// HTTP towards counterparts. cpprestsdk is hidden behind this header and nowhere else. Thread safe.
#pragma once

#include "gateway/base/joined.hpp"
#include "gateway/content.hpp"
#include "gateway/time.hpp"
#include "gateway/transfer.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace wetbode::rest {

/// A part of a request body; the parts are sent one after another and never held in memory together.
using BodyPart = JoinedPart;
using wetbode::Base64File;
using wetbode::RawFile;

struct Call {
    std::string method = "GET";
    std::string path;                                          ///< appended to the base URL, may hold a query
    std::vector<std::pair<std::string, std::string>> headers;  ///< Content-Type included
    std::vector<BodyPart> body;
    std::uint64_t answer_bytes_max = 16ULL << 20U;             ///< a longer answer is cut off and `truncated`
    std::function<void(std::uint64_t sent, std::uint64_t all)> progress;  ///< may be empty
    /// Gets the body of a 200 as it comes, however long; Reply::body is then empty. Called on a thread of the library,
    /// never after call() has returned. If it throws the call ends, and call() throws the same.
    std::function<void(std::string_view bytes)> taker = {};
};

enum class Failure {
    none,         ///< an answer came
    unreachable,  ///< the connection could not be made: the counterpart has seen nothing
    interrupted,  ///< cut or timed out after the request began: the outcome is unknown
};

struct Reply {
    Failure failure = Failure::none;
    std::string why;       ///< of a failure, in English
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  ///< names lower-case
    std::string body;
    bool truncated = false;

    [[nodiscard]] std::string header(std::string_view lower_case_name) const;
    /// For the attempt: at most 4 KiB of body and 32 headers; Set-Cookie and tokens are left out.
    [[nodiscard]] Answer as_answer() const;
};

struct ClientSettings {
    std::string base_url;                   ///< http:// or https://, with or without a slash at the end
    std::filesystem::path ca_file;          ///< PEM; empty = the system's authorities
    std::filesystem::path certificate_file; ///< PEM, for mutual TLS
    std::filesystem::path key_file;
};

class RestClient {
public:
    explicit RestClient(ClientSettings settings);
    ~RestClient();
    RestClient(RestClient&&) noexcept;
    /// One call, ended before the deadline. Throws Outage("content") only if our own file cannot be read.
    [[nodiscard]] Reply call(Call const& call, Deadline deadline) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

/// cpprest would start 40 threads: call once, before the first client. `threads` 1 .. 40.
void initialize_pool(int threads);

}  // namespace wetbode::rest
