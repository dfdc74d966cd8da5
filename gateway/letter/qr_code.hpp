// SPDX-License-Identifier: EUPL-1.2
// A text as QR code (ISO/IEC 18004), drawn as vectors. Private to gateway/letter; any thread.
#pragma once

#include "gateway/letter/canvas.hpp"

#include <optional>
#include <string>
#include <vector>

namespace wetbode::letter {

/// More octets than this would need modules that a cheap scanner cannot tell apart on our few centimetres of paper.
inline constexpr std::size_t qr_octets_max = 400;

struct QrCode {
    int side = 0;            ///< modules
    std::vector<bool> dark;  ///< row by row, from the top left
};

/// Error correction M: readable with a seventh of it soiled. Empty if the text is empty or longer than qr_octets_max.
[[nodiscard]] std::optional<QrCode> qr_code_of(std::string const& text);

/// Draws it with the quiet zone of four modules that the standard wants, in a square of `side` millimetres.
void draw(Canvas& canvas, QrCode const& code, double left, double top, double side);

}  // namespace wetbode::letter
