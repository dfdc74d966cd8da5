// SPDX-License-Identifier: EUPL-1.2
// The server itself: binding, the accept loop, threads, and the orderly stop.
#include "gateway/http/server.hpp"

#include "gateway/http/inside.hpp"

#include <chrono>

namespace wetbode::http {
namespace {

/// Connections beyond the limit that still get their 503; more than these are closed without a word.
constexpr std::int64_t turned_away_at_once_max = 64;

tcp::acceptor bound(net::io_context& io, ServerSettings const& settings) {
    ErrorCode error;
    auto const where = settings.address + ":" + std::to_string(settings.port);
    auto const address = net::ip::make_address(settings.address, error);
    if (error) throw Outage("http", "not an IP address: " + settings.address);
    tcp::endpoint const endpoint(address, settings.port);
    tcp::acceptor acceptor(net::make_strand(io));
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(net::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
    if (error) throw Outage("http", "cannot listen on " + where + ": " + error.message());
    return acceptor;
}

std::size_t thread_count(int asked) {
    return static_cast<std::size_t>(asked < 1 ? 1 : asked);
}

void take_in(Shared& shared, tcp::socket socket) {
    ErrorCode ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(net::socket_base::keep_alive(true), ignored);
    std::int64_t open = 0;
    {
        std::scoped_lock const lock(shared.mutex);
        open = shared.open;
    }
    if (open < shared.settings.connections_max) {
        begin_session(shared, std::move(socket), Welcome::serve);
        return;
    }
    shared.turned_away.fetch_add(1);
    // A TLS peer could read a 503 only after a handshake, which is the cost that the limit is there to avoid.
    bool const can_tell = !shared.tls && open < shared.settings.connections_max + turned_away_at_once_max;
    if (can_tell) begin_session(shared, std::move(socket), Welcome::turn_away);
}

net::awaitable<void> accept_loop(Shared& shared) {
    net::steady_timer pause(shared.acceptor.get_executor());
    while (!shared.stopping.load()) {
        tcp::socket socket(net::make_strand(shared.io));
        ErrorCode error;
        auto token = net::redirect_error(net::use_awaitable, error);
        co_await shared.acceptor.async_accept(socket, token);
        if (shared.stopping.load()) co_return;
        if (!error) {
            take_in(shared, std::move(socket));
            continue;
        }
        // Out of descriptors or memory: trying again at once would only burn the processor.
        shared.trouble("http.accept_failed", error.message());
        pause.expires_after(std::chrono::milliseconds(100));
        co_await pause.async_wait(token);
    }
}

}  // namespace

Shared::Shared(ServerSettings given, api::Opener open_exchange,
               std::function<void(api::Request const&, int, Milliseconds)> answered)
    : settings(std::move(given)),
      opener(std::move(open_exchange)),
      on_answered(std::move(answered)),
      io(settings.io_threads),
      quick(settings.quick_threads, settings.handlers_queued_max),
      admission(settings.handler_threads, settings.handlers_queued_max),
      check(settings.check_threads, settings.checks_queued_max),
      acceptor(bound(io, settings)),
      port(acceptor.local_endpoint().port()) {
    if (!settings.certificate_file.empty()) tls.emplace(make_tls_context(settings));
}

Crew& Shared::crew_of(api::Pace pace) {
    switch (pace) {
        case api::Pace::quick: return quick;
        case api::Pace::admission: return admission;
        case api::Pace::check: return check;
    }
    return quick;
}

void Shared::trouble(std::string_view event, std::string const& what) const {
    if (settings.on_trouble) settings.on_trouble(event, what);
}

struct Server::Inside {
    Shared shared;
    std::optional<net::executor_work_guard<net::io_context::executor_type>> work;
    std::vector<std::jthread> threads;

    Inside(ServerSettings settings, api::Opener opener,
           std::function<void(api::Request const&, int, Milliseconds)> on_answered)
        : shared(std::move(settings), std::move(opener), std::move(on_answered)) {}

    /// Asks every connection to end, each on its own strand.
    void tell_lines(void (Line::*what)()) {
        std::scoped_lock const lock(shared.mutex);
        for (auto const& weak : shared.lines) {
            auto line = weak.lock();
            if (!line) continue;
            auto const strand = line->strand();
            net::post(strand, [line = std::move(line), what] { ((*line).*what)(); });
        }
    }

    [[nodiscard]] bool wait_until_closed(std::optional<Milliseconds> at_most) {
        std::unique_lock lock(shared.mutex);
        auto const none = [this] { return shared.open == 0; };
        if (at_most) return shared.all_closed.wait_for(lock, *at_most, none);
        shared.all_closed.wait(lock, none);
        return true;
    }
};

Server::Server(ServerSettings settings, api::Opener opener,
               std::function<void(api::Request const&, int status, Milliseconds took)> on_answered)
    : inside_(std::make_unique<Inside>(std::move(settings), std::move(opener), std::move(on_answered))) {}

Server::~Server() {
    stop(Milliseconds{0});
}

void Server::start() {
    auto& shared = inside_->shared;
    ensure(inside_->threads.empty(), "a server is started once");
    ensure(!shared.stopping.load(), "a stopped server does not start again");
    inside_->work.emplace(shared.io.get_executor());
    auto loop = accept_loop(shared);
    net::co_spawn(shared.acceptor.get_executor(), std::move(loop), net::detached);
    for (std::size_t i = 0; i < thread_count(shared.settings.io_threads); ++i)
        inside_->threads.emplace_back([&shared] { shared.io.run(); });
}

void Server::stop(Milliseconds grace) {
    auto& shared = inside_->shared;
    if (shared.stopping.exchange(true)) return;
    if (!inside_->threads.empty()) {
        auto const strand = shared.acceptor.get_executor();
        net::post(strand, [&shared] {
            ErrorCode ignored;
            shared.acceptor.close(ignored);
        });
        inside_->tell_lines(&Line::close_if_idle);
        if (!inside_->wait_until_closed(grace)) {
            inside_->tell_lines(&Line::close_now);
            // What runs on the pool cannot be broken off; handlers have deadlines of their own.
            ignore(inside_->wait_until_closed(std::nullopt), "without a limit it ends only when all are closed");
        }
    }
    inside_->work.reset();
    inside_->threads.clear();
    for (auto* const crew : {&shared.quick, &shared.admission, &shared.check}) crew->pool.join();
}

std::uint16_t Server::port() const {
    return inside_->shared.port;
}

ServerCounts Server::counts() const {
    auto& shared = inside_->shared;
    std::scoped_lock const lock(shared.mutex);
    return {shared.open, shared.requests.load(), shared.turned_away.load()};
}

}  // namespace wetbode::http
