// SPDX-License-Identifier: EUPL-1.2
// One connection: reads requests one after another, hands them to a crew, writes the answers. Runs on the strand of
// its connection. Rule of the house for g++ 12: one co_await per statement, its arguments are names.
#include "gateway/http/session.hpp"

#include "gateway/api/language.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/api/wire.hpp"
#include "gateway/base/content.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

namespace wetbode::http {
namespace {

constexpr std::size_t read_bytes = session_read_bytes;
constexpr std::size_t write_bytes = 64 * 1024;
constexpr std::uint64_t drain_bytes_max = 1024 * 1024;
constexpr Milliseconds drain_time{2'000};

net::awaitable<void> run_here(Work const& work) {
    work();
    co_return;
}

}  // namespace

template <class Stream>
net::awaitable<void> Session<Stream>::run() {
    ErrorCode ignored;
    auto const peer = lowest().socket().remote_endpoint(ignored);
    if (!ignored) remote_ = peer.address().to_string();
    bool const secured = co_await shake_hands();
    if (!secured) co_return;
    while (!shared_.stopping.load()) {
        bool const came = co_await receive_header();
        if (!came && !answer_) break;
        if (!answer_) {
            co_await receive_body();
        }
        if (peer_gone_ || !answer_) {
            report(0);
            break;
        }
        bool const sent = co_await send_answer();
        int const status = sent ? answer_->status : 0;
        report(status);
        exchange_.reset();
        if (!sent) break;
        if (next_ == Next::close) {
            co_await part_company();
            break;
        }
    }
    close_now();
}

template <class Stream>
net::awaitable<bool> Session<Stream>::shake_hands() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
        ErrorCode error;
        auto token = net::redirect_error(net::use_awaitable, error);
        auto const role = net::ssl::stream_base::server;
        lowest().expires_after(shared_.settings.header_time);
        co_await stream_.async_handshake(role, token);
        if (error) co_return false;
        fingerprint_ = peer_fingerprint(stream_.native_handle());
    }
    co_return true;
}

/// Waits between two requests. Only here a connection counts as idle; a stop closes it.
template <class Stream>
net::awaitable<bool> Session<Stream>::await_first_byte() {
    if (buffer_.size() > 0) co_return true;
    if (buffer_.capacity() > read_bytes) buffer_.shrink_to_fit();
    ErrorCode error;
    auto token = net::redirect_error(net::use_awaitable, error);
    auto const space = buffer_.prepare(4096);
    lowest().expires_after(first_ ? shared_.settings.header_time : shared_.settings.idle_time);
    idle_ = true;
    auto const count = co_await stream_.async_read_some(space, token);
    idle_ = false;
    if (error) co_return false;
    buffer_.commit(count);
    co_return true;
}

/// True: request_ is filled in. False with answer_: refused. False without: the peer is gone.
template <class Stream>
net::awaitable<bool> Session<Stream>::receive_header() {
    answer_.reset();
    exchange_.reset();
    reader_.reset();
    request_ = {};
    body_bytes_ = 0;
    next_ = Next::go_on;
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(shared_.settings.header_bytes_max));
    // Our own count knows the difference between announced and sent. Not boost::none: Beast 1.74 compares every
    // Content-Length with it as if it were nothing.
    parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
    bool const awake = co_await await_first_byte();
    if (!awake) co_return false;
    began_ = Steady::now();
    ErrorCode error;
    auto token = net::redirect_error(net::use_awaitable, error);
    lowest().expires_after(shared_.settings.header_time);
    co_await beast::http::async_read_header(stream_, buffer_, *parser_, token);
    first_ = false;
    request_.remote = remote_;
    request_.client_certificate = fingerprint_;
    if (!error) co_return describe_request();
    bool const understood_nothing = error.category() == make_error_code(beast::http::error::bad_method).category();
    if (!understood_nothing || error == beast::http::error::end_of_stream ||
        error == beast::http::error::partial_message)
        co_return false;
    if (error == beast::http::error::header_limit || error == beast::http::error::buffer_overflow)
        refuse("HEADER_TOO_LARGE");
    else if (error == beast::http::error::bad_version)
        refuse("HTTP_VERSION");
    else
        refuse("HTTP_MALFORMED");
    co_return false;
}

