// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

namespace wetbode::bench {

namespace {

constexpr std::size_t head_bytes_max = 64 * 1024;
constexpr timeval silence_allowed{120, 0};

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::optional<std::size_t> content_length(std::string const& head) {
    constexpr std::string_view name = "\r\ncontent-length:";
    auto const at = head.find(name);
    if (at == std::string::npos) return std::nullopt;
    auto const begin = head.find_first_not_of(' ', at + name.size());
    std::size_t length = 0;
    auto const [end, error] = std::from_chars(head.data() + begin, head.data() + head.size(), length);
    if (error != std::errc{} || end == head.data() + begin) return std::nullopt;
    return length;
}

}  // namespace

HttpClient::~HttpClient() {
    close();
}

void HttpClient::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    buffer_.clear();
}

bool HttpClient::connected() {
    if (socket_ >= 0) return true;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    if (inet_pton(AF_INET, host_.c_str(), &address.sin_addr) != 1) return false;
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return false;
    int const yes = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &silence_allowed, sizeof silence_allowed);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &silence_allowed, sizeof silence_allowed);
    if (connect(socket_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0) return true;
    close();
    return false;
}

bool HttpClient::send_all(std::string_view bytes) const {
    while (!bytes.empty()) {
        auto const sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool HttpClient::fill(std::size_t bytes) {
    std::array<char, 16 * 1024> chunk{};
    while (buffer_.size() < bytes) {
        auto const got = recv(socket_, chunk.data(), chunk.size(), 0);
        if (got <= 0) return false;
        buffer_.append(chunk.data(), static_cast<std::size_t>(got));
    }
    return true;
}

bool HttpClient::read_reply(Reply& reply) {
    auto end = std::string::npos;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
        if (buffer_.size() > head_bytes_max || !fill(buffer_.size() + 1)) return false;
    auto const head = lower(std::string_view(buffer_).substr(0, end + 2));
    buffer_.erase(0, end + 4);
    if (!head.starts_with("http/1.1 ") || head.size() < 12) return false;
    int status = 0;
    if (std::from_chars(head.data() + 9, head.data() + 12, status).ec != std::errc{}) return false;
    if (status == 100) return read_reply(reply);
    auto const length = content_length(head);
    if (!length || !fill(*length)) return false;
    reply = {status, buffer_.substr(0, *length)};
    buffer_.erase(0, *length);
    if (head.find("\r\nconnection: close") != std::string::npos) close();
    return true;
}

Reply HttpClient::ask(std::string_view head, std::string_view body) {
    Reply reply;
    if (connected() && send_all(head) && send_all(body) && read_reply(reply)) return reply;
    close();
    return {};
}

}  // namespace wetbode::bench
