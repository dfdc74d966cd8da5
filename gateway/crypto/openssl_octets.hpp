// SPDX-License-Identifier: EUPL-1.2
// Octets in and out of the things of OpenSSL: for the .cpp files of rooms that read messages with it. Any thread.
#pragma once

#include <openssl/err.h>
#include <openssl/objects.h>

#include <array>
#include <string>
#include <string_view>

namespace wetbode {

inline unsigned char const* octets_of(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

/// With the i2d function of its type; empty if it cannot be written.
template <class T>
std::string der_of(T* thing, int (*write)(T const*, unsigned char**)) {
    auto const length = write(thing, nullptr);
    if (length <= 0) return {};
    std::string octets(static_cast<std::size_t>(length), '\0');
    auto* at = reinterpret_cast<unsigned char*>(octets.data());
    write(thing, &at);
    return octets;
}

/// "1.2.840.113549.1.7.2"; empty if it is longer than any of ours.
inline std::string dotted(ASN1_OBJECT const* object) {
    std::array<char, 128> text{};
    auto const length = OBJ_obj2txt(text.data(), text.size(), object, 1);
    if (length <= 0 || static_cast<std::size_t>(length) >= text.size()) return {};
    return {text.data(), static_cast<std::size_t>(length)};
}

/// Why the last call of this thread failed, in OpenSSL's words; its list of errors is empty afterwards.
inline std::string last_openssl_reason() {
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
    ERR_clear_error();
    return reason.data();
}

}  // namespace wetbode
