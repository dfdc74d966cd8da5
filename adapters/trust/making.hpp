// SPDX-License-Identifier: EUPL-1.2
// How the test authorities make keys and certificates with OpenSSL. For the .cpp files of this folder.
#pragma once

#include "adapters/trust/authority.hpp"
#include "gateway/crypto/issuing.hpp"
#include "gateway/crypto/openssl_octets.hpp"

#include <string>
#include <string_view>

namespace wetbode::trust {

using issuing::Certificate;
using issuing::Extensions;
using issuing::Key;
using issuing::pem_of;
using issuing::seconds_of;

struct Identity {
    Certificate certificate;
    Key key;
};

/// Throws Outage("trust") with OpenSSL's reason unless it is good.
void must(bool good, char const* what);

/// The octets that an i2d function of OpenSSL writes; never empty.
template <class T>
std::string der_of(T* thing, int (*write)(T const*, unsigned char**)) {
    auto octets = wetbode::der_of(thing, write);
    must(!octets.empty(), "encoding");
    return octets;
}

[[nodiscard]] std::string der_of(X509* certificate);
[[nodiscard]] Certificate certificate_of(std::string_view der);
[[nodiscard]] Key new_key(KeyKind kind);
[[nodiscard]] Key key_in(std::string_view pem);
[[nodiscard]] Extensions extensions_for(Purpose purpose);

}  // namespace wetbode::trust
