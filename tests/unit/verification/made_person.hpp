// SPDX-License-Identifier: EUPL-1.2
// Certificates with the names that a test wants, signed by themselves: for what is asked of names alone.
#pragma once

#include "gateway/crypto/handle.hpp"
#include "gateway/crypto/openssl_octets.hpp"

#include <catch2/catch.hpp>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <string>
#include <utility>
#include <vector>

namespace wetbode::test {

using Attributes = std::vector<std::pair<char const*, std::string>>;  ///< "CN", "GN", "SN", "O", "serialNumber"; UTF-8

/// DER. `serial` is that of the certificate.
inline std::string certificate_named(Attributes const& attributes, long serial = 1) {
    Handle<EVP_PKEY, EVP_PKEY_free> const key(EVP_EC_gen("P-256"));
    Handle<X509, X509_free> const made(X509_new());
    REQUIRE(X509_set_version(made.get(), 2) == 1);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    auto* const name = X509_get_subject_name(made.get());
    for (auto const& [kind, value] : attributes)
        REQUIRE(X509_NAME_add_entry_by_txt(name, kind, MBSTRING_UTF8, octets_of(value), static_cast<int>(value.size()),
                                           -1, 0) == 1);
    REQUIRE(X509_set_issuer_name(made.get(), name) == 1);
    REQUIRE(X509_set_pubkey(made.get(), key.get()) == 1);
    REQUIRE(X509_sign(made.get(), key.get(), EVP_sha256()) > 0);
    return der_of(made.get(), i2d_X509);
}

}  // namespace wetbode::test
