// SPDX-License-Identifier: EUPL-1.2
// The octets of a file one after another, in blocks, for reading its outermost form to the letter. Private to this
// folder; one thread.
#pragma once

#include "gateway/files/bytes.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode::pades {

class OctetReader {
public:
    OctetReader(files::Bytes const& bytes, std::uint64_t at) : bytes_(bytes), at_(at) {}

    [[nodiscard]] std::uint64_t at() const { return at_; }
    /// -1 behind the end.
    [[nodiscard]] int peek();
    int next();
    /// Goes on if exactly this follows.
    bool take(std::string_view text);
    /// A number of 1 to `digits_max` digits.
    std::optional<std::uint64_t> take_number(std::size_t digits_max);
    /// At most one: CR LF, LF or CR.
    bool take_line_end();
    void skip_blanks();

private:
    files::Bytes const& bytes_;
    std::uint64_t at_;
    std::string block_;
    std::uint64_t block_at_ = 0;
};

[[nodiscard]] constexpr bool is_blank(int octet) {
    return octet == 0 || octet == '\t' || octet == '\n' || octet == '\f' || octet == '\r' || octet == ' ';
}
[[nodiscard]] constexpr bool is_digit(int octet) {
    return octet >= '0' && octet <= '9';
}

}  // namespace wetbode::pades
