// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/rectangle.hpp"

#include <algorithm>
#include <array>

namespace wetbode::pades {

namespace {

constexpr int page_tree_depth_max = 64;

}  // namespace

std::optional<Rectangle> rectangle_of(QPDFObjectHandle array) {
    if (!array.isArray() || array.getArrayNItems() != 4) return std::nullopt;
    std::array<double, 4> at{};
    for (int i = 0; i < 4; ++i)
        if (!array.getArrayItem(i).getValueAsNumber(at[static_cast<std::size_t>(i)])) return std::nullopt;
    return Rectangle{std::min(at[0], at[2]), std::min(at[1], at[3]), std::max(at[0], at[2]), std::max(at[1], at[3])};
}

bool overlap(Rectangle const& one, Rectangle const& other) {
    return one.left < other.right && other.left < one.right && one.bottom < other.top && other.bottom < one.top;
}

bool has_extent(QPDFObjectHandle annotation) {
    auto rectangle = annotation.getKey("/Rect");
    if (rectangle.isNull()) return false;
    auto const at = rectangle_of(rectangle);
    return !at || at->area() > 0;
}

std::optional<Rectangle> extent_of_page(QPDFObjectHandle page) {
    for (auto const* const key : {"/CropBox", "/MediaBox"}) {
        auto node = page;
        for (int depth = 0; node.isDictionary() && depth < page_tree_depth_max; ++depth) {
            if (node.hasKey(key)) return rectangle_of(node.getKey(key));
            node = node.getKey("/Parent");
        }
    }
    return std::nullopt;
}

}  // namespace wetbode::pades
