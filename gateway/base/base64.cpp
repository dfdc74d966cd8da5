// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/base64.hpp"

#include <array>
#include <cstdint>

namespace wetbode {

namespace {

constexpr std::string_view standard_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
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

constexpr std::array<std::int8_t, 256> values = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < standard_alphabet.size(); ++i)
        table[static_cast<unsigned char>(standard_alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}();

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

std::string base64(std::string_view bytes) { return encode(bytes, standard_alphabet, Padding::full); }
std::string base64url(std::string_view bytes) { return encode(bytes, url_alphabet, Padding::none); }

std::optional<std::string> from_base64(std::string_view text, Base64Space space) {
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t group = 0;
    int filled = 0;
    int padding = 0;
    for (char const c : text) {
        if (space == Base64Space::skip && is_space(c)) continue;
        if (c == '=') {
            if (filled < 2 || filled + ++padding > 4) return std::nullopt;
            continue;
        }
        auto const value = values[static_cast<unsigned char>(c)];
        if (value < 0 || padding > 0) return std::nullopt;
        group = group << 6U | static_cast<std::uint32_t>(value);
        if (++filled < 4) continue;
        bytes += static_cast<char>(group >> 16U & 255U);
        bytes += static_cast<char>(group >> 8U & 255U);
        bytes += static_cast<char>(group & 255U);
        group = 0;
        filled = 0;
    }
    if (filled == 0) return padding == 0 ? std::optional{bytes} : std::nullopt;
    if (filled == 1 || filled + padding != 4) return std::nullopt;
    auto const unused_bits = filled == 2 ? 15U : 3U;
    if ((group & unused_bits) != 0) return std::nullopt;
    group <<= filled == 2 ? 12U : 6U;
    bytes += static_cast<char>(group >> 16U & 255U);
    if (filled == 3) bytes += static_cast<char>(group >> 8U & 255U);
    return bytes;
}

}  // namespace wetbode
