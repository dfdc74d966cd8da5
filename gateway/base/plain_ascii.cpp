// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/plain_ascii.hpp"

namespace wetbode {

namespace {

/// U+00C0 .. U+00FF, one column each.
constexpr std::string_view letters = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
static_assert(letters.size() == 0x40);

bool goes_on(unsigned char octet) { return (octet & 0xC0U) == 0x80U; }

}  // namespace

std::string plain_ascii(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size();) {
        auto const octet = static_cast<unsigned char>(text[i++]);
        if (octet < 0x80) {
            plain += octet < 0x20 || octet == 0x7F ? ' ' : static_cast<char>(octet);
            continue;
        }
        auto const second = i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
        bool const latin = octet == 0xC3 && goes_on(static_cast<unsigned char>(second));
        plain += latin ? letters[second & 0x3FU] : '?';
        while (i < text.size() && goes_on(static_cast<unsigned char>(text[i]))) ++i;
    }
    return plain;
}

}  // namespace wetbode
