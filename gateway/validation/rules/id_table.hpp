// SPDX-License-Identifier: EUPL-1.2
// The identifiers of a document, each as 96 bits of a digest and its order: 16 bytes apiece and no allocation per
// identifier, so that a hundred megabytes of law stay a small table. Two identifiers that collide would only hide a
// finding; uniqueness is the schema's affair (unique_watch.hpp). One object per pass.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace wetbode::rules {

class IdTable {
public:
    struct Key {
        std::uint64_t first = 0;
        std::uint32_t second = 0;
        bool operator==(Key const&) const = default;
    };

private:
    struct Row {
        std::uint64_t first = 0;
        std::uint32_t second = 0;
        std::uint32_t order = 0;  ///< 0 = free
    };

    template <class Rows>
    [[nodiscard]] static auto& find_row(Rows& rows, Key key) {
        auto at = static_cast<std::size_t>(key.first) & (rows.size() - 1);
        while (rows[at].order != 0 && (rows[at].first != key.first || rows[at].second != key.second))
            at = (at + 1) & (rows.size() - 1);
        return rows[at];
    }

public:
    [[nodiscard]] static Key key_of(std::string_view id) {
        std::uint64_t second = 0xcbf29ce484222325ULL;  // FNV-1a beside the library's hash
        for (char const c : id) second = (second ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        return {std::hash<std::string_view>{}(id), static_cast<std::uint32_t>(second >> 32U)};
    }

    /// Remembers it; the first one of its name counts.
    void add(Key key) {
        if ((count_ + std::size_t{1}) * 4 > rows_.size() * 3) grow();
        auto& row = find_row(rows_, key);
        if (row.order != 0) return;
        row = {key.first, key.second, ++count_};
    }
    void add(std::string_view id) { add(key_of(id)); }

    /// Which identifier of the document it is, from 1; empty if there is none of that name.
    [[nodiscard]] std::optional<std::uint32_t> order_of(Key key) const {
        if (rows_.empty()) return std::nullopt;
        auto const& row = find_row(rows_, key);
        return row.order == 0 ? std::nullopt : std::optional(row.order);
    }
    [[nodiscard]] std::size_t size() const { return count_; }
    [[nodiscard]] bool has(Key key) const { return order_of(key).has_value(); }

private:
    void grow() {
        std::vector<Row> larger(rows_.empty() ? 256 : rows_.size() * 2);
        for (auto const& row : rows_)
            if (row.order != 0) find_row(larger, {row.first, row.second}) = row;
        rows_ = std::move(larger);
    }

    std::vector<Row> rows_;  ///< a power of two of them, at most three of four taken
    std::uint32_t count_ = 0;
};

}  // namespace wetbode::rules
