// SPDX-License-Identifier: EUPL-1.2
// A set of texts that remembers 16 bytes of each and no text: what the watches over identifiers need for a document
// with millions of them. Two equal texts always meet, so no duplicate is ever overlooked. Two different texts meet with
// a chance of 2^-128 per pair: the digest is seeded with a secret that this process drew at its start, so a sender
// cannot search for such a pair; if one ever came about, it would refuse the document that holds both, because every
// pass over a document has sets of its own. Private to the watches. One thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace wetbode::validation {

class KeySet {
public:
    /// False if it was there.
    bool insert(std::u16string_view text);

private:
    using Key = std::array<std::uint64_t, 2>;

    [[nodiscard]] static Key key_of(std::u16string_view text);
    [[nodiscard]] static Key& place_of(std::vector<Key>& rows, Key const& key);
    void grow();

    std::vector<Key> rows_;  ///< a power of two of them, at most three of four taken; all zero = free
    std::size_t count_ = 0;
};

}  // namespace wetbode::validation
