// SPDX-License-Identifier: EUPL-1.2
#include "gateway/feed/escape.hpp"

#include <cstddef>
#include <cstdint>

namespace wetbode::feed {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view hexadecimal = "0123456789ABCDEF";

struct Character {
    char32_t code = 0;
    std::size_t bytes = 1;
    bool valid = false;
};

/// The first character of a text that is not empty (RFC 3629: no overlong forms, no surrogates).
Character first_of(std::string_view text) {
    auto const octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const lead = octet(0);
    if (lead < 0x80) return {lead, 1, true};
    std::size_t const bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
    char32_t code = lead & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((octet(i) & 0xC0U) != 0x80U) return {};
        code = (code << 6U) | (octet(i) & 0x3FU);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    auto const surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < least[bytes] || surrogate || code > 0x10FFFF) return {};
    return {code, bytes, true};
}

bool is_xml_character(char32_t code) {
    if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
    return code != 0xFFFE && code != 0xFFFF;
}

}  // namespace

std::string xml_escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const character = first_of(text);
        auto const bytes = text.substr(0, character.bytes);
        text.remove_prefix(character.bytes);
        if (!character.valid || !is_xml_character(character.code)) out += replacement;
        else if (character.code == '&') out += "&amp;";
        else if (character.code == '<') out += "&lt;";
        else if (character.code == '>') out += "&gt;";
        else if (character.code == '"') out += "&quot;";
        else if (character.code == '\t') out += "&#9;";  // or a parser makes a space of it in an attribute
        else if (character.code == '\n') out += "&#10;";
        else if (character.code == '\r') out += "&#13;";
        else out += bytes;
    }
    return out;
}

std::string json_string(std::string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        auto const character = first_of(text);
        auto const bytes = text.substr(0, character.bytes);
        text.remove_prefix(character.bytes);
        if (!character.valid) {
            out += replacement;
        } else if (character.code == '"' || character.code == '\\') {
            out += '\\';
            out += bytes;
        } else if (character.code < 0x20 || character.code == 0x7F) {
            out += "\\u00";
            out += hexadecimal[(character.code >> 4U) & 0x0FU];
            out += hexadecimal[character.code & 0x0FU];
        } else {
            out += bytes;
        }
    }
    return out + '"';
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (auto const c : text) {
        auto const octet = static_cast<unsigned char>(c);
        auto const unreserved = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') ||
                                (octet >= '0' && octet <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (unreserved) {
            out += c;
            continue;
        }
        out += '%';
        out += hexadecimal[octet >> 4U];
        out += hexadecimal[octet & 0x0FU];
    }
    return out;
}

}  // namespace wetbode::feed
