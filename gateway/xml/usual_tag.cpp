// SPDX-License-Identifier: EUPL-1.2
#include "gateway/xml/usual_tag.hpp"

#include "gateway/xml/octets.hpp"

#include <algorithm>
#include <array>

namespace wetbode::xml {

namespace {

constexpr std::array<bool, 256> in_a_name = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0x21; i < 256; ++i) table[i] = true;
    for (auto const c : {'/', '>', '='}) table[static_cast<unsigned char>(c)] = false;
    return table;
}();

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Follows one tag; each step is false if the tag is not of the usual form.
class TagReader {
public:
    TagReader(std::string_view piece, std::size_t at) : piece_(piece), at_(at) {}

    bool name() {
        auto const length = name_run(piece_, at_);
        tag.longest_name = std::max<std::uint64_t>(tag.longest_name, length);
        at_ += length;
        return length > 0;
    }
    bool next_is(char c) {
        if (at_ == piece_.size() || piece_[at_] != c) return false;
        ++at_;
        return true;
    }
    bool spaces() {
        auto const begin = at_;
        while (at_ < piece_.size() && is_space(piece_[at_])) ++at_;
        return at_ > begin;
    }
    [[nodiscard]] bool begins_attribute() const {
        return at_ < piece_.size() && in_a_name[static_cast<unsigned char>(piece_[at_])];
    }
    bool attribute() {
        if (piece_.substr(at_, declaring_name.size()) == declaring_name) return false;
        if (!name() || !next_is('=')) return false;
        ++tag.attributes;
        if (next_is('"')) return value<'"'>();
        return next_is('\'') && value<'\''>();
    }
    bool end() {
        if (!next_is('>')) return false;
        tag.end = at_;
        return true;
    }

    UsualTag tag;

private:
    static constexpr std::string_view declaring_name = "xmlns";

    template <char Quote>
    bool value() {
        auto const begin = at_;
        while (true) {
            at_ = Stops<true, Quote, '&'>::find(piece_, at_);
            if (!next_is('&')) break;
            ++tag.references;
        }
        tag.values += at_ - begin;
        return next_is(Quote);
    }

    std::string_view piece_;
    std::size_t at_;
};

}  // namespace

std::size_t name_run(std::string_view piece, std::size_t at) {
    auto end = at;
    while (end < piece.size() && in_a_name[static_cast<unsigned char>(piece[end])]) ++end;
    return end - at;
}

UsualTag usual_tag(std::string_view piece, std::size_t at) {
    TagReader reader(piece, at + 1);
    auto& tag = reader.tag;
    tag.closes = reader.next_is('/');
    auto const first = piece.substr(at + 1, 1);
    bool const other = first == "!" || first == "?";  // a comment, a section, an instruction
    if (other || !reader.name()) return {};
    if (!tag.closes) {
        while (reader.spaces() && reader.begins_attribute())
            if (!reader.attribute()) return {};
        tag.empty = reader.next_is('/');
    }
    return reader.end() ? tag : UsualTag{};
}

}  // namespace wetbode::xml
