// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/excerpt.hpp"

#include "gateway/base/content.hpp"
#include "gateway/cli/printable.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

namespace wetbode::cli {

namespace {

/// Characters of a line that are shown.
constexpr std::int64_t shown_max = 100;
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
        windows.push_back({i, faults[i].line, column, column > shown_max * 3 / 4 ? column - shown_max / 2 : 1, {}});
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
            for (auto i = first_; i < windows_.size() && windows_[i].line == line_ && windows_[i].from <= column_; ++i) {
                auto& window = windows_[i];
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

Excerpt excerpt_of(Window const& window) {
    std::string_view bytes = window.bytes;
    if (bytes.ends_with('\r')) bytes.remove_suffix(1);
    auto shown = shown_line(bytes, static_cast<std::size_t>(window.column - window.from));
    bool const begins_late = window.from > 1;
    if (begins_late) shown.text.insert(0, cut_mark);
    if (window.goes_on) shown.text += cut_mark;
    return {std::move(shown.text), shown.caret + (begins_late ? 1 : 0)};
}

}  // namespace

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
