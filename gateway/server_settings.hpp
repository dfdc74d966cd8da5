// SPDX-License-Identifier: EUPL-1.2
// How the settings describe the transport.
#pragma once

#include "gateway/http/server.hpp"
#include "gateway/ops/settings.hpp"

#include <algorithm>
#include <thread>

namespace wetbode {

/// Half of the processors at most are kept busy by checks that nobody loses a document over.
[[nodiscard]] inline int check_threads(ops::Settings const& settings) {
    auto const chosen = static_cast<int>(settings.number("server.check_threads"));
    auto const half = static_cast<int>(std::thread::hardware_concurrency() / 2);
    return chosen > 0 ? chosen : std::max(1, half);
}

[[nodiscard]] inline http::ServerSettings server_settings(ops::Settings const& settings) {
    http::ServerSettings server;
    server.address = settings.text("server.address") == "localhost" ? "127.0.0.1" : settings.text("server.address");
    server.port = static_cast<std::uint16_t>(settings.number("server.port"));
    server.handler_threads = static_cast<int>(settings.number("server.handler_threads"));
    server.quick_threads = static_cast<int>(settings.number("server.quick_threads"));
    server.handlers_queued_max = static_cast<int>(settings.number("server.queue_max"));
    server.check_threads = check_threads(settings);
    server.checks_queued_max = static_cast<int>(settings.number("server.check_queue_max"));
    server.connections_max = static_cast<int>(settings.number("server.connections_max"));
    server.body_bytes_max = settings.size("server.body_max");
    server.header_time = settings.span("server.header_time");
    server.read_time = settings.span("server.read_time");
    server.idle_time = settings.span("server.idle_time");
    server.write_time = settings.span("server.write_time");
    server.certificate_file = settings.file("server.certificate_file");
    server.key_file = settings.file("server.key_file");
    server.client_ca_file = settings.file("server.client_ca_file");
    return server;
}

}  // namespace wetbode
