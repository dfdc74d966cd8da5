// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/rest_client.hpp"

#include "adapters/rest/client_files.hpp"
#include "gateway/refusal.hpp"

#include <cpprest/http_client.h>
#include <cpprest/interopstream.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <istream>
#include <mutex>
#include <ostream>
#include <streambuf>

namespace wetbode::rest {

namespace {

namespace http = web::http;

constexpr Milliseconds grace_after_cancel{2000};
constexpr std::size_t chunk_bytes = 128 * 1024;

/// Gives the parts of a body to cpprest. It may not throw into the library's I/O thread: a fault is kept and the
/// stream ends early, which makes the library give the call up.
class BodySource final : public std::streambuf {
public:
    BodySource(std::vector<BodyPart> parts, std::function<void(std::uint64_t, std::uint64_t)> progress)
        : progress_(std::move(progress)), all_(length_of(parts)), reader_(std::move(parts)) {}

    [[nodiscard]] std::uint64_t all() const { return all_; }
    [[nodiscard]] std::uint64_t sent() const { return sent_; }
    [[nodiscard]] std::exception_ptr fault() const { return fault_; }

protected:
    std::streamsize xsgetn(char* buffer, std::streamsize count) override {
        if (fault_) return 0;
        try {
            auto const got = reader_.read({buffer, static_cast<std::size_t>(count)});
            sent_ += got;
            if (progress_) progress_(sent_, all_);
            return static_cast<std::streamsize>(got);
        } catch (std::exception const&) {
            fault_ = std::current_exception();
            return 0;
        }
    }

    // cpprest asks for single characters only on paths that a request body does not take.
    int_type underflow() override { return traits_type::eof(); }

private:
    std::function<void(std::uint64_t, std::uint64_t)> progress_;
    std::uint64_t all_;
    JoinedReader reader_;
    std::atomic<std::uint64_t> sent_ = 0;
    std::exception_ptr fault_;
};

/// One call under way. Shared with the library's continuation, because a name look-up cannot be broken off and may end
/// after the caller has gone. What it holds is therefore never a reference into the caller.
struct Flight {
    explicit Flight(Call const& call)
        : source(call.body, call.progress), input(&source), sink(*this), output(&sink),
          answer_bytes_max(call.answer_bytes_max), taker(call.taker) {}

    class AnswerSink final : public std::streambuf {
    public:
        explicit AnswerSink(Flight& flight) : flight_(flight) {}

    protected:
        std::streamsize xsputn(char const* bytes, std::streamsize count) override {
            flight_.take({bytes, static_cast<std::size_t>(count)});
            return count;
        }
        int_type overflow(int_type c) override {
            char const one = traits_type::to_char_type(c);
            flight_.take({&one, 1});
            return c;
        }

    private:
        Flight& flight_;
    };

    void take(std::string_view bytes) {
        std::scoped_lock const lock(mutex);
        if (taker && answered && reply.status == 200) return hand_on(bytes);
        auto const room = answer_bytes_max - reply.body.size();
        reply.body.append(bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(room, bytes.size()))));
        if (bytes.size() <= room) return;
        reply.truncated = true;
        changed.notify_all();
    }

    /// Under the mutex. What came before the status was known goes first.
    void hand_on(std::string_view bytes) {
        if (taker_fault) return;
        try {
            auto const before = std::exchange(reply.body, {});
            if (!before.empty()) taker(before);
            if (!bytes.empty()) taker(bytes);
        } catch (std::exception const&) {
            taker_fault = std::current_exception();
            reply.truncated = true;
            changed.notify_all();
        }
    }

    BodySource source;
    std::istream input;
    AnswerSink sink;
    std::ostream output;
    std::uint64_t answer_bytes_max;
    std::function<void(std::string_view)> taker;  ///< a reference into the caller: gone when he is
    std::exception_ptr taker_fault;

    std::mutex mutex;
    std::condition_variable changed;
    Reply reply;
    bool answered = false;  ///< status and headers are there
    bool done = false;
    std::string why;        ///< the library's words for what failed
};

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

/// The library says in words only how far it came. All of these stand before the first byte of the request.
bool never_connected(std::string_view why) {
    for (std::string_view const start :
         {"Error resolving address", "Failed to resolve address", "Failed to connect", "Error in SSL handshake",
          "Error in: handshake", "Failed to set up"})
        if (why.starts_with(start)) return true;
    return false;
}

void take_head(Flight& flight, http::http_response const& response) {
    std::scoped_lock const lock(flight.mutex);
    flight.answered = true;
    flight.reply.status = response.status_code();
    for (auto const& [name, value] : response.headers()) flight.reply.headers.emplace_back(lower(name), value);
}

void finish(Flight& flight, std::string why) {
    std::scoped_lock const lock(flight.mutex);
    flight.why = std::move(why);
    flight.done = true;
    flight.changed.notify_all();
}

http::http_request request_of(Call const& call, Flight& flight) {
    http::http_request request(call.method);
    request.set_request_uri(web::uri(call.path));
    if (flight.source.all() > 0)
        request.set_body(concurrency::streams::stdio_istream<std::uint8_t>(flight.input), flight.source.all());
    for (auto const& [name, value] : call.headers) request.headers()[name] = value;
    request.set_response_stream(concurrency::streams::stdio_ostream<std::uint8_t>(flight.output));
    return request;
}

