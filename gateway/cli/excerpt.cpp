// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/excerpt.hpp"

#include "gateway/base/content.hpp"
#include "gateway/cli/printable.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <utility>

namespace wetbode::cli {

namespace {

/// Characters of a line that are shown, and how many of them stand before the column if not all fit: most faults stand
/// at the end of a tag, and its name is at the beginning.
constexpr std::int64_t shown_max = 100;
constexpr std::int64_t before_max = 70;
constexpr std::string_view cut_mark = "…";

struct Window {
    std::size_t fault = 0;
    std::int64_t line = 0;
    std::int64_t column = 0;
    std::int64_t from = 1;  ///< first column that is shown
    std::string bytes;
    bool goes_on = false;  ///< the line is longer
};

std::vector<Window> windows_of(std::vector<Fault> const& faults) {
    std::vector<Window> windows;
    for (std::size_t i = 0; i < faults.size(); ++i) {
        if (faults[i].line <= 0) continue;
        auto const column = std::max<std::int64_t>(faults[i].column, 1);
        windows.push_back({i, faults[i].line, column, column > before_max ? column - before_max : 1, {}});
    }
    std::ranges::sort(windows, {}, [](Window const& window) { return std::tuple(window.line, window.from); });
    return windows;
}

/// Hears the document in pieces and fills the windows.
class Cutter {
public:
    explicit Cutter(std::vector<Window>& windows) : windows_(windows) {}

    [[nodiscard]] bool done() const { return first_ == windows_.size(); }

    void hear(std::string_view bytes) {
        while (!bytes.empty() && !done()) {
            auto const end = bytes.find('\n');
            auto const here = bytes.substr(0, end);
            if (windows_[first_].line == line_) fill(here);
            if (end == std::string_view::npos) return;
            bytes.remove_prefix(end + 1);
            while (!done() && windows_[first_].line == line_) ++first_;
            ++line_;
            column_ = 0;
        }
    }

private:
    void fill(std::string_view bytes) {
        for (char const c : bytes) {
            if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++column_;
            for (auto i = first_; i < windows_.size(); ++i) {
                auto& window = windows_[i];
                if (window.line != line_ || window.from > column_) break;
                bool const room = column_ < window.from + shown_max;
                if (room) window.bytes += c;
                else window.goes_on = true;
                if (!room && i == first_) ++first_;
            }
        }
    }

    std::vector<Window>& windows_;
    std::size_t first_ = 0;  ///< of those before, everything is known
    std::int64_t line_ = 1;
    std::int64_t column_ = 0;  ///< of the character that was heard last
};

std::size_t bytes_of(std::string_view text, std::size_t characters) {
    std::size_t at = 0;
    while (at < text.size() && ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U || characters-- > 0)) ++at;
    return at;
}

std::size_t characters_in(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// The bytes [first, last) of the tag that the column closes: parsers tell a fault of an element where its tag ends.
std::pair<std::size_t, std::size_t> tag_at(std::string_view line, std::size_t at) {
    auto const rest = line.substr(at);
    auto const end = rest.starts_with("/>") ? at + 2 : rest.starts_with('>') ? at + 1 : at;
    if (end == 0 || line[end - 1] != '>') return {at, at};
    auto const begin = line.rfind('<', end - 1);  // no value holds one
    return {begin == std::string_view::npos ? 0 : begin, end};
}

Excerpt excerpt_of(Window const& window) {
    std::string_view bytes = window.bytes;
    auto const zeros = static_cast<std::size_t>(std::ranges::count(bytes, '\0'));
    if (zeros * 4 > bytes.size()) return {};  // UTF-16 or -32, which is never let in: nobody could read it
    if (bytes.ends_with('\r')) bytes.remove_suffix(1);
    auto const before = static_cast<std::size_t>(window.column - window.from);
    auto const [first, last] = tag_at(bytes, bytes_of(bytes, before));
    auto shown = shown_line(bytes, before);
    Excerpt excerpt{std::move(shown.text), shown.caret, shown_line(bytes, characters_in(bytes.substr(0, first))).caret,
                    shown_line(bytes, characters_in(bytes.substr(0, last))).caret};
    if (window.from > 1) {
        excerpt.text.insert(0, cut_mark);
        for (auto* const column : {&excerpt.caret, &excerpt.from, &excerpt.to}) ++*column;
    }
    if (window.goes_on) excerpt.text += cut_mark;
    return excerpt;
}

}  // namespace

std::string Excerpt::marks() const {
    std::string line(std::max(caret + 1, to), ' ');
    std::fill(line.begin() + static_cast<std::ptrdiff_t>(from), line.begin() + static_cast<std::ptrdiff_t>(to), '~');
    line[caret] = '^';
    return line;
}

std::vector<Excerpt> excerpts_of(Content const& document, std::vector<Fault> const& faults) {
    std::vector<Excerpt> excerpts(faults.size());
    auto windows = windows_of(faults);
    if (windows.empty()) return excerpts;
    Cutter cutter(windows);
    auto const reader = open(document);
    std::array<char, 64 * 1024> buffer;
    while (!cutter.done()) {
        auto const count = reader->read(buffer);
        if (count == 0) break;
        cutter.hear({buffer.data(), count});
    }
    for (auto const& window : windows) excerpts[window.fault] = excerpt_of(window);
    return excerpts;
}

}  // namespace wetbode::cli
