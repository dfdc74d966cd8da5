// SPDX-License-Identifier: EUPL-1.2
#include "gateway/crypto/der.hpp"

#include "gateway/refusal.hpp"

#include <algorithm>
#include <charconv>

namespace wetbode::der {

namespace {

/// Big-endian, without leading zeros; one octet at least.
std::string shortest(std::uint64_t number) {
    std::string octets;
    do {
        octets.insert(octets.begin(), static_cast<char>(number & 0xFFU));
        number >>= 8U;
    } while (number != 0);
    return octets;
}

std::uint64_t next_arc(std::string_view& dotted) {
    std::uint64_t arc = 0;
    auto const [end, error] = std::from_chars(dotted.data(), dotted.data() + dotted.size(), arc);
    ensure(error == std::errc{}, "an object identifier is written in numbers");
    dotted.remove_prefix(static_cast<std::size_t>(end - dotted.data()));
    if (!dotted.empty()) dotted.remove_prefix(1);
    return arc;
}

void append_base128(std::string& out, std::uint64_t arc) {
    std::string octets{static_cast<char>(arc & 0x7FU)};
    while ((arc >>= 7U) != 0) octets.insert(octets.begin(), static_cast<char>(0x80U | (arc & 0x7FU)));
    out += octets;
}

}  // namespace

std::string tlv(unsigned char tag, std::string_view content) {
    std::string out{static_cast<char>(tag)};
    if (content.size() < 128) {
        out += static_cast<char>(content.size());
    } else {
        auto const length = shortest(content.size());
        out += static_cast<char>(0x80U | length.size());
        out += length;
    }
    out += content;
    return out;
}

std::string sequence(std::initializer_list<std::string_view> parts) {
    std::string content;
    for (auto const part : parts) content += part;
    return tlv(0x30, content);
}

std::string set_of(std::vector<std::string> parts) {
    std::sort(parts.begin(), parts.end(), [](std::string const& one, std::string const& other) {
        return std::lexicographical_compare(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) {
            return static_cast<unsigned char>(a) < static_cast<unsigned char>(b);
        });
    });
    std::string content;
    for (auto const& part : parts) content += part;
    return tlv(0x31, content);
}

std::string oid(std::string_view dotted) {
    std::string content;
    auto const first = next_arc(dotted);
    auto const second = next_arc(dotted);
    append_base128(content, 40 * first + second);
    while (!dotted.empty()) append_base128(content, next_arc(dotted));
    return tlv(0x06, content);
}

std::string octet_string(std::string_view octets) { return tlv(0x04, octets); }

std::string integer(std::uint64_t number) {
    auto octets = shortest(number);
    if ((static_cast<unsigned char>(octets.front()) & 0x80U) != 0) octets.insert(octets.begin(), '\0');
    return tlv(0x02, octets);
}

std::string null() { return tlv(0x05, {}); }

}  // namespace wetbode::der
