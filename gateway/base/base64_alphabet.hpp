// SPDX-License-Identifier: EUPL-1.2
// What each letter of base 64 (RFC 4648 section 4) stands for; -1 for every other character. For the .cpp files of
// this folder.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace wetbode {

inline constexpr std::string_view base64_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

inline constexpr std::array<std::int8_t, 256> base64_values = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < base64_alphabet.size(); ++i)
        table[static_cast<unsigned char>(base64_alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}();

}  // namespace wetbode
