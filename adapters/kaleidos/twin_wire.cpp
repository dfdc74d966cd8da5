// SPDX-License-Identifier: EUPL-1.2
#include "adapters/kaleidos/twin_wire.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <memory>
#include <optional>
#include <stdexcept>

namespace wetbode::kaleidos {

namespace {

constexpr std::size_t head_bytes_max = 64 * 1024;
constexpr std::size_t piece_bytes = 64 * 1024;

/// Ends a call; its words become the reply's failure.
struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

std::string openssl_words() {
    auto const code = ERR_peek_last_error();
    std::array<char, 256> text{};
    ERR_error_string_n(code, text.data(), text.size());
    ERR_clear_error();
    return code == 0 ? "connection refused or broken" : text.data();
}

/// Reads an answer: status line, headers, and a body by length, in chunks, or to the end of the connection.
class Incoming {
public:
    explicit Incoming(BIO* bio) : bio_(bio) {}

    std::string line() {
        std::string text;
        for (;;) {
            auto const end = buffer_.find('\n', at_);
            auto const stop = end == std::string::npos ? buffer_.size() : end;
            text.append(buffer_, at_, stop - at_);
            if (text.size() > head_bytes_max) throw Broken("a line of the answer is too long");
            at_ = stop;
            if (end != std::string::npos) {
                ++at_;
                if (text.ends_with('\r')) text.pop_back();
                return text;
            }
            if (!more()) throw Broken(started_ ? "socket hang up in the answer" : "socket hang up");
        }
    }

    /// `count` octets, or all that come until the end if there is no count.
    void body(std::optional<std::uint64_t> count, std::function<void(std::string_view)> const& take) {
        while (!count || *count > 0) {
            if (at_ == buffer_.size() && !more()) {
                if (count) throw Broken("Premature close");
                return;
            }
            auto room = buffer_.size() - at_;
            if (count) room = static_cast<std::size_t>(std::min<std::uint64_t>(room, *count));
            take(std::string_view(buffer_).substr(at_, room));
            at_ += room;
            if (count) *count -= room;
        }
    }

private:
    bool more() {
        buffer_.resize(piece_bytes);
        at_ = 0;
        auto const got = BIO_read(bio_, buffer_.data(), static_cast<int>(buffer_.size()));
        buffer_.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        started_ = started_ || got > 0;
        return got > 0;
    }

    BIO* bio_;
    std::string buffer_;
    std::size_t at_ = 0;
    bool started_ = false;
};

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return result;
}

std::string header_in(WireReply const& reply, std::string_view name) {
    for (auto const& [key, value] : reply.headers)
        if (key == name) return value;
    return {};
}

std::uint64_t number_of(std::string const& text, int base) {
    std::uint64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc{} || end == text.data()) throw Broken("the length of the answer is no number");
    return number;
}

void read_reply(Incoming& incoming, WireReply& reply, std::function<void(std::string_view)> const& take) {
    auto const first = incoming.line();
    if (!first.starts_with("HTTP/1.") || first.size() < 12) throw Broken("the answer is not HTTP");
    reply.status = static_cast<int>(number_of(first.substr(9, 3), 10));
    reply.reason = first.size() > 13 ? first.substr(13) : std::string();
    for (auto line = incoming.line(); !line.empty(); line = incoming.line()) {
        auto const colon = line.find(':');
        if (colon == std::string::npos) throw Broken("a header of the answer has no colon");
        if (reply.headers.size() >= 200) throw Broken("the answer has more than 200 headers");
        auto const start = std::min(line.find_first_not_of(" \t", colon + 1), line.size());
        reply.headers.emplace_back(lower(line.substr(0, colon)), line.substr(start));
    }
    if (reply.status == 204 || reply.status == 304) return;
    if (lower(header_in(reply, "transfer-encoding")) == "chunked") {
        while (auto const size = number_of(incoming.line(), 16)) {
            incoming.body(size, take);
            if (!incoming.line().empty()) throw Broken("a chunk is longer than it says");
        }
        return;
    }
    auto const length = header_in(reply, "content-length");
    incoming.body(length.empty() ? std::nullopt : std::optional(number_of(length, 10)), take);
}

/// False: the other side reads no more. It may have answered already.
bool send(BIO* bio, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const count = BIO_write(bio, bytes.data(), static_cast<int>(std::min(bytes.size(), piece_bytes)));
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool send_body(BIO* bio, std::vector<twin::StreamPart> const& parts) {
    JoinedReader reader(parts);
    std::string room(piece_bytes, '\0');
    while (auto const count = reader.read(room))
        if (!send(bio, {room.data(), count})) return false;
    return true;
}

}  // namespace

