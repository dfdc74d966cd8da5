// SPDX-License-Identifier: EUPL-1.2
// Numbers as legislation writes them: "Art. 5bis.", "Artikel 5/1.", "§ 2.", "Hoofdstuk IV", "1°", "a)". Pure; any
// thread.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode::rules {

struct Numeral {
    enum class Style : std::uint8_t { digits, roman, letter };
    int base = 0;
    std::array<int, 4> insertions{};  ///< 5bis = 5 then 2; 5/1 = 5 then 1; 0 = none
    Style style = Style::digits;

    [[nodiscard]] bool inserted() const { return insertions[0] != 0; }
    [[nodiscard]] std::strong_ordering operator<=>(Numeral const& other) const {
        if (auto const order = base <=> other.base; order != 0) return order;
        return insertions <=> other.insertions;
    }
    [[nodiscard]] bool operator==(Numeral const& other) const {
        return base == other.base && insertions == other.insertions;
    }
};

/// The number in a <num> or at the end of an eId; empty if none is recognised. "Enig artikel" is 1.
[[nodiscard]] std::optional<Numeral> numeral_in(std::string_view text);

/// `next` may stand right after `previous`: 6 after 5, 5bis or 5/1 after 5, 6 after 5bis.
[[nodiscard]] bool follows(Numeral const& next, Numeral const& previous);

/// How the number after it is written in the same style: "6", "VI", "f".
[[nodiscard]] std::string after(Numeral const& previous);
[[nodiscard]] std::string first_of(Numeral::Style style);

/// White space, also the unbreakable kind, as one blank; none at the ends.
[[nodiscard]] std::string tidy(std::string_view text);

}  // namespace wetbode::rules
