// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/base64_stream.hpp"

#include "gateway/base/base64_alphabet.hpp"

namespace wetbode {

namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

void append_octets(std::string& octets, std::uint32_t group, int count) {
    for (int i = 0; i < count; ++i) octets += static_cast<char>(group >> (16U - 8U * static_cast<unsigned>(i)) & 255U);
}

}  // namespace

void Base64Stream::update(std::string_view text, std::string& octets) {
    if (ended_) *this = Base64Stream(space_);
    while (!text.empty() && !fault_) {
        if (filled_ == 0 && padding_ == 0) {
            auto const taken = take_whole_groups(text, octets);
            offset_ += taken;
            text.remove_prefix(taken);
            if (text.empty()) return;
        }
        take(text.front(), octets);
        ++offset_;
        text.remove_prefix(1);
    }
}

/// The common case at once: letters only, four by four. Returns how many were taken; take() judges the others.
std::size_t Base64Stream::take_whole_groups(std::string_view text, std::string& octets) {
    auto const before = octets.size();
    octets.resize(before + text.size() / 4 * 3);
    auto* out = octets.data() + before;
    std::size_t at = 0;
    for (; at + 4 <= text.size(); at += 4) {
        auto const value = [&](std::size_t i) { return int{base64_values[static_cast<unsigned char>(text[at + i])]}; };
        if ((value(0) | value(1) | value(2) | value(3)) < 0) break;
        auto const group = static_cast<std::uint32_t>(value(0) << 18 | value(1) << 12 | value(2) << 6 | value(3));
        *out++ = static_cast<char>(group >> 16U);
        *out++ = static_cast<char>(group >> 8U & 255U);
        *out++ = static_cast<char>(group & 255U);
    }
    octets.resize(before + at / 4 * 3);
    return at;
}

void Base64Stream::take(char c, std::string& octets) {
    if (space_ == Base64Space::skip && is_space(c)) return;
    if (c == '=') {
        if (filled_ < 2 || filled_ + ++padding_ > 4) fault_ = offset_;
        return;
    }
    auto const value = base64_values[static_cast<unsigned char>(c)];
    if (value < 0 || padding_ > 0) {
        fault_ = offset_;
        return;
    }
    group_ = group_ << 6U | static_cast<std::uint32_t>(value);
    if (++filled_ < 4) return;
    append_octets(octets, group_, 3);
    group_ = 0;
    filled_ = 0;
}

void Base64Stream::finish(std::string& octets) {
    ended_ = true;
    if (fault_ || (filled_ == 0 && padding_ == 0)) return;
    bool const whole = filled_ >= 2 && filled_ + padding_ == 4;
    auto const unused_bits = filled_ == 2 ? 15U : 3U;
    if (!whole || (group_ & unused_bits) != 0) {
        fault_ = offset_;
        return;
    }
    append_octets(octets, group_ << (filled_ == 2 ? 12U : 6U), filled_ - 1);
}

}  // namespace wetbode
