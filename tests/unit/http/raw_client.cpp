// SPDX-License-Identifier: EUPL-1.2
// See raw_client.hpp. A receive timeout of 20 s keeps a broken server from hanging the tests.
#include "unit/http/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cctype>
#include <stdexcept>

namespace wetbode::test {

struct RawClient::Inside {
    int socket = -1;
    SSL_CTX* context = nullptr;
    SSL* tls = nullptr;
    bool secured = false;
    std::string pending;

    ~Inside() {
        SSL_free(tls);
        SSL_CTX_free(context);
        if (socket >= 0) ::close(socket);
    }
};

RawClient::RawClient(std::uint16_t port) : inside_(std::make_unique<Inside>()) {
    inside_->socket = ::socket(AF_INET, SOCK_STREAM, 0);
    timeval const patience{20, 0};
    ::setsockopt(inside_->socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(inside_->socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    if (::connect(inside_->socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot connect");
}

RawClient::RawClient(std::uint16_t port, TlsWishes const& wishes) : RawClient(port) {
    inside_->context = SSL_CTX_new(TLS_client_method());
    if (wishes.version_max != 0) {
        SSL_CTX_set_security_level(inside_->context, 0);  // or this library would not even try an old version
        SSL_CTX_set_max_proto_version(inside_->context, wishes.version_max);
    }
    SSL_CTX_set_verify(inside_->context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_load_verify_locations(inside_->context, wishes.ca_file.c_str(), nullptr);
    if (!wishes.certificate.empty()) {
        SSL_CTX_use_certificate_chain_file(inside_->context, wishes.certificate.c_str());
        SSL_CTX_use_PrivateKey_file(inside_->context, wishes.key.c_str(), SSL_FILETYPE_PEM);
    }
    inside_->tls = SSL_new(inside_->context);
    SSL_set_fd(inside_->tls, inside_->socket);
    inside_->secured = SSL_connect(inside_->tls) == 1;
}

RawClient::~RawClient() = default;

bool RawClient::secured() const {
    return inside_->secured;
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const count =
            inside_->tls != nullptr
                ? static_cast<ssize_t>(SSL_write(inside_->tls, bytes.data(), static_cast<int>(bytes.size())))
                : ::send(inside_->socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void RawClient::end_sending() {
    ::shutdown(inside_->socket, SHUT_WR);
}

std::uint64_t RawClient::read_some(std::string& into) {
    char buffer[65536];
    auto const count = inside_->tls != nullptr
                           ? static_cast<ssize_t>(SSL_read(inside_->tls, buffer, static_cast<int>(sizeof buffer)))
                           : ::recv(inside_->socket, buffer, sizeof buffer, 0);
    if (count <= 0) return 0;
    into.append(buffer, static_cast<std::size_t>(count));
    return static_cast<std::uint64_t>(count);
}

Reply RawClient::read_reply(bool head) {
    Reply reply;
    auto& pending = inside_->pending;
    auto end = pending.find("\r\n\r\n");
    for (; end == std::string::npos; end = pending.find("\r\n\r\n"))
        if (read_some(pending) == 0) return reply;
    auto const text = pending.substr(0, end);
    pending.erase(0, end + 4);
    reply.status = std::stoi(text.substr(9, 3));
    for (auto at = text.find("\r\n"); at != std::string::npos;) {
        auto const next = text.find("\r\n", at + 2);
        auto const line = text.substr(at + 2, next == std::string::npos ? next : next - at - 2);
        auto name = line.substr(0, line.find(':'));
        for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        reply.headers[name] = line.substr(line.find(':') + 2);
        at = next;
    }
    auto const length = reply.headers.find("content-length");
    auto const wanted = head || length == reply.headers.end() ? 0U : std::stoul(length->second);
    while (pending.size() < wanted)
        if (read_some(pending) == 0) break;
    reply.whole = pending.size() >= wanted;
    reply.body = pending.substr(0, wanted);
    pending.erase(0, reply.body.size());
    return reply;
}

std::string RawClient::read_to_end() {
    auto all = std::move(inside_->pending);
    inside_->pending.clear();
    while (read_some(all) > 0) {
    }
    return all;
}

}  // namespace wetbode::test
