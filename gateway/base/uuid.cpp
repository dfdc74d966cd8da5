// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/uuid.hpp"

#include "gateway/refusal.hpp"

#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace wetbode {

namespace {

void fill_with_chance(std::span<std::uint8_t> octets) {
    ensure(RAND_bytes(octets.data(), static_cast<int>(octets.size())) == 1, "the operating system gives random bytes");
}

void append_hex(std::string& text, std::span<std::uint8_t const> octets) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (auto const octet : octets) {
        text += digits[octet >> 4U];
        text += digits[octet & 15U];
    }
}

}  // namespace

std::string uuid_v7(Instant now) {
    std::array<std::uint8_t, 16> octets{};
    fill_with_chance(octets);
    auto const count = static_cast<std::uint64_t>(to_count(now));
    for (std::size_t i = 0; i < 6; ++i) octets[i] = static_cast<std::uint8_t>(count >> (40U - 8U * i));
    octets[6] = static_cast<std::uint8_t>((octets[6] & 0x0FU) | 0x70U);
    octets[8] = static_cast<std::uint8_t>((octets[8] & 0x3FU) | 0x80U);
    std::string hex;
    append_hex(hex, octets);
    return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' + hex.substr(16, 4) + '-' +
           hex.substr(20);
}

std::string random_hex(std::size_t bytes) {
    std::string octets(bytes, '\0');
    std::span<std::uint8_t> const view(reinterpret_cast<std::uint8_t*>(octets.data()), octets.size());
    fill_with_chance(view);
    std::string text;
    append_hex(text, view);
    return text;
}

}  // namespace wetbode
