// SPDX-License-Identifier: EUPL-1.2
// See language.hpp. Weights are compared as thousandths so that no floating point is parsed from outside.
#include "gateway/api/language.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace wetbode::api {
namespace {

constexpr std::size_t ranges_max = 32;

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// "q=0.85" -> 850; 1000 if there is no weight, 0 if it cannot be read.
int weight_of(std::string_view parameters) {
    auto const text = trimmed(parameters);
    if (text.empty()) return 1000;
    if (text.size() < 3 || (text[0] != 'q' && text[0] != 'Q') || text[1] != '=') return 0;
    if (text[2] != '0' && text[2] != '1') return 0;
    int weight = text[2] == '1' ? 1000 : 0;
    int scale = 100;
    for (std::size_t i = 4; i < text.size() && scale > 0; ++i, scale /= 10) {
        if (text[i] < '0' || text[i] > '9') return 0;
        weight += (text[i] - '0') * scale;
    }
    return std::min(weight, 1000);
}

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
    std::string_view rest = found->second;
    for (std::size_t count = 0; !rest.empty() && count < ranges_max; ++count) {
        auto const comma = rest.find(',');
        auto const item = rest.substr(0, comma);
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
        auto const semicolon = item.find(';');
        auto const range = trimmed(item.substr(0, semicolon));
        auto const weight =
            weight_of(semicolon == std::string_view::npos ? std::string_view{} : item.substr(semicolon + 1));
        if (is_language(range, "nl") || range == "*") dutch = std::max(dutch, weight);
        if (is_language(range, "en")) english = std::max(english, weight);
    }
    return english > dutch ? Language::en : Language::nl;
}

}  // namespace wetbode::api
