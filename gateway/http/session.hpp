// SPDX-License-Identifier: EUPL-1.2
// One connection, plain or TLS: what it remembers between the steps of session.cpp. Everything runs on the strand of
// the connection, or on a thread of a crew while the strand waits for it. Private to gateway/http; only session.cpp
// includes it.
#pragma once

#include "gateway/api/wire.hpp"
#include "gateway/base/content.hpp"
#include "gateway/http/inside.hpp"

#include <chrono>
#include <exception>
#include <functional>
#include <type_traits>

namespace wetbode::http {

using Steady = std::chrono::steady_clock;
using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;
using Parser = beast::http::request_parser<beast::http::buffer_body>;
using Work = std::function<void()>;

/// How much is read from a socket at once.
constexpr std::size_t session_read_bytes = 64 * 1024;
/// Largest part of a body that is handed over or sent in one go.
constexpr std::size_t part_bytes_max = 256 * 1024;

enum class Next { go_on, close };

template <class Stream>
class Session final : public Line, public std::enable_shared_from_this<Session<Stream>> {
public:
    Session(Shared& shared, tcp::socket socket, Welcome welcome)
        : shared_(shared),
          stream_(make_stream(shared, std::move(socket))),
          buffer_(static_cast<std::size_t>(shared.settings.header_bytes_max) + 2 * session_read_bytes),
          welcome_(welcome) {}

    tcp::socket::executor_type strand() override { return stream_.get_executor(); }
    void close_if_idle() override {
        if (idle_) close_now();
    }
    void close_now() override { lowest().close(); }

    net::awaitable<void> run();

private:
    static Stream make_stream(Shared& shared, tcp::socket socket) {
        if constexpr (std::is_same_v<Stream, TlsStream>)
            return Stream(beast::tcp_stream(std::move(socket)), *shared.tls);
        else
            return Stream(std::move(socket));
    }
    beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

    net::awaitable<bool> shake_hands();
    net::awaitable<bool> await_first_byte();
    net::awaitable<bool> receive_header();
    net::awaitable<void> receive_body();
    net::awaitable<bool> greet_large_body();
    net::awaitable<bool> read_part();
    net::awaitable<bool> send_answer();
    net::awaitable<bool> send_bytes(std::string_view bytes);
    net::awaitable<bool> send_content(std::uint64_t length);
    net::awaitable<void> part_company();
    net::awaitable<void> conclude();
    net::awaitable<void> on_crew(Crew& crew, Work const& work);

    bool describe_request();
    void hand_over(bool whole);
    void finish_exchange();
    [[nodiscard]] bool no_room();
    void prepare_content();
    void next_chunk();
    void refuse(std::string_view code);
    void fail(std::string const& what);
    void report(int status) noexcept;

    Shared& shared_;
    Stream stream_;
    beast::flat_buffer buffer_;
    Welcome welcome_;
    bool idle_ = false;
    std::string remote_;
    std::string fingerprint_;

    // What belongs to one request.
    std::optional<Parser> parser_;
    api::Request request_;
    std::unique_ptr<api::Exchange> exchange_;
    std::optional<api::Response> answer_;
    std::unique_ptr<ContentReader> reader_;
    std::string part_;
    std::string chunk_;
    std::uint64_t body_bytes_ = 0;
    Steady::time_point began_;
    Next next_ = Next::go_on;
    bool first_ = true;
    bool peer_gone_ = false;
    bool chunk_good_ = true;
};

/// Whether as many of its pace wait as may: then the answer is 503. Asked before a large body is read, not after it.
template <class Stream>
bool Session<Stream>::no_room() {
    if (!shared_.crew_of(exchange_->pace()).full()) return false;
    shared_.turned_away.fetch_add(1);
    refuse("BUSY");
    return true;
}

/// On a crew: here and in finish_exchange() code behind the door is called. The second border of the house: no
/// exception of a handler gets further than this connection.
template <class Stream>
void Session<Stream>::hand_over(bool whole) {
    try {
        if (!exchange_) exchange_ = shared_.opener(request_);
        ensure(exchange_ != nullptr, "every request gets an exchange");
        if (!whole || !part_.empty()) answer_ = exchange_->receive(part_);
        if (answer_ && std::holds_alternative<Content>(answer_->body)) prepare_content();
    } catch (std::exception const& error) {
        fail(error.what());
    }
    if (whole && !answer_ && exchange_->pace() == api::Pace::quick) finish_exchange();
}

template <class Stream>
void Session<Stream>::finish_exchange() {
    try {
        answer_ = exchange_->finish();
        if (std::holds_alternative<Content>(answer_->body)) prepare_content();
    } catch (std::exception const& error) {
        fail(error.what());
    }
}

/// On a crew: opens the content before the status is sent, so that a missing file can still be told.
template <class Stream>
void Session<Stream>::prepare_content() {
    if (request_.method == "HEAD" || !api::may_have_body(answer_->status)) return;
    try {
        reader_ = answer_->maker ? answer_->maker() : open_checked(std::get<Content>(answer_->body));
        next_chunk();
    } catch (Outage const& outage) {
        shared_.trouble("http.handler_failed", outage.what());
        reader_.reset();
        refuse("OUTAGE");
    }
}

/// On a crew: the next part_bytes_max bytes of the content, or fewer at its end.
template <class Stream>
void Session<Stream>::next_chunk() {
    chunk_.resize(part_bytes_max);
    std::size_t filled = 0;
    while (filled < chunk_.size()) {
        auto const count = reader_->read({chunk_.data() + filled, chunk_.size() - filled});
        filled += count;
        if (count == 0 || answer_->maker) break;
    }
    chunk_.resize(filled);
}

template <class Stream>
void Session<Stream>::fail(std::string const& what) {
    shared_.trouble("http.handler_failed", what);
    reader_.reset();
    refuse("INTERNAL");
}

template <class Stream>
void Session<Stream>::report(int status) noexcept {
    if (status != 0) shared_.requests.fetch_add(1);
    if (!shared_.on_answered) return;
    shared_.on_answered(request_, status, std::chrono::duration_cast<Milliseconds>(Steady::now() - began_));
}

/// Leaves the register when the coroutine ends, however it ends.
class Presence {
public:
    Presence(Shared& shared, std::shared_ptr<Line> const& line) : shared_(shared) {
        std::scoped_lock const lock(shared_.mutex);
        place_ = shared_.lines.insert(shared_.lines.end(), line);
        ++shared_.open;
    }
    Presence(Presence const&) = delete;
    Presence& operator=(Presence const&) = delete;
    ~Presence() {
        std::scoped_lock const lock(shared_.mutex);
        shared_.lines.erase(place_);
        if (--shared_.open == 0) shared_.all_closed.notify_all();
    }

private:
    Shared& shared_;
    std::list<std::weak_ptr<Line>>::iterator place_;
};

}  // namespace wetbode::http
