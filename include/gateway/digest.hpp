// SPDX-License-Identifier: EUPL-1.2
// SHA-256 of a content: its name in the store, on the receipt and in the seal.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

struct Digest {
    std::array<std::uint8_t, 32> octets{};

    auto operator<=>(Digest const&) const = default;

    /// 64 lower-case hexadecimal characters.
    [[nodiscard]] std::string hex() const {
        constexpr std::string_view digits = "0123456789abcdef";
        std::string text;
        text.reserve(64);
        for (auto const octet : octets) {
            text += digits[octet >> 4U];
            text += digits[octet & 0x0FU];
        }
        return text;
    }

    /// The inverse of hex(); upper case is accepted. Empty if `text` is not 64 hexadecimal characters.
    [[nodiscard]] static std::optional<Digest> from_hex(std::string_view text) {
        if (text.size() != 64) return std::nullopt;
        auto const value = [](char c) -> int {
            if (c >= '0' && c <= '9') return c - '0';
            if (c >= 'a' && c <= 'f') return c - 'a' + 10;
            if (c >= 'A' && c <= 'F') return c - 'A' + 10;
            return -1;
        };
        Digest digest;
        for (std::size_t i = 0; i < 32; ++i) {
            auto const high = value(text[2 * i]);
            auto const low = value(text[2 * i + 1]);
            if (high < 0 || low < 0) return std::nullopt;
            digest.octets[i] = static_cast<std::uint8_t>(high * 16 + low);
        }
        return digest;
    }
};

}  // namespace wetbode
