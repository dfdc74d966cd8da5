// SPDX-License-Identifier: EUPL-1.2
// Exclusive canonical XML writes a namespace declaration only where an element or attribute uses its prefix. A prefix
// that stands in a value alone (xsi:type="x:Grant", an XPath) is bound by a declaration that no digest covers: whoever
// changes it changes what the document says. One document per object, one thread.
#pragma once

#include "gateway/xml/door.hpp"

#include <optional>
#include <string>
#include <vector>

namespace wetbode::xml {

/// What the first such value is.
struct UnwrittenPrefix {
    std::string prefix;  ///< empty: the default namespace
    Position position;   ///< of the element that holds the value
};

/// Hears the document as it is canonicalised: whoever leaves something out does not tell it here.
class UnwrittenPrefixes final : public Sink {
public:
    void start_element(Element const& element) override;
    void end_element(std::string_view local, std::string_view prefix, std::string_view uri) override;
    void characters(std::string_view text) override;

    [[nodiscard]] std::optional<UnwrittenPrefix> const& first() const { return first_; }

private:
    struct Binding {
        std::string prefix;
        std::string uri;
        bool written;  ///< in the canonical form, around the element at hand
    };
    struct Open {
        std::size_t bindings;  ///< of bindings_, before the element
        Position position;
        std::string tail;  ///< of the text so far: a piece may end within a name
    };

    void write(std::string_view prefix, std::string_view uri);
    void look_at(std::string_view value, Position position);
    void look_at_type(std::string_view value, Position position);
    [[nodiscard]] Binding const* unwritten(std::string_view prefix) const;

    std::vector<Binding> bindings_;  ///< declared, or written once more, by the open elements
    std::vector<Open> open_;
    std::optional<UnwrittenPrefix> first_;
};

}  // namespace wetbode::xml
