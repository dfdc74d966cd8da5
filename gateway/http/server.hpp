// SPDX-License-Identifier: EUPL-1.2
// The HTTP/1.1 server: accept loop, session loop, TLS and limits. The only coroutines and the only Beast of the gateway
// live behind this header. The composition root owns it; handlers run on its bounded pool, never on its I/O thread.
#pragma once

#include "gateway/api/message.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace wetbode::http {

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8460;  ///< 0 = any free port; see port()
    int io_threads = 1;
    int quick_threads = 16;         ///< for Pace::quick, and for the bodies that come in
    int handler_threads = 64;       ///< for Pace::admission; they mostly wait for the disk
    int handlers_queued_max = 512;  ///< of either; beyond: 503 with Retry-After
    int check_threads = 1;          ///< for Pace::check
    int checks_queued_max = 64;     ///< beyond: 503 with Retry-After
    int connections_max = 1024;     ///< beyond: accepted and closed with 503
    std::uint64_t header_bytes_max = 16 * 1024;
    std::uint64_t body_bytes_max = 2ULL << 30U;  ///< beyond: 413 before anything is read, or while reading
    Milliseconds header_time{10'000};            ///< to receive a whole header
    Milliseconds read_time{30'000};              ///< silence allowed while a body is read
    Milliseconds idle_time{60'000};              ///< between two requests of a connection
    Milliseconds write_time{30'000};             ///< silence allowed while an answer is written
    std::filesystem::path certificate_file;      ///< PEM chain; empty = plain HTTP
    std::filesystem::path key_file;
    std::filesystem::path client_ca_file;  ///< PEM; set = mutual TLS, a client certificate is required
    /// Told what nobody asked for but somebody must know: "http.handler_failed", "http.answer_cut". May be empty.
    std::function<void(std::string_view event, std::string const& what)> on_trouble;
};

struct ServerCounts {
    std::int64_t connections = 0;  ///< open now
    std::int64_t requests = 0;     ///< answered since start
    std::int64_t turned_away = 0;  ///< 503 because of a full queue or too many connections
};

class Server {
public:
    /// Binds at once; throws Outage("http") if that fails (port in use, bad certificate). `on_answered` and
    /// `on_trouble` are called on an I/O or pool thread, from several at once; they must be quick and must not throw.
    /// Status 0 means that the peer went away, or was cut off, before a whole answer was sent.
    Server(ServerSettings settings, api::Opener opener,
           std::function<void(api::Request const&, int status, Milliseconds took)> on_answered);
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    void start();
    /// Closes the acceptor, lets running requests finish (at most `grace`), closes the rest, joins all threads.
    void stop(Milliseconds grace);
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] ServerCounts counts() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::http
