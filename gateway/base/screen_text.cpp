// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/screen_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace wetbode {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Character {
    std::uint32_t point = 0;
    std::size_t octets = 0;  ///< 0 = broken
};

Character character_at(std::string_view text) {
    auto const octet = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    auto const lead = octet(0);
    if (lead < 0x80) return {lead, 1};
    std::size_t const octets = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < octets) return {};
    std::uint32_t point = lead & (0x7FU >> octets);
    for (std::size_t i = 1; i < octets; ++i) {
        if ((octet(i) & 0xC0U) != 0x80U) return {};
        point = (point << 6U) | (octet(i) & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    bool const good = point >= least[octets] && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
    return good ? Character{point, octets} : Character{};
}

/// Steers whoever shows it: the control characters, and those of Unicode that break lines or turn the direction.
bool steers(std::uint32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x200E || point == 0x200F || point == 0x061C ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

}  // namespace

std::string screen_text(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        auto const [point, octets] = character_at(text);
        if (point == '\t' || point == '\n' || point == '\r') shown += ' ';
        else if (octets == 0 || steers(point)) shown += replacement;
        else shown += text.substr(0, octets);
        text.remove_prefix(std::max<std::size_t>(octets, 1));
    }
    return shown;
}

}  // namespace wetbode
