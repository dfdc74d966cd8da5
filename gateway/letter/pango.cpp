// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter/pango.hpp"

#include "gateway/refusal.hpp"

#include <pango/pangocairo.h>

#include <algorithm>
#include <string_view>

namespace wetbode::letter {

namespace {

/// Everywhere the same: what is printed must not depend on which fonts a machine happens to have.
constexpr char const* serif_family = "Liberation Serif";
constexpr char const* sans_family = "Liberation Sans";

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
struct FreeDescription {
    void operator()(PangoFontDescription* description) const { pango_font_description_free(description); }
};
struct FreeAttributes {
    void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
struct FreeOptions {
    void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
};

using Context = std::unique_ptr<PangoContext, Unref>;
using Layout = std::unique_ptr<PangoLayout, Unref>;
using Description = std::unique_ptr<PangoFontDescription, FreeDescription>;
using Attributes = std::unique_ptr<PangoAttrList, FreeAttributes>;

Description described(Style const& style) {
    Description description(pango_font_description_new());
    pango_font_description_set_family_static(description.get(), style.face == Face::serif ? serif_family : sans_family);
    pango_font_description_set_size(description.get(), static_cast<int>(style.points * PANGO_SCALE));
    if (style.weight == Weight::bold) pango_font_description_set_weight(description.get(), PANGO_WEIGHT_BOLD);
    return description;
}

/// fontconfig silently gives another font for one that is missing.
void check_family(PangoContext* context, Face face) {
    auto const description = described({face, 11, Weight::normal, Align::left});
    std::unique_ptr<PangoFont, Unref> const font(pango_context_load_font(context, description.get()));
    if (!font) throw Outage("letters", "no font can be loaded");
    Description const loaded(pango_font_describe(font.get()));
    char const* const family = pango_font_description_get_family(loaded.get());
    std::string_view const wanted = face == Face::serif ? serif_family : sans_family;
    if (family == nullptr || family != wanted)
        throw Outage("letters", "the font " + std::string(wanted) + " is not installed (Debian: fonts-liberation2)");
}

Attributes attributes_of(Paragraph const& paragraph, Style const& style) {
    Attributes list(pango_attr_list_new());
    pango_attr_list_insert(list.get(), pango_attr_fallback_new(FALSE));
    if (!style.hyphens) pango_attr_list_insert(list.get(), pango_attr_insert_hyphens_new(FALSE));
    for (auto const& [begin, end] : paragraph.emphasis) {
        auto* const italic = pango_attr_style_new(PANGO_STYLE_ITALIC);
        italic->start_index = static_cast<guint>(begin);
        italic->end_index = static_cast<guint>(end);
        pango_attr_list_insert(list.get(), italic);
    }
    return list;
}

}  // namespace

struct SetText::Inside {
    Layout layout;
    double line_height = 0;
    double ascent = 0;
    int lines = 0;
};

SetText::SetText(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
SetText::SetText(SetText&&) noexcept = default;
SetText& SetText::operator=(SetText&&) noexcept = default;
SetText::~SetText() = default;

int SetText::lines() const { return inside_->lines; }
double SetText::line_height() const { return inside_->line_height; }
bool SetText::all_glyphs() const { return pango_layout_get_unknown_glyphs_count(inside_->layout.get()) == 0; }

void SetText::draw(cairo_t* onto, int first, int last, double left, double top) const {
    ensure(first >= 0 && last <= inside_->lines, "only lines that exist are drawn");
    auto* const layout = inside_->layout.get();
    std::unique_ptr<PangoLayoutIter, decltype(&pango_layout_iter_free)> const at(pango_layout_get_iter(layout),
                                                                                &pango_layout_iter_free);
    for (int line = 0; line < last; ++line, pango_layout_iter_next_line(at.get())) {
        if (line < first) continue;
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(at.get(), nullptr, &logical);
        auto const x = left * points_per_mm + static_cast<double>(logical.x) / PANGO_SCALE;
        auto const y = (top + inside_->line_height * (line - first) + inside_->ascent) * points_per_mm;
        cairo_move_to(onto, x, y);
        pango_cairo_show_layout_line(onto, pango_layout_iter_get_line_readonly(at.get()));
    }
}

struct Compositor::Inside {
    Context context;
};

Compositor::Compositor() : inside_(std::make_unique<Inside>()) {
    // Kept by the thread: loading fonts anew for every letter would be slow. Ours, because Pango's own default map of
    // the main thread is never let go.
    thread_local std::unique_ptr<PangoFontMap, Unref> const map(pango_cairo_font_map_new());
    inside_->context.reset(pango_font_map_create_context(map.get()));
    auto* const context = inside_->context.get();
    pango_cairo_context_set_resolution(context, 72);  // one unit of a PDF surface is one point
    std::unique_ptr<cairo_font_options_t, FreeOptions> const options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options.get());
    pango_context_set_language(context, pango_language_from_string("nl"));
    check_family(context, Face::serif);
    check_family(context, Face::sans);
}

Compositor::~Compositor() = default;

SetText Compositor::set(Paragraph const& paragraph, Style const& style, double width) const {
    auto set = std::make_unique<SetText::Inside>();
    set->layout.reset(pango_layout_new(inside_->context.get()));
    auto* const layout = set->layout.get();
    auto const description = described(style);
    pango_layout_set_font_description(layout, description.get());
    pango_layout_set_width(layout, static_cast<int>(width * points_per_mm * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, style.align == Align::right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    pango_layout_set_text(layout, paragraph.text.data(), static_cast<int>(paragraph.text.size()));
    auto const attributes = attributes_of(paragraph, style);
    pango_layout_set_attributes(layout, attributes.get());
    set->lines = pango_layout_get_line_count(layout);

    std::unique_ptr<PangoFontMetrics, decltype(&pango_font_metrics_unref)> const metrics(
        pango_context_get_metrics(inside_->context.get(), description.get(), nullptr), &pango_font_metrics_unref);
    auto const unit = PANGO_SCALE * points_per_mm;
    auto const ascent = pango_font_metrics_get_ascent(metrics.get()) / unit;
    auto const own = ascent + pango_font_metrics_get_descent(metrics.get()) / unit;
    set->line_height = own * leading;
    set->ascent = ascent + own * (leading - 1) / 2;
    return SetText(std::move(set));
}

SetText Compositor::set(std::string const& text, Style const& style, double width) const {
    return set(Paragraph{text, {}}, style, width);
}

}  // namespace wetbode::letter