/// From the parser to request_; whatever can be refused by the header alone is refused here, before a body is read.
template <class Stream>
bool Session<Stream>::describe_request() {
    auto const& message = parser_->get();
    auto const text = [](auto const& view) { return std::string_view(view.data(), view.size()); };
    api::RawHeader raw{static_cast<int>(message.version()), text(message.method_string()), text(message.target()), {}};
    for (auto const& field : message) raw.fields.emplace_back(text(field.name_string()), text(field.value()));
    if (message.version() != 11 && message.version() != 10) {
        refuse("HTTP_VERSION");
        return false;
    }
    if (auto const bad = api::read_header(raw, request_)) {
        refuse(bad->code);
        answer_ = api::problem(*bad, {api::language_of(request_.headers), {}});
        return false;
    }
    if (!parser_->keep_alive() || shared_.stopping.load()) next_ = Next::close;
    bool const busy = welcome_ == Welcome::turn_away || shared_.quick.full();
    if (busy) {
        if (welcome_ == Welcome::serve) shared_.turned_away.fetch_add(1);
        refuse("BUSY");
    } else if (request_.content_length.value_or(0) > shared_.settings.body_bytes_max) {
        refuse("BODY_TOO_LARGE");
    }
    return !busy && !answer_;
}

/// Reads part by part; each goes to the exchange on the quick crew. A quick request that fits in one part costs one
/// hop.
template <class Stream>
net::awaitable<void> Session<Stream>::receive_body() {
    bool const small = !parser_->chunked() && request_.content_length.value_or(0) <= part_bytes_max;
    bool const asks_first = request_.headers.contains("expect");
    if (!small || asks_first) {
        bool const welcome = co_await greet_large_body();
        if (!welcome) co_return;
    }
    while (!answer_) {
        bool const came = co_await read_part();
        if (!came) co_return;
        bool const whole = parser_->is_done();
        Work const work = [this, whole] { hand_over(whole); };
        co_await on_crew(shared_.quick, work);
        if (whole && !answer_) {
            if (small && no_room()) break;
            co_await conclude();
        }
    }
    part_ = {};
    if (!parser_->is_done()) next_ = Next::close;
}

/// Opens the exchange before the body is read and answers `Expect: 100-continue` (RFC 9110 section 10.1.1).
template <class Stream>
net::awaitable<bool> Session<Stream>::greet_large_body() {
    Work const work = [this] {
        part_.clear();
        hand_over(false);
    };
    co_await on_crew(shared_.quick, work);
    if (answer_ || no_room()) {
        if (!parser_->is_done()) next_ = Next::close;
        co_return false;
    }
    auto const expect = request_.headers.find("expect");
    bool const waits = expect != request_.headers.end() && buffer_.size() == 0 && !parser_->is_done();
    if (!waits) co_return true;
    std::string_view const go_ahead = "HTTP/1.1 100 Continue\r\n\r\n";
    bool const sent = co_await send_bytes(go_ahead);
    peer_gone_ = !sent;
    co_return sent;
}

/// Fills part_ with up to 256 KiB of the body, or to its end. False: refused (answer_) or the peer is gone.
template <class Stream>
net::awaitable<bool> Session<Stream>::read_part() {
    auto const expected = std::min<std::uint64_t>(request_.content_length.value_or(part_bytes_max), part_bytes_max);
    bool const has_body = parser_->chunked() || expected > 0;
    part_.resize(has_body ? static_cast<std::size_t>(expected) : 0);
    if (expected > read_bytes) buffer_.reserve(read_bytes);
    ErrorCode error;
    auto token = net::redirect_error(net::use_awaitable, error);
    std::size_t filled = 0;
    while (!parser_->is_done() && filled < part_.size()) {
        auto& body = parser_->get().body();
        body.data = part_.data() + filled;
        body.size = part_.size() - filled;
        lowest().expires_after(shared_.settings.read_time);
        co_await beast::http::async_read_some(stream_, buffer_, *parser_, token);
        filled = part_.size() - parser_->get().body().size;
        if (error == beast::http::error::need_buffer) error = {};
        if (!error) continue;
        bool const syntax = error.category() == make_error_code(beast::http::error::bad_chunk).category();
        peer_gone_ = !syntax || error == beast::http::error::partial_message;
        if (!peer_gone_) refuse("HTTP_MALFORMED");
        co_return false;
    }
    part_.resize(filled);
    body_bytes_ += filled;
    if (body_bytes_ > shared_.settings.body_bytes_max) {
        refuse("BODY_TOO_LARGE");
        co_return false;
    }
    co_return true;
}

/// The last step of what is not quick, on the crew of its pace.
template <class Stream>
net::awaitable<void> Session<Stream>::conclude() {
    auto& crew = shared_.crew_of(exchange_->pace());
    Work const work = [this] { finish_exchange(); };
    co_await on_crew(crew, work);
}

template <class Stream>
net::awaitable<void> Session<Stream>::on_crew(Crew& crew, Work const& work) {
    crew.there.fetch_add(1);
    auto running = run_here(work);
    auto token = net::use_awaitable;
    co_await net::co_spawn(crew.pool, std::move(running), token);
    crew.there.fetch_sub(1);
}

