// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pades/octet_reader.hpp"

namespace wetbode::pades {

namespace {

constexpr std::size_t block_bytes = 64 * 1024;

}  // namespace

int OctetReader::peek() {
    if (at_ < block_at_ || at_ >= block_at_ + block_.size()) {
        block_ = bytes_.slice(at_, block_bytes);
        block_at_ = at_;
        if (block_.empty()) return -1;
    }
    return static_cast<unsigned char>(block_[static_cast<std::size_t>(at_ - block_at_)]);
}

int OctetReader::next() {
    auto const octet = peek();
    if (octet >= 0) ++at_;
    return octet;
}

bool OctetReader::take(std::string_view text) {
    auto const from = at_;
    for (auto const c : text) {
        if (next() == static_cast<unsigned char>(c)) continue;
        at_ = from;
        return false;
    }
    return true;
}

std::optional<std::uint64_t> OctetReader::take_number(std::size_t digits_max) {
    std::uint64_t number = 0;
    std::size_t digits = 0;
    while (is_digit(peek())) {
        if (++digits > digits_max) return std::nullopt;
        number = number * 10 + static_cast<std::uint64_t>(next() - '0');
    }
    return digits == 0 ? std::nullopt : std::optional(number);
}

bool OctetReader::take_line_end() {
    return take("\r\n") || take("\n") || take("\r");
}

void OctetReader::skip_blanks() {
    while (is_blank(peek())) next();
}

}  // namespace wetbode::pades
