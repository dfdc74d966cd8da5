// SPDX-License-Identifier: EUPL-1.2
// TLS of the server: 1.2 and newer, forward secrecy, authenticated ciphers; mutual TLS on request.
#include "gateway/http/inside.hpp"

#include "gateway/base/sha256.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>

namespace wetbode::http {
namespace {

void check(bool good, std::string const& what) {
    if (!good) throw Outage("http", what);
}

/// Only clients whose certificate descends from this file get in; the handshake tells them which issuers are meant.
void require_client_certificate(SSL_CTX* context, std::string const& ca_file) {
    check(SSL_CTX_load_verify_locations(context, ca_file.c_str(), nullptr) == 1,
          "the file of client authorities cannot be read: " + ca_file);
    auto* names = SSL_load_client_CA_file(ca_file.c_str());
    check(names != nullptr, "the file of client authorities holds no certificate: " + ca_file);
    SSL_CTX_set_client_CA_list(context, names);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
}

}  // namespace

net::ssl::context make_tls_context(ServerSettings const& settings) {
    net::ssl::context context(net::ssl::context::tls_server);
    auto* raw = context.native_handle();
    check(SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION) == 1, "TLS 1.2 is not available");
    check(SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!PSK") == 1, "no cipher is available");
    SSL_CTX_set_options(
        raw, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_TICKET);
    // No resumption: each connection proves anew who the client is, and a withdrawn certificate has no afterlife.
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(raw, 0);
    auto const certificate = settings.certificate_file.string();
    auto const key = settings.key_file.string();
    check(SSL_CTX_use_certificate_chain_file(raw, certificate.c_str()) == 1,
          "the certificate cannot be read: " + certificate);
    check(SSL_CTX_use_PrivateKey_file(raw, key.c_str(), SSL_FILETYPE_PEM) == 1, "the key cannot be read: " + key);
    check(SSL_CTX_check_private_key(raw) == 1, "the key " + key + " does not belong to the certificate " + certificate);
    if (!settings.client_ca_file.empty()) require_client_certificate(raw, settings.client_ca_file.string());
    return context;
}

std::string peer_fingerprint(SSL* connection) {
    std::unique_ptr<X509, decltype(&X509_free)> const certificate(SSL_get1_peer_certificate(connection), &X509_free);
    if (!certificate) return {};
    unsigned char* der = nullptr;
    auto const length = i2d_X509(certificate.get(), &der);
    if (length <= 0) return {};
    auto const digest = sha256({reinterpret_cast<char const*>(der), static_cast<std::size_t>(length)});
    OPENSSL_free(der);
    return digest.hex();
}

}  // namespace wetbode::http
