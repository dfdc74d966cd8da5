// SPDX-License-Identifier: EUPL-1.2
#include "adapters/print/trust.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace wetbode::print {

namespace {

template <auto Free>
struct Freer {
    template <class T>
    void operator()(T* thing) const {
        Free(thing);
    }
};

using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Store = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;
using Check = std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX_free>>;

void free_stack(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }
using Stack = std::unique_ptr<STACK_OF(X509), Freer<free_stack>>;

Store store_from(std::filesystem::path const& ca_file) {
    Store store(X509_STORE_new());
    if (!store) throw std::bad_alloc();
    int const loaded = ca_file.empty() ? X509_STORE_set_default_paths(store.get())
                                       : X509_STORE_load_file(store.get(), ca_file.c_str());
    ERR_clear_error();
    return loaded == 1 ? std::move(store) : nullptr;
}

Certificate certificate_from(std::string const& der) {
    auto const* at = reinterpret_cast<unsigned char const*>(der.data());
    return Certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

bool names(X509* certificate, std::string const& host) {
    return X509_check_ip_asc(certificate, host.c_str(), 0) == 1 ||
           X509_check_host(certificate, host.c_str(), host.size(), 0, nullptr) == 1;
}

}  // namespace

void check_authorities(std::filesystem::path const& ca_file) {
    if (!store_from(ca_file)) throw std::invalid_argument("ca_file " + ca_file.string() + " holds no PEM certificate");
}

std::string distrust(std::vector<std::string> const& chain, std::string const& host,
                     std::filesystem::path const& ca_file) {
    if (chain.empty()) return "the printer showed no certificate";
    auto const store = store_from(ca_file);
    if (!store) return "the authorities cannot be read";
    auto const leaf = certificate_from(chain.front());
    Stack const between(sk_X509_new_null());
    Check const check(X509_STORE_CTX_new());
    if (!leaf || !between || !check) return "the printer's certificate cannot be read";
    for (std::size_t i = 1; i < chain.size(); ++i)
        if (auto link = certificate_from(chain[i]); link && sk_X509_push(between.get(), link.get()) > 0)
            static_cast<void>(link.release());  // the stack owns it now

    if (X509_STORE_CTX_init(check.get(), store.get(), leaf.get(), between.get()) != 1)
        return "the printer's certificate cannot be checked";
    X509_STORE_CTX_set_purpose(check.get(), X509_PURPOSE_SSL_SERVER);
    if (!ca_file.empty()) {
        // A printer's own certificate, given as ca_file, is an authority for itself.
        X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(check.get()), X509_V_FLAG_PARTIAL_CHAIN);
    }
    bool const leads = X509_verify_cert(check.get()) == 1;
    std::string const fault = X509_verify_cert_error_string(X509_STORE_CTX_get_error(check.get()));
    ERR_clear_error();
    if (!leads) return "the printer's certificate is not trusted: " + fault;
    if (!names(leaf.get(), host)) return "the printer's certificate does not name " + host;
    return {};
}

}  // namespace wetbode::print