template <class Stream>
net::awaitable<bool> Session<Stream>::send_answer() {
    if (answer_->cut) co_return false;
    if (answer_->close || shared_.stopping.load()) next_ = Next::close;
    auto const* text = std::get_if<std::string>(&answer_->body);
    auto const length = text != nullptr ? text->size() : std::get<Content>(answer_->body).bytes;
    auto const now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    int const version = parser_->is_header_done() && parser_->get().version() < 11 ? 10 : 11;
    api::HeadFacts const facts{length, next_ == Next::go_on, version, now};
    auto head = api::head_of(*answer_, facts);
    bool const bodiless = request_.method == "HEAD" || !api::may_have_body(answer_->status);
    bool const together = !bodiless && text != nullptr && text->size() <= write_bytes;
    if (together) head += *text;
    bool const head_sent = co_await send_bytes(head);
    if (!head_sent || bodiless || together) co_return head_sent;
    if (text == nullptr) {
        bool const streamed = co_await send_content(length);
        co_return streamed;
    }
    bool const body_sent = co_await send_bytes(*text);
    co_return body_sent;
}

/// Each chunk is sent only when the next one has been read, because the reader reports a wrong digest at the end: then
/// the last bytes are held back and the peer sees that the answer is incomplete.
template <class Stream>
net::awaitable<bool> Session<Stream>::send_content(std::uint64_t length) {
    std::string sending;
    std::uint64_t left = length;
    Work const work = [this] {
        try {
            next_chunk();
        } catch (std::exception const& error) {
            chunk_good_ = false;
            shared_.trouble("http.answer_cut", request_.path + ": " + error.what());
        }
    };
    while (!chunk_.empty()) {
        std::swap(sending, chunk_);
        co_await on_crew(shared_.quick, work);
        if (!chunk_good_ || sending.size() > left) co_return false;
        left -= sending.size();
        bool const sent = co_await send_bytes(sending);
        if (!sent) co_return false;
    }
    chunk_ = {};
    co_return left == 0;
}

template <class Stream>
net::awaitable<bool> Session<Stream>::send_bytes(std::string_view bytes) {
    ErrorCode error;
    auto token = net::redirect_error(net::use_awaitable, error);
    while (!bytes.empty()) {
        auto const piece = bytes.substr(0, write_bytes);
        bytes.remove_prefix(piece.size());
        auto const octets = net::buffer(piece.data(), piece.size());
        lowest().expires_after(shared_.settings.write_time);
        co_await net::async_write(stream_, octets, token);
        if (error) co_return false;
    }
    co_return true;
}

/// After the last answer: says goodbye and reads on for a moment. Closing with unread bytes would make the kernel send
/// a reset, and the peer could lose the answer (RFC 9112 section 9.6).
template <class Stream>
net::awaitable<void> Session<Stream>::part_company() {
    ErrorCode error;
    auto token = net::redirect_error(net::use_awaitable, error);
    lowest().expires_after(drain_time);
    if constexpr (std::is_same_v<Stream, TlsStream>) {
        bool const whole = parser_->is_done();
        if (whole) {
            co_await stream_.async_shutdown(token);
        }
    }
    lowest().socket().shutdown(tcp::socket::shutdown_send, error);
    std::string scrap(read_bytes, '\0');
    auto const space = net::buffer(scrap.data(), scrap.size());
    error = {};
    idle_ = true;
    for (std::uint64_t drained = 0; !error && drained < drain_bytes_max;) {
        auto const count = co_await lowest().async_read_some(space, token);
        drained += count;
    }
    idle_ = false;
}

template <class Stream>
void Session<Stream>::refuse(std::string_view code) {
    answer_ = api::problem(api::door_refusal(code), {api::language_of(request_.headers), {}});
    next_ = Next::close;
}

namespace {

template <class Stream>
net::awaitable<void> attend(std::shared_ptr<Session<Stream>> session, std::unique_ptr<Presence> presence) {
    auto const present = std::move(presence);
    try {
        co_await session->run();
    } catch (std::exception const&) {
        session->close_now();  // out of memory at the worst: this connection ends, the others go on
    }
    session.reset();
}

template <class Stream>
void begin(Shared& shared, tcp::socket socket, Welcome welcome) {
    auto session = std::make_shared<Session<Stream>>(shared, std::move(socket), welcome);
    auto presence = std::make_unique<Presence>(shared, session);
    auto const strand = session->strand();
    auto whole = attend<Stream>(std::move(session), std::move(presence));
    net::co_spawn(strand, std::move(whole), net::detached);
}

}  // namespace

void begin_session(Shared& shared, tcp::socket socket, Welcome welcome) {
    if (shared.tls)
        begin<TlsStream>(shared, std::move(socket), welcome);
    else
        begin<PlainStream>(shared, std::move(socket), welcome);
}

}  // namespace wetbode::http
