// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/printable.hpp"

#include "gateway/xml/utf8.hpp"

#include <algorithm>
#include <array>

namespace wetbode::cli {

namespace {

constexpr std::size_t tab_width = 4;
constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Range {
    char32_t first;
    char32_t last;
};

template <std::size_t n>
bool within(char32_t point, std::array<Range, n> const& ranges) {
    return std::ranges::any_of(ranges, [point](Range range) { return point >= range.first && point <= range.last; });
}

/// C0 and C1 controls, DEL, line and paragraph separators, marks that turn or embed a reading direction.
constexpr std::array<Range, 6> unsafe{{{0x00, 0x1F}, {0x7F, 0x9F}, {0x200E, 0x200F}, {0x2028, 0x202E},
                                       {0x2066, 0x2069}, {0xFFF9, 0xFFFB}}};
/// Marks that stand upon the character before them, joiners, the byte order mark.
constexpr std::array<Range, 8> narrow{{{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F},
                                       {0x200B, 0x200D}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}}};
/// East Asian wide characters and pictures.
constexpr std::array<Range, 9> wide{{{0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
                                     {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF},
                                     {0x20000, 0x3FFFD}}};

std::size_t width_of(char32_t point) {
    if (within(point, narrow)) return 0;
    return within(point, wide) ? 2 : 1;
}

struct Character {
    std::string_view bytes;
    char32_t point = 0;
    bool correct = false;
};

/// The first character; a byte that begins none stands for itself.
Character front(std::string_view text) {
    auto const lead = static_cast<unsigned char>(text.front());
    std::size_t const length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    auto const bytes = text.substr(0, length);
    if (xml::utf8_prefix(bytes).bytes != length) return {text.substr(0, 1), 0, false};
    char32_t point = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) point = (point << 6U) | (static_cast<unsigned char>(bytes[i]) & 0x3FU);
    return {bytes, point, true};
}

}  // namespace

ShownLine shown_line(std::string_view line, std::size_t characters) {
    ShownLine shown;
    std::size_t width = 0;
    for (std::size_t count = 0; !line.empty(); ++count) {
        if (count == characters) shown.caret = width;
        auto const [bytes, point, correct] = front(line);
        line.remove_prefix(bytes.size());
        if (point == '\t' && correct) {
            auto const spaces = tab_width - width % tab_width;
            shown.text.append(spaces, ' ');
            width += spaces;
        } else if (!correct || within(point, unsafe)) {
            shown.text += replacement;
            ++width;
        } else {
            shown.text += bytes;
            width += width_of(point);
        }
        if (line.empty() && characters > count) shown.caret = width;
    }
    return shown;
}

}  // namespace wetbode::cli
