// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/root_watch.hpp"

namespace wetbode::validation {

namespace {

Opening opening_of(xml::Element const& element) {
    Opening opening{.uri = std::string(element.uri),
                    .local = std::string(element.local),
                    .position = element.position,
                    .seen = true};
    for (auto const& attribute : element.attributes) {
        if (!attribute.uri.empty()) continue;
        if (attribute.local == "eId" || (attribute.local == "id" && opening.id.empty())) opening.id = attribute.value;
        if (attribute.local == "name") opening.name = attribute.value;
    }
    return opening;
}

}  // namespace

void RootWatch::start_element(xml::Element const& element) {
    if (!root_.seen) {
        root_ = opening_of(element);
    } else if (!first_child_.seen) {
        first_child_ = opening_of(element);
        if (haste_ == Haste::stop_early) throw SeenEnough{};
    }
}

void RootWatch::end_element(std::string_view, std::string_view, std::string_view) {
    if (haste_ == Haste::stop_early) throw SeenEnough{};
}

}  // namespace wetbode::validation
