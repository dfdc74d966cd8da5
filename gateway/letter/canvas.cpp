// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter/canvas.hpp"

#include "gateway/letter/pango.hpp"
#include "gateway/refusal.hpp"

#include <cairo-pdf.h>

#include <new>

namespace wetbode::letter {

namespace {

struct FreeSurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct FreeCairo {
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};

/// cairo is C: no exception may pass through it.
cairo_status_t receive(void* to, unsigned char const* bytes, unsigned length) {
    try {
        static_cast<std::string*>(to)->append(reinterpret_cast<char const*>(bytes), length);
        return CAIRO_STATUS_SUCCESS;
    } catch (std::bad_alloc const&) {
        return CAIRO_STATUS_NO_MEMORY;
    }
}

}  // namespace

struct Canvas::Inside {
    std::string bytes;
    std::unique_ptr<cairo_surface_t, FreeSurface> surface;
    std::unique_ptr<cairo_t, FreeCairo> cairo;

    void check() const {
        auto status = cairo_surface_status(surface.get());
        if (status == CAIRO_STATUS_SUCCESS && cairo) status = cairo_status(cairo.get());
        if (status == CAIRO_STATUS_NO_MEMORY) throw std::bad_alloc();
        if (status != CAIRO_STATUS_SUCCESS) throw Outage("letters", cairo_status_to_string(status));
    }
};

Canvas::Canvas() : inside_(std::make_unique<Inside>()) {
    auto& inside = *inside_;
    inside.surface.reset(cairo_pdf_surface_create_for_stream(&receive, &inside.bytes, paper.width() * points_per_mm,
                                                             paper.height() * points_per_mm));
    cairo_pdf_surface_restrict_to_version(inside.surface.get(), CAIRO_PDF_VERSION_1_4);
    // Without this cairo writes the present time, and no letter would be the same file twice.
    cairo_pdf_surface_set_metadata(inside.surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    inside.cairo.reset(cairo_create(inside.surface.get()));
}

Canvas::~Canvas() = default;

cairo_t* Canvas::cairo() const {
    return inside_->cairo.get();
}

void Canvas::next_page() {
    cairo_show_page(cairo());
    inside_->check();
}

void Canvas::rule(double left, double right, double top) {
    fill({left, top, right, top + 0.2});
}

void Canvas::fill(Box const& box) {
    cairo_rectangle(cairo(), box.left * points_per_mm, box.top * points_per_mm, box.width() * points_per_mm,
                    box.height() * points_per_mm);
    cairo_fill(cairo());
}

std::string Canvas::finish() {
    inside_->check();
    inside_->cairo.reset();
    cairo_surface_finish(inside_->surface.get());
    inside_->check();
    return std::move(inside_->bytes);
}

}  // namespace wetbode::letter
