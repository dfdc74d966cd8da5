// SPDX-License-Identifier: EUPL-1.2
// A PDF of A4 pages being drawn (cairo). Private to gateway/letter; one thread per object.
#pragma once

#include "gateway/letter/geometry.hpp"

#include <memory>
#include <string>

typedef struct _cairo cairo_t;

namespace wetbode::letter {

/// In memory: a hundred pages of text are well below a mebibyte. Equal strokes give equal bytes. Throws
/// Outage("letters") if cairo fails, std::bad_alloc if memory does.
class Canvas {
public:
    Canvas();
    Canvas(Canvas const&) = delete;
    Canvas& operator=(Canvas const&) = delete;
    ~Canvas();

    [[nodiscard]] cairo_t* cairo() const;
    void next_page();
    /// A thin line across, at `top`; millimetres.
    void rule(double left, double right, double top);
    /// A black box; millimetres.
    void fill(Box const& box);
    /// The document; nothing can be drawn after it.
    [[nodiscard]] std::string finish();

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::letter
