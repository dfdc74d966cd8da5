// SPDX-License-Identifier: EUPL-1.2
// Pieces of set text, between our words and Pango. Private to gateway/letter; one thread per object.
#pragma once

#include "gateway/letter/geometry.hpp"
#include "gateway/letter/letter_text.hpp"

#include <memory>
#include <string>
#include <vector>

typedef struct _cairo cairo_t;

namespace wetbode::letter {

enum class Face { serif, sans };
enum class Weight { normal, bold };
enum class Align { left, right };

struct Style {
    Face face = Face::serif;
    double points = 11;
    Weight weight = Weight::normal;
    Align align = Align::left;
    bool hyphens = true;  ///< a word that is broken gets one; a name or an address would become another
};

inline constexpr double points_per_mm = 72.0 / 25.4;
/// Distance of two lines as a multiple of the font's own.
inline constexpr double leading = 1.14;

/// One text set in lines of a given width. Heights in millimetres.
class SetText {
public:
    struct Inside;
    explicit SetText(std::unique_ptr<Inside> inside);
    SetText(SetText&&) noexcept;
    SetText& operator=(SetText&&) noexcept;
    ~SetText();

    [[nodiscard]] int lines() const;
    [[nodiscard]] double line_height() const;
    [[nodiscard]] double height() const { return line_height() * lines(); }
    [[nodiscard]] bool all_glyphs() const;
    /// Draws lines [first, last) with the top left corner of the first at (left, top), in millimetres.
    void draw(cairo_t* onto, int first, int last, double left, double top) const;

private:
    std::unique_ptr<Inside> inside_;
};

/// Makes SetTexts. Throws Outage("letters") if the typefaces are not installed.
class Compositor {
public:
    Compositor();
    ~Compositor();
    Compositor(Compositor const&) = delete;
    Compositor& operator=(Compositor const&) = delete;

    [[nodiscard]] SetText set(Paragraph const& paragraph, Style const& style, double width) const;
    [[nodiscard]] SetText set(std::string const& text, Style const& style, double width) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace wetbode::letter
