// SPDX-License-Identifier: EUPL-1.2
#include "gateway/intake/numbers.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace wetbode {
namespace {

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::int64_t number(std::string_view digits) {
    std::int64_t value = 0;
    for (auto const c : digits) value = value * 10 + (c - '0');
    return value;
}

std::int64_t check_of(std::int64_t value) { return 97 - value % 97; }

std::string lower_without_parameters(std::string_view text) {
    auto const bare = text.substr(0, text.find(';'));
    std::string lower;
    for (auto const c : bare)
        if (c != ' ' && c != '\t') lower += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    return lower;
}

/// restricted-name of RFC 6838.
bool is_restricted_name(std::string_view text) {
    auto const alphanumeric = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    constexpr std::string_view others = "!#$&-^_.+";
    if (text.empty() || text.size() > 127 || !alphanumeric(text.front())) return false;
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return alphanumeric(c) || others.find(c) != std::string_view::npos; });
}

}  // namespace

bool is_citizen_number(std::string_view text) {
    if (text.size() != 11 || !all_digits(text)) return false;
    auto const month = number(text.substr(2, 2)) % 20;  // 20 and 40 are added in bis numbers, 60 in test numbers
    if (month > 12 || number(text.substr(2, 2)) > 72 || number(text.substr(4, 2)) > 31) return false;
    auto const rest = number(text.substr(0, 9));
    auto const check = number(text.substr(9, 2));
    return check == check_of(rest) || check == check_of(2'000'000'000 + rest);
}

bool is_enterprise_number(std::string_view text) {
    if (text.size() != 10 || !all_digits(text) || text.front() > '1') return false;
    return number(text.substr(8, 2)) == check_of(number(text.substr(0, 8)));
}

bool is_media_type(std::string_view text) {
    auto const bare = text.substr(0, text.find(';'));
    auto const slash = bare.find('/');
    if (slash == std::string_view::npos) return false;
    auto subtype = bare.substr(slash + 1);
    subtype = subtype.substr(0, subtype.find_last_not_of(" \t") + 1);
    return is_restricted_name(bare.substr(0, slash)) && is_restricted_name(subtype);
}

bool is_xml_media_type(std::string_view text) {
    auto const lower = lower_without_parameters(text);
    return lower == "application/xml" || lower == "text/xml" || lower.ends_with("+xml");
}

bool is_xml(Rendition const& file) { return !file.document_type.empty() || is_xml_media_type(file.media_type); }

}  // namespace wetbode
