// SPDX-License-Identifier: EUPL-1.2
// Where on a page an annotation is shown (ISO 32000-1 section 7.9.5), for judging what covers what. Private to this
// folder; one thread.
#pragma once

#include "gateway/pades/open_pdf.hpp"

#include <optional>

namespace wetbode::pades {

/// In units of the page; left <= right, bottom <= top.
struct Rectangle {
    double left = 0;
    double bottom = 0;
    double right = 0;
    double top = 0;

    [[nodiscard]] double area() const { return (right - left) * (top - bottom); }
};

/// Empty if this is no array of four numbers.
[[nodiscard]] std::optional<Rectangle> rectangle_of(QPDFObjectHandle array);
/// They share more than an edge.
[[nodiscard]] bool overlap(Rectangle const& one, Rectangle const& other);
/// Whether an annotation can show anything; one whose rectangle cannot be read can, for one reader or another.
[[nodiscard]] bool has_extent(QPDFObjectHandle annotation);
/// What a reader shows of a page: its crop box, else its media box, its own or inherited.
[[nodiscard]] std::optional<Rectangle> extent_of_page(QPDFObjectHandle page);

}  // namespace wetbode::pades
