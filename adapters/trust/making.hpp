// SPDX-License-Identifier: EUPL-1.2
// How the test authorities make keys and certificates with OpenSSL. For the .cpp files of this folder.
#pragma once

#include "adapters/trust/authority.hpp"
#include "gateway/crypto/handle.hpp"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::trust {

using Key = Handle<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Handle<X509, X509_free>;

struct Identity {
    Certificate certificate;
    Key key;
};

/// Throws Outage("trust") with OpenSSL's reason unless it is good.
void must(bool good, char const* what);

/// The octets that an i2d function of OpenSSL writes.
template <class T>
std::string der_of(T* thing, int (*write)(T const*, unsigned char**)) {
    auto const length = write(thing, nullptr);
    must(length > 0, "encoding");
    std::string octets(static_cast<std::size_t>(length), '\0');
    auto* at = reinterpret_cast<unsigned char*>(octets.data());
    write(thing, &at);
    return octets;
}

inline unsigned char const* octets_of(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

[[nodiscard]] std::string der_of(X509* certificate);
[[nodiscard]] Certificate certificate_of(std::string_view der);
[[nodiscard]] std::time_t seconds_of(Instant instant);
[[nodiscard]] Key new_key(KeyKind kind);
[[nodiscard]] std::string pem_of(X509* certificate);
[[nodiscard]] std::string pem_of(EVP_PKEY* key);

using Extensions = std::vector<std::pair<int, std::string>>;  ///< NID and OpenSSL's words for the value

struct Subject {
    std::string organisation;
    std::string common_name;
    Instant from;
    Instant until;
};

/// A certificate for this key, signed by `issuer`; by the key itself if there is none.
[[nodiscard]] Certificate certify(EVP_PKEY* key, Subject const& subject, Identity const* issuer,
                                  Extensions const& extensions);
[[nodiscard]] Extensions extensions_for(Purpose purpose);

}  // namespace wetbode::trust