Wire::Wire(WireSettings settings) : settings_(std::move(settings)) {
    std::string_view url = settings_.base_url;
    secure_ = url.starts_with("https://");
    if (!secure_ && !url.starts_with("http://"))
        throw std::invalid_argument("the base URL must begin with http:// or https://: " + settings_.base_url);
    url.remove_prefix(secure_ ? 8 : 7);
    auto const slash = std::min(url.find('/'), url.size());
    host_ = url.substr(0, slash);
    prefix_ = url.substr(slash);
    if (prefix_.empty()) throw std::invalid_argument("the base URL must end in '/', since paths are appended to it");
    port_ = secure_ ? "443" : "80";
    auto const colon = host_.rfind(':');
    if (colon != std::string::npos && host_.find(']', colon) == std::string::npos) {
        port_ = host_.substr(colon + 1);
        host_.resize(colon);
    }
    if (host_.empty() || port_.empty()) throw std::invalid_argument("the base URL names no host");
    std::signal(SIGPIPE, SIG_IGN);
}

std::string Wire::head_of(WireCall const& call) const {
    auto head = call.method + ' ' + prefix_ + call.path + " HTTP/1.1\r\n";
    auto const add = [&](std::string_view name, std::string const& value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    if (!call.authorization.empty()) add("Authorization", call.authorization);
    auto const type = call.content_type.empty() ? "text/plain;charset=UTF-8" : call.content_type;
    if (!call.body.empty()) add("Content-Type", type);
    add("Accept", "*/*");
    if (!call.body.empty()) add("Content-Length", std::to_string(length_of(call.body)));
    add("User-Agent", "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)");
    add("Accept-Encoding", "gzip,deflate");
    bool const usual = port_ == (secure_ ? "443" : "80");
    add("Host", usual ? host_ : host_ + ':' + port_);
    add("Connection", "keep-alive");
    return head + "\r\n";
}

namespace {

struct Line {
    Context context{nullptr, &SSL_CTX_free};
    Bio bio{nullptr, &BIO_free_all};  // last: it ends before the context that it uses
};

void secure(Line& line, WireSettings const& settings, std::string const& host) {
    line.context.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_verify(line.context.get(), SSL_VERIFY_PEER, nullptr);
    auto const& file = settings.ca_file;
    bool const trusted = file.empty() ? SSL_CTX_set_default_verify_paths(line.context.get()) == 1
                                      : SSL_CTX_load_verify_locations(line.context.get(), file.c_str(), nullptr) == 1;
    if (!trusted) throw Broken("no authority to trust: " + openssl_words());
    line.bio.reset(BIO_new_ssl_connect(line.context.get()));
    SSL* ssl = nullptr;
    BIO_get_ssl(line.bio.get(), &ssl);
    SSL_set_mode(ssl, SSL_MODE_AUTO_RETRY);
    SSL_set_tlsext_host_name(ssl, host.c_str());
    if (SSL_set1_host(ssl, host.c_str()) != 1) throw Broken("TLS: " + openssl_words());
}

}  // namespace

WireReply Wire::call(WireCall const& call, std::function<void(std::string_view)> const& take) const {
    WireReply reply;
    try {
        Line line;
        if (secure_) secure(line, settings_, host_);
        else line.bio.reset(BIO_new(BIO_s_connect()));
        BIO_set_conn_hostname(line.bio.get(), host_.c_str());
        BIO_set_conn_port(line.bio.get(), port_.c_str());
        if (BIO_do_connect(line.bio.get()) != 1) throw Broken("connect: " + openssl_words());
        int descriptor = -1;
        BIO_get_fd(line.bio.get(), &descriptor);
        timeval const wait{static_cast<time_t>(settings_.patience.count()), 0};
        ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
        ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
        // As in node, an answer that came before the end of our body counts: it is read whether all was sent or not.
        if (send(line.bio.get(), head_of(call)) && !call.body.empty()) (void)send_body(line.bio.get(), call.body);
        Incoming incoming(line.bio.get());
        read_reply(incoming, reply, take);
    } catch (Broken const& broken) {
        reply.failure = broken.what();
    }
    ERR_clear_error();
    return reply;
}

}  // namespace wetbode::kaleidos
