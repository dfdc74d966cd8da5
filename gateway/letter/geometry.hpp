// SPDX-License-Identifier: EUPL-1.2
// Where things stand on a letter: one table, in millimetres from the top left corner of an A4 sheet. Constants; any
// thread.
//
// The sheet must fit a C5 envelope (229 x 162 mm, folded once at 148.5 mm) and a DL envelope (220 x 110 mm, folded at
// 99 and 198 mm), both with the window on the right. bpost's Masspost guide (January 2025) rules the rest, measured on
// the envelope: address block at most 125 x 100 mm; 30 mm clear below it, or below the window; 15 mm clear on its
// right; nothing else there; 74 x 40 mm at the top right for the franking. A sheet may sit as far up and left in the
// envelope as it fits, so each rule is kept by the sheet itself: its edges and its fold stand for those of the
// envelope.
#pragma once

namespace wetbode::letter {

struct Box {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;

    [[nodiscard]] constexpr double width() const { return right - left; }
    [[nodiscard]] constexpr double height() const { return bottom - top; }
};

[[nodiscard]] constexpr bool within(Box const& inner, Box const& outer) {
    return inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top &&
           inner.bottom <= outer.bottom;
}

[[nodiscard]] constexpr bool touch(Box const& a, Box const& b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

inline constexpr Box paper{0, 0, 210, 297};
inline constexpr double fold = 99;  ///< the first fold for DL, the strictest envelope

/// bpost's franking zone, and the strip across the envelope that a window must stay out of.
inline constexpr Box franking{210 - 74, 0, 210, 40};
/// The lines of the address. 26 mm hold six lines of 10.5 pt.
inline constexpr Box address{110, 43, 195, 69};
/// Nothing but the address: what may show in the window if the sheet shifts, and bpost's clear space around it.
inline constexpr Box address_only{95, 40, 210, fold};
/// Name of the sender and, small below it, the return address: top left, as bpost asks if it is on the front.
inline constexpr Box sender{25, 14, 125, 38};
/// Reference, subject and text of the first page begin under the fold, where no window can show them.
inline constexpr Box first_body{25, 103, 185, 272};
inline constexpr Box next_header{25, 14, 185, 20};
inline constexpr Box next_body{25, 28, 185, 272};

static_assert(address.width() <= 125 && address.height() <= 100, "bpost: largest address block");
static_assert(paper.right - address.right >= 15, "bpost: 15 mm clear on the right");
static_assert(fold - address.bottom >= 30, "bpost: 30 mm clear below, within the part that shows");
static_assert(!touch(address, franking), "bpost: the franking zone is free");
static_assert(within(address, address_only));
static_assert(!touch(sender, address_only) && !touch(sender, franking));
static_assert(!touch(first_body, address_only));

}  // namespace wetbode::letter
