// SPDX-License-Identifier: EUPL-1.2
// See language.hpp.
#include "gateway/api/language.hpp"

#include "gateway/api/weights.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace wetbode::api {
namespace {

bool is_language(std::string_view range, std::string_view primary) {
    if (range.size() < primary.size()) return false;
    for (std::size_t i = 0; i < primary.size(); ++i)
        if (std::tolower(static_cast<unsigned char>(range[i])) != primary[i]) return false;
    return range.size() == primary.size() || range[primary.size()] == '-';
}

}  // namespace

Language language_of(Headers const& headers) {
    auto const found = headers.find("accept-language");
    if (found == headers.end()) return Language::nl;
    int dutch = 0;
    int english = 0;
    for (auto const& [range, weight] : weights_in(found->second)) {
        if (is_language(range, "nl") || range == "*") dutch = std::max(dutch, weight);
        if (is_language(range, "en")) english = std::max(english, weight);
    }
    return english > dutch ? Language::en : Language::nl;
}

}  // namespace wetbode::api
