// SPDX-License-Identifier: EUPL-1.2
// The last answers of a function that depends on its arguments alone, so that a costly one is worked out once.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace wetbode {

/// Keyed by all of the arguments or by a strong digest of them: a key that others can make collide would hand out the
/// answer to another question. Holds at most `most` answers; the one not asked for longest goes first. Any thread.
template <class Answer>
class Remembered {
public:
    explicit Remembered(std::size_t most) : most_(most) {}

    [[nodiscard]] std::optional<Answer> find(std::string_view key) {
        std::lock_guard const lock(guard_);
        auto const place = places_.find(key);
        if (place == places_.end()) return std::nullopt;
        entries_.splice(entries_.begin(), entries_, place->second);
        return place->second->second;
    }

    void keep(std::string_view key, Answer answer) {
        std::lock_guard const lock(guard_);
        if (most_ == 0 || places_.contains(key)) return;
        entries_.emplace_front(std::string(key), std::move(answer));
        places_.emplace(entries_.front().first, entries_.begin());
        if (entries_.size() <= most_) return;
        places_.erase(entries_.back().first);
        entries_.pop_back();
    }

private:
    using Entries = std::list<std::pair<std::string, Answer>>;

    std::size_t most_;
    std::mutex guard_;
    Entries entries_;  // the last one asked for first
    std::unordered_map<std::string_view, typename Entries::iterator> places_;
};

}  // namespace wetbode
