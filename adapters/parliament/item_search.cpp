// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/item_search.hpp"

#include <algorithm>
#include <array>

namespace wetbode::parliament {

namespace {

/// Members of an item that no file has.
constexpr std::array<std::string_view, 11> names{"pobj",       "onderwerp",          "titel",    "citeertitel",
                                                 "datum",      "bevoegdheidsdomein", "themas",   "bevoegdheid",
                                                 "kanselarij", "verwerkt",           "bestanden"};
constexpr std::size_t head_bytes_max = 256;
constexpr std::size_t name_bytes_max = 24;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

void ItemSearch::begin() {
    state_ = State::outside;
    head_.clear();
    tail_.clear();
}

bool ItemSearch::found_in(std::string_view& bytes, std::function<void(std::string_view)> const& passed) {
    while (!bytes.empty()) {
        if (state_ == State::outside) {
            auto const skipped = bytes.substr(0, bytes.find('{'));
            passed(skipped);
            note_tail(skipped);
            bytes.remove_prefix(skipped.size());
            if (bytes.empty()) return false;
        }
        auto const c = bytes.front();
        bytes.remove_prefix(1);
        note_tail({&c, 1});
        if (c == '{' && !head_.empty()) {  // what was begun before it was no item
            passed(head_);
            head_.clear();
        }
        head_ += c;
        if (state_ == State::named && c == ':' && std::ranges::find(names, name_) != names.end()) return true;
        take(c);
        if (state_ != State::outside) continue;
        passed(head_);
        head_.clear();
    }
    return false;
}

void ItemSearch::take(char c) {
    if (c == '{') {
        state_ = State::begun;
    } else if (head_.size() > head_bytes_max) {
        state_ = State::outside;
    } else if (state_ == State::begun && c == '"') {
        state_ = State::name;
        name_.clear();
    } else if (state_ == State::name && c == '"') {
        state_ = State::named;
    } else if (state_ == State::name && name_.size() < name_bytes_max) {
        name_ += c;
    } else if (!is_space(c) || state_ == State::name) {
        state_ = State::outside;
    }
}

void ItemSearch::note_tail(std::string_view bytes) {
    std::string last;
    for (auto at = bytes.rbegin(); at != bytes.rend() && last.size() < 2; ++at)
        if (!is_space(*at)) last.insert(last.begin(), *at);
    tail_ += last;
    if (tail_.size() > 2) tail_.erase(0, tail_.size() - 2);
}

}  // namespace wetbode::parliament
