// SPDX-License-Identifier: EUPL-1.2
// Where the next item of kanselarij begins, in an answer of which the JSON has gone wrong. Pure; one thread at a time.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace wetbode::parliament {

/// An object whose first member only items have is an item. Such octets cannot stand within a text, where a quote bears
/// a backslash, nor within base 64; so it does not matter what state the wrong item left the JSON in.
class ItemSearch {
public:
    /// Nothing is found yet.
    void begin();
    /// True when an item has begun: head() is its first octets up to the colon, and `bytes` goes on behind them. What
    /// stands before it goes to `passed`. False: all of `bytes` is used.
    [[nodiscard]] bool found_in(std::string_view& bytes, std::function<void(std::string_view)> const& passed);
    [[nodiscard]] std::string const& head() const { return head_; }
    /// The answer ended: its last octets are those of a list of items that ends.
    [[nodiscard]] bool list_ended() const { return tail_ == "]}"; }

private:
    enum class State { outside, begun, name, named };

    void take(char c);
    void note_tail(std::string_view bytes);

    State state_ = State::outside;
    std::string head_;
    std::string name_;
    std::string tail_;  ///< the last two octets that are no space
};

}  // namespace wetbode::parliament
