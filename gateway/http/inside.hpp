// SPDX-License-Identifier: EUPL-1.2
// What server.cpp, session.cpp and tls.cpp share: the state of one server, and the handle of one connection.
// Private to gateway/http.
#pragma once

#include "gateway/http/net.hpp"
#include "gateway/http/server.hpp"
#include "gateway/refusal.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace wetbode::http {

/// One connection as the server sees it: something that can be told to end. Shared between its coroutine and a close
/// request on its way to the strand, whichever lives longer: hence shared_ptr.
class Line {
public:
    virtual ~Line() = default;
    [[nodiscard]] virtual tcp::socket::executor_type strand() = 0;
    /// Both run on the strand. The first leaves a request that is being handled alone.
    virtual void close_if_idle() = 0;
    virtual void close_now() = 0;
};

/// The threads of one pace, and those that wait for them.
struct Crew {
    Crew(int threads, int queued_max)
        : pool(static_cast<std::size_t>(std::max(1, threads))), most(std::max(1, threads) + queued_max) {}

    [[nodiscard]] bool full() const { return there.load() >= most; }

    net::thread_pool pool;
    std::int64_t most;                   ///< queued and running together
    std::atomic<std::int64_t> there{0};  ///< queued or running
};

struct Shared {
    ServerSettings settings;
    api::Opener opener;
    std::function<void(api::Request const&, int, Milliseconds)> on_answered;

    net::io_context io;
    Crew quick;
    Crew admission;
    Crew check;
    std::optional<net::ssl::context> tls;
    tcp::acceptor acceptor;
    std::uint16_t port;

    std::atomic<bool> stopping{false};
    std::atomic<std::int64_t> requests{0};
    std::atomic<std::int64_t> turned_away{0};

    std::mutex mutex;  ///< guards the two below
    std::list<std::weak_ptr<Line>> lines;
    std::int64_t open = 0;  ///< connections whose coroutine has not ended
    std::condition_variable all_closed;

    Shared(ServerSettings given, api::Opener open_exchange,
           std::function<void(api::Request const&, int, Milliseconds)> answered);

    [[nodiscard]] Crew& crew_of(api::Pace pace);
    void trouble(std::string_view event, std::string const& what) const;
};

/// A connection that was accepted; `welcome` tells whether it is served or turned away with 503.
enum class Welcome { serve, turn_away };

/// Starts the coroutine of a connection; it enters itself in `lines` and leaves at its end. tls.cpp and session.cpp.
void begin_session(Shared& shared, tcp::socket socket, Welcome welcome);

/// Throws Outage("http") if certificate, key or CA file cannot be used.
[[nodiscard]] net::ssl::context make_tls_context(ServerSettings const& settings);
/// SHA-256 of the certificate that the peer showed, in hexadecimal; empty if none.
[[nodiscard]] std::string peer_fingerprint(SSL* connection);

}  // namespace wetbode::http
