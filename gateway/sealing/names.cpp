// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/names.hpp"

#include <algorithm>
#include <cstdint>

namespace wetbode {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_unreserved(char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

struct Lead {
    std::size_t following;
    std::uint32_t least;  ///< a smaller code point would be an overlong form
};

std::optional<Lead> lead_of(unsigned char octet) {
    if (octet < 0x80) return Lead{0, 0};
    if (octet >= 0xC2 && octet <= 0xDF) return Lead{1, 0x80};
    if (octet >= 0xE0 && octet <= 0xEF) return Lead{2, 0x800};
    if (octet >= 0xF0 && octet <= 0xF4) return Lead{3, 0x10000};
    return std::nullopt;
}

/// Code points that no name may hold: controls, surrogates, non-characters, and the marks that turn the direction of
/// writing, with which "gpj.exe" is made to look like "exe.jpg".
bool is_banned(std::uint32_t point) {
    if (point < 0x20 || (point >= 0x7F && point <= 0x9F)) return true;
    if (point >= 0xD800 && point <= 0xDFFF) return true;
    if (point >= 0x2028 && point <= 0x202E) return true;
    if (point >= 0x2066 && point <= 0x2069) return true;
    return point == 0xFEFF || point > 0x10FFFF || (point & 0xFFFEU) == 0xFFFEU;
}

bool is_clean_text(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto const first = static_cast<unsigned char>(text[i]);
        auto const lead = lead_of(first);
        if (!lead || i + lead->following >= text.size()) return false;
        std::uint32_t point = lead->following == 0 ? first : first & (0x3FU >> lead->following);
        for (std::size_t k = 1; k <= lead->following; ++k) {
            auto const octet = static_cast<unsigned char>(text[i + k]);
            if ((octet & 0xC0U) != 0x80U) return false;
            point = point << 6U | (octet & 0x3FU);
        }
        if (point < lead->least || is_banned(point)) return false;
        i += 1 + lead->following;
    }
    return true;
}

bool is_safe_step(std::string_view step) {
    return !step.empty() && step.size() <= 255 && step != "." && step != "..";
}

}  // namespace

bool is_safe_name(std::string_view name) {
    if (name.empty() || name.size() > container_name_bytes_max) return false;
    bool const has_drive = name.size() >= 2 && is_letter(name[0]) && name[1] == ':';
    if (has_drive || name.find('\\') != std::string_view::npos || !is_clean_text(name)) return false;
    while (true) {
        auto const slash = name.find('/');
        if (!is_safe_step(name.substr(0, slash))) return false;
        if (slash == std::string_view::npos) return true;
        name.remove_prefix(slash + 1);
    }
}

bool is_reserved_name(std::string_view name) {
    auto const first = name.substr(0, name.find('/'));
    auto const same = [first](std::string_view reserved) {
        return std::equal(first.begin(), first.end(), reserved.begin(), reserved.end(), [](char a, char b) {
            return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
        });
    };
    return same("mimetype") || same("META-INF");
}

std::string uri_of_name(std::string_view name) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri;
    uri.reserve(name.size() + 16);
    for (char const c : name) {
        if (is_unreserved(c) || c == '/') {
            uri += c;
            continue;
        }
        auto const octet = static_cast<unsigned char>(c);
        uri += '%';
        uri += digits[octet >> 4U];
        uri += digits[octet & 15U];
    }
    return uri;
}

std::optional<std::string> name_of_uri(std::string_view uri) {
    if (uri.empty() || uri.size() > 3 * container_name_bytes_max) return std::nullopt;
    if (uri.find_first_of(":?#") != std::string_view::npos) return std::nullopt;
    std::string name;
    for (std::size_t i = 0; i < uri.size(); ++i) {
        if (uri[i] != '%') {
            name += uri[i];
            continue;
        }
        auto const high = i + 2 < uri.size() ? hex_value(uri[i + 1]) : -1;
        auto const low = i + 2 < uri.size() ? hex_value(uri[i + 2]) : -1;
        if (high < 0 || low < 0) return std::nullopt;
        name += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return name;
}

std::string xml_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '\r': out += "&#xD;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string xml_attribute(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '"': out += "&quot;"; break;
            case '\t': out += "&#x9;"; break;
            case '\n': out += "&#xA;"; break;
            case '\r': out += "&#xD;"; break;
            default: out += c;
        }
    }
    return out;
}

}  // namespace wetbode
