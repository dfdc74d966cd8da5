// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/twin_json_filter.hpp"

#include <array>

namespace wetbode::twin {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t name_length_max = 16;

constexpr std::array<std::int8_t, 256> values = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}();

}  // namespace

void Base64Hash::update(std::string_view text) {
    octets_.clear();
    while (!text.empty() && filled_ != 0) {
        take(text.front());
        text.remove_prefix(1);
    }
    if (padding_ == 0) text.remove_prefix(take_whole_groups(text));
    for (char const c : text) take(c);
    hash_.update(octets_);
    bytes_ += octets_.size();
}

/// The common case at once: letters only, four by four. Returns how many were taken; take() judges the others.
std::size_t Base64Hash::take_whole_groups(std::string_view text) {
    auto const before = octets_.size();
    octets_.resize(before + text.size() / 4 * 3);
    auto* out = octets_.data() + before;
    std::size_t at = 0;
    for (; at + 4 <= text.size(); at += 4) {
        auto const value = [&](std::size_t i) { return int{values[static_cast<unsigned char>(text[at + i])]}; };
        if ((value(0) | value(1) | value(2) | value(3)) < 0) break;
        auto const group = static_cast<std::uint32_t>(value(0) << 18 | value(1) << 12 | value(2) << 6 | value(3));
        *out++ = static_cast<char>(group >> 16U);
        *out++ = static_cast<char>(group >> 8U & 255U);
        *out++ = static_cast<char>(group & 255U);
    }
    octets_.resize(before + at / 4 * 3);
    return at;
}

void Base64Hash::take(char c) {
    if (c == '=') {
        if (filled_ < 2 || filled_ + ++padding_ > 4) broken_ = true;
        return;
    }
    auto const value = values[static_cast<unsigned char>(c)];
    if (value < 0 || padding_ > 0) {
        broken_ = true;
        return;
    }
    group_ = group_ << 6U | static_cast<std::uint32_t>(value);
    if (++filled_ < 4) return;
    octets_ += static_cast<char>(group_ >> 16U & 255U);
    octets_ += static_cast<char>(group_ >> 8U & 255U);
    octets_ += static_cast<char>(group_ & 255U);
    group_ = 0;
    filled_ = 0;
}

std::string Base64Hash::finish() {
    if (filled_ != 0 && (filled_ == 1 || filled_ + padding_ != 4)) broken_ = true;
    if (filled_ == 0 && padding_ > 0) broken_ = true;
    if (filled_ >= 2) {
        auto const last = group_ << (filled_ == 2 ? 12U : 6U);
        std::string tail(1, static_cast<char>(last >> 16U & 255U));
        if (filled_ == 3) tail += static_cast<char>(last >> 8U & 255U);
        hash_.update(tail);
        bytes_ += tail.size();
    }
    auto const digest = hash_.finish().hex();
    auto const result = broken_ ? std::string("broken") : "sha256:" + digest + ":" + std::to_string(bytes_);
    *this = Base64Hash{};
    return result;
}

void JsonFilter::update(std::string_view bytes) {
    while (!bytes.empty() && !too_long()) {
        if (place_ == Place::content) {
            bytes.remove_prefix(take_content(bytes));
            continue;
        }
        if (place_ == Place::text) take_text(bytes.front());
        else take_outside(bytes.front());
        bytes.remove_prefix(1);
    }
}

/// Base 64 holds no quote and needs no escape but "\/", which some writers use for the slash.
std::size_t JsonFilter::take_content(std::string_view bytes) {
    if (bytes.front() == '"') {
        rest_ += hash_.finish() + '"';
        place_ = Place::outside;
        return 1;
    }
    if (escaped_) {
        escaped_ = false;
        hash_.update(bytes.front() == '/' ? "/" : "\\");
        return 1;
    }
    if (bytes.front() == '\\') {
        escaped_ = true;
        return 1;
    }
    auto run = bytes.substr(0, bytes.find('"'));
    run = run.substr(0, run.find('\\'));
    hash_.update(run);
    return run.size();
}

void JsonFilter::take_outside(char c) {
    rest_ += c;
    if (c == '"') {
        place_ = content_follows_ ? Place::content : Place::text;
        content_follows_ = false;
        last_text_.clear();
        return;
    }
    bool const space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (space) return;
    content_follows_ = c == ':' && last_text_ == "content";
    last_text_.clear();
}

void JsonFilter::take_text(char c) {
    rest_ += c;
    if (escaped_) {
        escaped_ = false;
    } else if (c == '\\') {
        escaped_ = true;
    } else if (c == '"') {
        place_ = Place::outside;
        return;
    }
    if (last_text_.size() < name_length_max) last_text_ += c;
}

}  // namespace wetbode::twin
