// SPDX-License-Identifier: EUPL-1.2
// See weights.hpp. Weights are compared as thousandths so that no floating point is parsed from outside.
#include "gateway/api/weights.hpp"

#include "gateway/refusal.hpp"

#include <algorithm>
#include <cctype>

namespace wetbode::api {
namespace {

constexpr std::size_t ranges_max = 32;

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// What stands before the next `mark`; takes both away.
std::string_view take(std::string_view& rest, char mark) {
    auto const end = rest.find(mark);
    auto const part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return trimmed(part);
}

/// "0.85" -> 850; 0 if it cannot be read.
int thousandths_of(std::string_view text) {
    if (text.empty() || (text[0] != '0' && text[0] != '1')) return 0;
    int weight = text[0] == '1' ? 1000 : 0;
    int scale = 100;
    for (std::size_t i = 2; i < text.size() && scale > 0; ++i, scale /= 10) {
        if (text[i] < '0' || text[i] > '9') return 0;
        weight += (text[i] - '0') * scale;
    }
    return std::min(weight, 1000);
}

/// "charset=utf-8; q=0.85" -> 850; 1000 if there is no weight.
int weight_of(std::string_view parameters) {
    while (!parameters.empty()) {
        auto const parameter = take(parameters, ';');
        if (parameter.size() >= 2 && (parameter[0] == 'q' || parameter[0] == 'Q') && parameter[1] == '=')
            return thousandths_of(parameter.substr(2));
    }
    return 1000;
}

bool same(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

/// How exactly a range names a media type: 0 = not at all.
int exactness(std::string_view range, std::string_view form) {
    if (same(range, form)) return 3;
    if (range == "*/*") return 1;
    return range.ends_with("/*") && same(range.substr(0, range.size() - 1), form.substr(0, form.find('/') + 1)) ? 2 : 0;
}

/// The most exact range that fits decides.
int weight_for(std::vector<Weighted> const& wanted, std::string_view form) {
    int best = 0;
    int weight = 0;
    for (auto const& one : wanted) {
        auto const exact = exactness(one.range, form);
        if (exact <= best) continue;
        best = exact;
        weight = one.weight;
    }
    return weight;
}

}  // namespace

std::vector<Weighted> weights_in(std::string_view header) {
    std::vector<Weighted> all;
    while (!header.empty() && all.size() < ranges_max) {
        auto item = take(header, ',');
        auto const range = take(item, ';');
        all.push_back({range, weight_of(item)});
    }
    return all;
}

std::string_view wanted_form(Headers const& headers, std::span<std::string_view const> forms) {
    ensure(!forms.empty(), "there is at least one form to choose from");
    auto const found = headers.find("accept");
    if (found == headers.end()) return forms.front();
    auto const wanted = weights_in(found->second);
    return *std::ranges::max_element(forms, {}, [&](std::string_view form) { return weight_for(wanted, form); });
}

}  // namespace wetbode::api
