// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/base64.hpp"

#include "gateway/base/base64_alphabet.hpp"
#include "gateway/base/base64_stream.hpp"

#include <cstdint>
#include <utility>

namespace wetbode {

namespace {

constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

enum class Padding { none, full };

/// Writes into place: a delivery encodes whole files, and appending letter by letter cost as much as hashing them.
std::string encode(std::string_view bytes, std::string_view alphabet, Padding padding) {
    auto const octet = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])); };
    auto const rest = bytes.size() % 3;
    auto const last = rest == 0 ? 0 : (padding == Padding::full ? 4 : rest + 1);
    std::string text(bytes.size() / 3 * 4 + last, '=');
    auto* out = text.data();
    std::size_t i = 0;
    for (; i + 3 <= bytes.size(); i += 3) {
        auto const group = octet(i) << 16U | octet(i + 1) << 8U | octet(i + 2);
        *out++ = alphabet[group >> 18U];
        *out++ = alphabet[group >> 12U & 63U];
        *out++ = alphabet[group >> 6U & 63U];
        *out++ = alphabet[group & 63U];
    }
    if (rest == 0) return text;
    auto const group = octet(i) << 16U | (rest == 2 ? octet(i + 1) << 8U : 0U);
    *out++ = alphabet[group >> 18U];
    *out++ = alphabet[group >> 12U & 63U];
    if (rest == 2) *out = alphabet[group >> 6U & 63U];
    return text;
}

}  // namespace

std::string base64(std::string_view bytes) { return encode(bytes, base64_alphabet, Padding::full); }
std::string base64url(std::string_view bytes) { return encode(bytes, url_alphabet, Padding::none); }

std::optional<std::string> from_base64(std::string_view text, Base64Space space) {
    std::string bytes;
    Base64Stream stream(space);
    stream.update(text, bytes);
    stream.finish(bytes);
    return stream.fault() ? std::nullopt : std::optional{std::move(bytes)};
}

}  // namespace wetbode
