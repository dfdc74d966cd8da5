// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/client_files.hpp"

#include <stdexcept>

namespace wetbode::rest {

void arm(SSL_CTX* context, ClientSettings const& settings) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    if (!settings.ca_file.empty()) {
        // A counterpart with its own authority is trusted through that authority alone, not through the public ones.
        SSL_CTX_set_cert_store(context, X509_STORE_new());
        if (SSL_CTX_load_verify_locations(context, settings.ca_file.c_str(), nullptr) != 1)
            throw std::runtime_error(settings.ca_file.string() + " holds no certificate of an authority in PEM form");
    }
    if (settings.certificate_file.empty()) return;
    if (SSL_CTX_use_certificate_chain_file(context, settings.certificate_file.c_str()) != 1)
        throw std::runtime_error(settings.certificate_file.string() + " holds no certificate in PEM form");
    auto const& key = settings.key_file.empty() ? settings.certificate_file : settings.key_file;
    if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1)
        throw std::runtime_error(key.string() + " holds no private key that fits the certificate");
}

}  // namespace wetbode::rest
