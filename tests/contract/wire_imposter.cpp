// SPDX-License-Identifier: EUPL-1.2
#include "contract/wire_imposter.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

namespace wetbode {

namespace {

void send_all(int connection, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const count = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::string wire_form(WireAnswer const& answer) {
    auto text = "HTTP/1.1 " + std::to_string(answer.status) + " Scripted\r\n";
    for (auto const& [name, value] : answer.headers) text += name + ": " + value + "\r\n";
    auto const length = answer.body.size() + (answer.wrong_length ? 1000 : 0);
    return text + "Connection: close\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n" + answer.body;
}

void read_head(std::string_view head, WireRequest& request) {
    auto const line = head.substr(0, head.find("\r\n"));
    request.method = line.substr(0, line.find(' '));
    auto const rest = line.substr(line.find(' ') + 1);
    request.target = rest.substr(0, rest.find(' '));
    head.remove_prefix(std::min(head.size(), line.size() + 2));
    while (!head.empty()) {
        auto const one = head.substr(0, head.find("\r\n"));
        head.remove_prefix(std::min(head.size(), one.size() + 2));
        std::string name(one.substr(0, one.find(':')));
        std::ranges::transform(name, name.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        auto value = one.substr(std::min(one.size(), one.find(':') + 1));
        while (value.starts_with(' ')) value.remove_prefix(1);
        request.headers.emplace_back(name, value);
    }
}

}  // namespace

std::string WireRequest::header(std::string const& name) const {
    for (auto const& [one, value] : headers)
        if (one == name) return value;
    return {};
}

WireImposter::WireImposter(std::vector<WireAnswer> script) : script_(std::move(script)) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    stop_read_ = ends[0];
    stop_write_ = ends[1];
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, length) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, generic, &length) != 0)
        throw std::runtime_error("no loopback port");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

WireImposter::~WireImposter() {
    stop();
    ::close(stop_read_);
    ::close(stop_write_);
}

std::string WireImposter::url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

std::vector<WireRequest> WireImposter::requests() {
    std::scoped_lock const lock(mutex_);
    return requests_;
}

void WireImposter::stop() {
    if (!thread_.joinable()) return;
    if (::write(stop_write_, "x", 1) != 1) throw std::runtime_error("the imposter cannot be stopped");
    thread_.join();
    ::close(listener_);
}

bool WireImposter::readable(int descriptor) const {
    std::array<pollfd, 2> wait{{{descriptor, POLLIN, 0}, {stop_read_, POLLIN, 0}}};
    if (::poll(wait.data(), wait.size(), -1) < 0) return false;
    return wait[1].revents == 0;
}

void WireImposter::run() {
    while (readable(listener_)) {
        int const connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) continue;
        serve(connection);
        ::close(connection);
    }
}

void WireImposter::serve(int connection) {
    WireRequest request;
    if (!read_request(connection, request)) return;
    {
        std::scoped_lock const lock(mutex_);
        requests_.push_back(std::move(request));
    }
    if (next_ == script_.size()) return;
    auto const& answer = script_[next_++];
    if (answer.kind == WireAnswer::Kind::answer) send_all(connection, wire_form(answer));
    // until the client gives up and closes, or the test ends
    if (answer.kind == WireAnswer::Kind::silence) static_cast<void>(readable(connection));
}

bool WireImposter::read_request(int connection, WireRequest& request) {
    std::string bytes;
    std::array<char, 64 * 1024> buffer;
    auto const more = [&] {
        if (!readable(connection)) return false;
        auto const count = ::recv(connection, buffer.data(), buffer.size(), 0);
        if (count <= 0) return false;
        bytes.append(buffer.data(), static_cast<std::size_t>(count));
        return true;
    };
    while (bytes.find("\r\n\r\n") == std::string::npos)
        if (!more()) return false;
    auto const end = bytes.find("\r\n\r\n");
    read_head(std::string_view(bytes).substr(0, end), request);
    auto const text = request.header("content-length");
    auto const length = text.empty() ? 0 : std::stoull(text);
    while (bytes.size() < end + 4 + length)
        if (!more()) return false;
    request.body = bytes.substr(end + 4, length);
    return true;
}

}  // namespace wetbode
