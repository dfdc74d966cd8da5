// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter/pages.hpp"

#include <algorithm>

namespace wetbode::letter {

namespace {

constexpr int kept_lines = 2;
/// Rounding must not push a line that fits exactly.
constexpr double slack = 0.001;

class Flow {
public:
    Flow(std::vector<Block> const& blocks, Room const& room) : blocks_(blocks), room_(room), at_(room.first_top) {}

    bool place(std::size_t index, int pages_max) {
        auto const& block = blocks_[index];
        int first = 0;
        while (first < block.lines) {
            auto const gap = first == 0 && !at_top() ? block.gap : 0;
            auto const count = lines_now(index, first, gap);
            if (count > 0) {
                placed_.push_back({static_cast<int>(index), first, first + count, page_, at_ + gap});
                at_ += gap + count * block.line_height;
                first += count;
            }
            if (first < block.lines) {
                if (++page_ >= pages_max) return false;
                at_ = room_.next_top;
            }
        }
        return true;
    }

    std::vector<Placed> take() { return std::move(placed_); }

private:
    [[nodiscard]] bool at_top() const { return at_ == (page_ == 0 ? room_.first_top : room_.next_top); }

    /// What must follow on the same page behind the last line of block `index`.
    [[nodiscard]] double tail(std::size_t index) const {
        double need = 0;
        for (auto i = index; i + 1 < blocks_.size() && blocks_[i].with_next; ++i) {
            auto const& next = blocks_[i + 1];
            auto const lines = next.together ? next.lines : std::min(next.lines, kept_lines);
            need += next.gap + lines * next.line_height;
            if (!next.together && next.lines > kept_lines) break;
        }
        return need;
    }

    /// How many of the lines from `first` on go onto this page; 0 = a new page is needed.
    [[nodiscard]] int lines_now(std::size_t index, int first, double gap) const {
        auto const& block = blocks_[index];
        int const left = block.lines - first;
        auto const space = room_.bottom - at_ - gap + slack;
        int const fit = std::min(left, static_cast<int>(std::max(0.0, space) / block.line_height));
        bool const with_tail = left * block.line_height + tail(index) <= space;
        if (fit == left && with_tail) return left;
        // On an empty page something must go down, however tall it is.
        int const least = at_top() ? 1 : 0;
        if (block.together || block.lines <= kept_lines) return std::max(at_top() ? fit : 0, least);
        int const count = std::min(fit, left - kept_lines);
        return count >= kept_lines ? count : std::max(at_top() ? fit : 0, least);
    }

    std::vector<Block> const& blocks_;
    Room room_;
    double at_;
    int page_ = 0;
    std::vector<Placed> placed_;
};

}  // namespace

std::optional<std::vector<Placed>> paginate(std::vector<Block> const& blocks, Room const& room, int pages_max) {
    Flow flow(blocks, room);
    for (std::size_t i = 0; i < blocks.size(); ++i)
        if (!flow.place(i, pages_max)) return std::nullopt;
    return flow.take();
}

}  // namespace wetbode::letter