void launch(http::client::http_client& client, http::http_request const& request, std::shared_ptr<Flight> const& flight,
            pplx::cancellation_token const& token) {
    client.request(request, token)
        .then([flight](http::http_response const& response) {
            take_head(*flight, response);
            return response.content_ready();
        })
        .then([flight](pplx::task<http::http_response> const& task) {
            try {
                task.get();
                finish(*flight, {});
            } catch (std::exception const& error) {
                std::string_view const words = error.what();
                finish(*flight, words.empty() ? std::string("broken off") : std::string(words));
            }
        });
}

/// Waits for the end of the call, the deadline, or an answer that grows beyond its limit.
void wait(Flight& flight, pplx::cancellation_token_source const& stop, Deadline deadline) {
    std::unique_lock lock(flight.mutex);
    auto const ended = [&] { return flight.done || flight.reply.truncated; };
    bool const in_time = flight.changed.wait_until(lock, deadline.at, ended);
    if (flight.done) return;
    lock.unlock();
    stop.cancel();
    lock.lock();
    flight.changed.wait_for(lock, grace_after_cancel, [&] { return flight.done; });
    if (in_time) return;
    flight.why = never_connected(flight.why) ? flight.why : "the deadline passed";
}

/// The caller goes: what came is handed on, and nothing after that.
void part(Flight& flight) {
    std::scoped_lock const lock(flight.mutex);
    if (flight.taker && flight.answered && flight.reply.status == 200) flight.hand_on({});
    flight.taker = nullptr;
}

/// Our own fault that ended the call, if any.
std::exception_ptr fault_of(Flight& flight) {
    std::scoped_lock const lock(flight.mutex);
    if (flight.taker_fault) return flight.taker_fault;
    return flight.done ? flight.source.fault() : nullptr;
}

/// What cpprest's silence means. A request whose body was never asked for cannot have been acted upon.
Reply reply_of(Flight& flight) {
    std::scoped_lock const lock(flight.mutex);
    auto reply = flight.reply;
    if (reply.truncated && flight.answered) return reply;
    if (flight.done && flight.why.empty()) return reply;
    reply.why = flight.why.empty() ? "the deadline passed" : flight.why;
    bool const body_untouched = flight.source.all() > 0 && flight.source.sent() == 0;
    bool const unseen = !flight.answered && (body_untouched || never_connected(flight.why));
    reply.failure = unseen ? Failure::unreachable : Failure::interrupted;
    return reply;
}

}  // namespace

struct RestClient::Inside {
    ClientSettings settings;
    web::uri base;
};

RestClient::RestClient(ClientSettings settings) {
    auto text = settings.base_url;
    if (!text.ends_with('/')) text += '/';
    if ((!text.starts_with("http://") && !text.starts_with("https://")) || !web::uri::validate(text))
        throw std::invalid_argument("base_url must begin with http:// or https://: " + settings.base_url);
    if (web::uri(text).host().empty()) throw std::invalid_argument("base_url names no host: " + settings.base_url);
    boost::asio::ssl::context probe(boost::asio::ssl::context::tls_client);
    try {
        arm(probe.native_handle(), settings);
    } catch (std::runtime_error const& error) {
        throw std::invalid_argument(error.what());
    }
    inside_ = std::make_unique<Inside>(Inside{std::move(settings), web::uri(text)});
}

RestClient::~RestClient() = default;
RestClient::RestClient(RestClient&&) noexcept = default;

Reply RestClient::call(Call const& call, Deadline deadline) const {
    if (deadline.left() == Milliseconds{0}) return {Failure::unreachable, "no time was left to begin"};
    http::client::http_client_config config;
    // The library's timer runs anew for each step and cannot tell a late answer from a broken one: ours ends the call,
    // and theirs stands behind it.
    config.set_timeout(deadline.left() + grace_after_cancel);
    config.set_chunksize(chunk_bytes);
    config.set_max_redirects(0);  // a counterpart that moves is news for the operator, not for a signed dossier
    config.set_proxy(web::web_proxy(web::web_proxy::disabled));
    config.set_ssl_context_callback([settings = inside_->settings](boost::asio::ssl::context& context) {
        try {
            arm(context.native_handle(), settings);
        } catch (std::runtime_error const& error) {
            ignore(error, "the context trusts nobody or shows no certificate, so the handshake fails and is reported");
        }
    });

    auto const flight = std::make_shared<Flight>(call);
    pplx::cancellation_token_source const stop;
    try {
        // A client of its own for each call: a pooled connection that the other side has closed would make the library
        // send the body a second time, and a body that streams from files cannot be rewound.
        http::client::http_client client(inside_->base, config);
        launch(client, request_of(call, *flight), flight, stop.get_token());
        wait(*flight, stop, deadline);
        part(*flight);
    } catch (web::uri_exception const& error) {
        throw std::invalid_argument("the path of a call is not a URI: " + std::string(error.what()));
    }
    auto reply = reply_of(*flight);
    if (auto const fault = fault_of(*flight)) std::rethrow_exception(fault);
    return reply;
}

}  // namespace wetbode::rest
