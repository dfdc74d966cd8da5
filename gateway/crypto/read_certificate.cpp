// SPDX-License-Identifier: EUPL-1.2
#include "gateway/crypto/read_certificate.hpp"

#include "gateway/base/remembered.hpp"
#include "gateway/crypto/hashing.hpp"
#include "gateway/crypto/openssl_octets.hpp"

#include <openssl/x509v3.h>

namespace wetbode {

namespace {

using Certificate = Handle<X509, X509_free>;
using Shared = std::shared_ptr<X509>;

constexpr std::size_t certificate_bytes_max = 64U << 10U;
constexpr std::size_t kept_max = 256;
constexpr std::size_t kept_bytes_max = 8U << 10U;
constexpr std::size_t pairs_max = 1024;

Certificate parse(std::string_view der) {
    auto const* at = octets_of(der);
    Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (certificate == nullptr || at != octets_of(der) + der.size()) return nullptr;
    // A certificate is in DER (RFC 5280 section 4.1), so that it has one digest only.
    if (der_of<X509>(certificate.get(), i2d_X509) != der) return nullptr;
    // OpenSSL reads the extensions when they are first asked for: better now than by two threads that share it later.
    X509_check_purpose(certificate.get(), -1, 0);
    ERR_clear_error();
    return certificate;
}

Certificate another_owner(X509* certificate) {
    X509_up_ref(certificate);
    return Certificate(certificate);
}

Remembered<Shared>& certificates() {
    static Remembered<Shared> all(kept_max);
    return all;
}

}  // namespace

Certificate read_certificate(std::string_view der) {
    if (der.empty() || der.size() > certificate_bytes_max) return nullptr;
    // By all of its octets: the copy of a key of 1 KB costs nothing beside what is saved.
    if (auto const known = certificates().find(der)) return another_owner(known->get());
    auto certificate = parse(der);
    if (certificate != nullptr && der.size() <= kept_bytes_max)
        certificates().keep(der, Shared(another_owner(certificate.get()).release(), X509_free));
    return certificate;
}

bool was_issued_by(std::string_view certificate_der, std::string_view issuer_der) {
    static Remembered<bool> pairs(pairs_max);
    auto const key = hash_of(HashAlgorithm::sha256, certificate_der) + hash_of(HashAlgorithm::sha256, issuer_der);
    if (auto const known = pairs.find(key)) return *known;
    auto const certificate = read_certificate(certificate_der);
    auto const issuer = read_certificate(issuer_der);
    bool const issued = certificate != nullptr && issuer != nullptr &&
                        X509_check_issued(issuer.get(), certificate.get()) == X509_V_OK &&
                        X509_check_ca(issuer.get()) > 0 &&
                        X509_verify(certificate.get(), X509_get0_pubkey(issuer.get())) == 1;
    ERR_clear_error();
    pairs.keep(key, issued);
    return issued;
}

}  // namespace wetbode
