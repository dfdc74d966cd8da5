// SPDX-License-Identifier: EUPL-1.2
#include "gateway/crypto/der_reader.hpp"

#include <cstdint>

namespace wetbode::der {

namespace {

/// Length octets of DER: definite, shortest form, at most four of them. Empty if they are not.
std::optional<std::uint32_t> take_length(std::string_view& rest) {
    if (rest.empty()) return std::nullopt;
    auto const first = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    if (first < 0x80) return first;
    auto const count = first & 0x7FU;
    if (count == 0 || count > 4 || rest.size() < count) return std::nullopt;
    std::uint32_t length = 0;
    for (unsigned i = 0; i < count; ++i) length = length << 8U | static_cast<unsigned char>(rest[i]);
    bool const shortest = length >= 0x80 && rest.front() != '\0';
    rest.remove_prefix(count);
    if (!shortest) return std::nullopt;
    return length;
}

}  // namespace

std::optional<Element> Reader::next() {
    auto rest = rest_;
    if (rest.empty()) return std::nullopt;
    auto const tag = static_cast<unsigned char>(rest.front());
    if ((tag & 0x1FU) == 0x1FU) return std::nullopt;
    rest.remove_prefix(1);
    auto const length = take_length(rest);
    if (!length || rest.size() < *length) return std::nullopt;
    Element const element{tag, rest.substr(0, *length), rest_.substr(0, rest_.size() - rest.size() + *length)};
    rest_.remove_prefix(element.whole.size());
    return element;
}

std::optional<Element> Reader::next(unsigned char tag) {
    if (rest_.empty() || static_cast<unsigned char>(rest_.front()) != tag) return std::nullopt;
    return next();
}

std::optional<Element> only(std::string_view octets, unsigned char tag) {
    Reader reader(octets);
    auto element = reader.next(tag);
    return element && reader.done() ? element : std::nullopt;
}

}  // namespace wetbode::der
