// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/key_set.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <random>
#include <utility>

namespace wetbode::validation {

namespace {

std::uint64_t secret() {
    static std::uint64_t const drawn = [] {
        std::random_device device;
        return (std::uint64_t{device()} << 32U) | device();
    }();
    return drawn;
}

}  // namespace

bool KeySet::insert(std::u16string_view text) {
    if ((count_ + 1) * 4 > rows_.size() * 3) grow();
    auto const key = key_of(text);
    auto& place = place_of(rows_, key);
    if (place == key) return false;
    place = key;
    ++count_;
    return true;
}

KeySet::Key KeySet::key_of(std::u16string_view text) {
    auto const digest = XXH3_128bits_withSeed(text.data(), text.size() * sizeof(char16_t), secret());
    // Zero means a free row; one text in 2^128 moves to its neighbour.
    return {digest.low64 == 0 && digest.high64 == 0 ? 1 : digest.low64, digest.high64};
}

KeySet::Key& KeySet::place_of(std::vector<Key>& rows, Key const& key) {
    auto at = static_cast<std::size_t>(key[0]) & (rows.size() - 1);
    while (rows[at] != Key{} && rows[at] != key) at = (at + 1) & (rows.size() - 1);
    return rows[at];
}

void KeySet::grow() {
    std::vector<Key> larger(rows_.empty() ? 256 : rows_.size() * 2);
    for (auto const& row : rows_)
        if (row != Key{}) place_of(larger, row) = row;
    rows_ = std::move(larger);
}

}  // namespace wetbode::validation
