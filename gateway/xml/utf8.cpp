// SPDX-License-Identifier: EUPL-1.2
#include "gateway/xml/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace wetbode::xml {

namespace {

struct Lead {
    std::size_t length = 0;  ///< 0 = no character begins with this octet
    std::uint8_t second_least = 0x80;
    std::uint8_t second_most = 0xBF;
};

/// Table 3-7 of the Unicode standard: the second octet carries all the exceptions.
constexpr Lead lead_of(std::uint8_t octet) {
    if (octet < 0x80) return {1};
    if (octet < 0xC2) return {0};
    if (octet < 0xE0) return {2};
    if (octet == 0xE0) return {3, 0xA0, 0xBF};
    if (octet == 0xED) return {3, 0x80, 0x9F};
    if (octet < 0xF0) return {3};
    if (octet == 0xF0) return {4, 0x90, 0xBF};
    if (octet < 0xF4) return {4};
    if (octet == 0xF4) return {4, 0x80, 0x8F};
    return {0};
}

std::size_t skip_ascii(std::string_view bytes, std::size_t at) {
    constexpr std::uint64_t high_bits = 0x8080808080808080ULL;
    while (at + 8 <= bytes.size()) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes.data() + at, 8);
        if ((eight & high_bits) != 0) break;
        at += 8;
    }
    return at;
}

}  // namespace

Utf8Prefix utf8_prefix(std::string_view bytes) {
    auto const octet = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    std::size_t at = 0;
    while (at < bytes.size()) {
        if (octet(at) < 0x80) {
            at = skip_ascii(bytes, at + 1);
            continue;
        }
        auto const lead = lead_of(octet(at));
        if (lead.length == 0) return {at, true};
        for (std::size_t i = 1; i < lead.length; ++i) {
            if (at + i == bytes.size()) return {at, false};
            auto const least = i == 1 ? lead.second_least : std::uint8_t{0x80};
            auto const most = i == 1 ? lead.second_most : std::uint8_t{0xBF};
            if (octet(at + i) < least || octet(at + i) > most) return {at, true};
        }
        at += lead.length;
    }
    return {at, false};
}

}  // namespace wetbode::xml
