// SPDX-License-Identifier: EUPL-1.2
// Where a run of octets ends, found eight at a time: the gate and the canonical writer look at every octet of a
// document, and nearly all of them mean nothing to either. Pure; any thread.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace wetbode::xml {

/// The octets that end a run: those named and, with `Controls`, the control characters that XML 1.0 knows in no place
/// (section 2.2: all below 0x20 but tab, line feed and carriage return).
template <bool Controls, char... Named>
class Stops {
public:
    /// Offset of the first octet from `at` on that ends the run; the length of the text if none does.
    [[nodiscard]] static std::size_t find(std::string_view text, std::size_t at) {
        if constexpr (std::endian::native == std::endian::little) {
            while (at + sizeof(std::uint64_t) <= text.size()) {
                std::uint64_t eight = 0;
                std::memcpy(&eight, text.data() + at, sizeof eight);
                auto const marked = candidates(eight);
                if (marked == 0) {
                    at += sizeof eight;
                    continue;
                }
                at += static_cast<std::size_t>(std::countr_zero(marked)) / 8;
                if (ends_run(text[at])) return at;
                ++at;
            }
        }
        while (at < text.size() && !ends_run(text[at])) ++at;
        return at;
    }

private:
    static constexpr std::uint64_t ones = 0x0101010101010101ULL;
    static constexpr std::uint64_t highs = 0x8080808080808080ULL;

    static constexpr std::uint64_t spread(char c) { return ones * static_cast<unsigned char>(c); }
    /// Marks octets that are zero. A borrow may mark more, but only above one that is: the lowest mark is always right.
    static constexpr std::uint64_t zeros(std::uint64_t eight) { return (eight - ones) & ~eight & highs; }
    static constexpr std::uint64_t candidates(std::uint64_t eight) {
        std::uint64_t marked = (... | zeros(eight ^ spread(Named)));
        if constexpr (Controls) marked |= (eight - ones * 0x20U) & ~eight & highs;
        return marked;
    }
    static constexpr bool ends_run(char c) {
        bool const named = (... || (c == Named));
        bool const white = c == '\t' || c == '\n' || c == '\r';
        return named || (Controls && static_cast<unsigned char>(c) < 0x20 && !white);
    }
};

}  // namespace wetbode::xml
