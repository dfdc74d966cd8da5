// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter/qr_code.hpp"

#include <qrencode.h>

#include <cerrno>
#include <new>

namespace wetbode::letter {

std::optional<QrCode> qr_code_of(std::string const& text) {
    if (text.empty() || text.size() > qr_octets_max) return std::nullopt;
    struct Free {
        void operator()(QRcode* code) const { QRcode_free(code); }
    };
    std::unique_ptr<QRcode, Free> const made(QRcode_encodeData(
        static_cast<int>(text.size()), reinterpret_cast<unsigned char const*>(text.data()), 0, QR_ECLEVEL_M));
    if (!made && errno == ENOMEM) throw std::bad_alloc();
    if (!made) return std::nullopt;
    QrCode code;
    code.side = made->width;
    auto const modules = static_cast<std::size_t>(made->width) * static_cast<std::size_t>(made->width);
    code.dark.reserve(modules);
    for (std::size_t i = 0; i < modules; ++i) code.dark.push_back((made->data[i] & 1U) != 0);
    return code;
}

void draw(Canvas& canvas, QrCode const& code, double left, double top, double side) {
    constexpr int quiet = 4;
    auto const module = side / (code.side + 2 * quiet);
    for (int row = 0; row < code.side; ++row) {
        for (int column = 0; column < code.side;) {
            auto const at = [&](int x) { return code.dark[static_cast<std::size_t>(row * code.side + x)]; };
            int end = column;
            while (end < code.side && at(end)) ++end;
            if (end > column)  // neighbours in one stroke: no hair lines between them
                canvas.fill({left + (column + quiet) * module, top + (row + quiet) * module,
                             left + (end + quiet) * module, top + (row + quiet + 1) * module});
            column = end + 1;
        }
    }
}

}  // namespace wetbode::letter
