// SPDX-License-Identifier: EUPL-1.2
// Looks at every byte before a parser does and stops at the limits: some inputs are harmless to us but cost libxml2
// seconds (60 000 attributes on one element). It follows tags and quotes, nothing more: whatever it misreads is not
// well-formed and the parser behind it refuses that. One object per document, one thread.
#pragma once

#include "gateway/xml/words.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::xml {

/// Offsets in octets from the first one that the gate saw.
struct TagPlace {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;  ///< behind the '>'
};

class Gate {
public:
    explicit Gate(Limits const& limits);

    /// Looks at the next piece, which must be whole UTF-8 characters. The Fault is the first thing to stop for.
    [[nodiscard]] std::optional<Fault> pass(std::string_view piece);

    /// False as long as there was nothing but white space.
    [[nodiscard]] bool saw_something() const { return saw_something_; }
    /// Where the next piece begins.
    [[nodiscard]] Position position() const { return position_; }
    /// The end tag that closed the root element; empty if there was none, or the root is an empty-element tag.
    [[nodiscard]] std::optional<TagPlace> root_end_tag() const { return root_end_tag_; }

private:
    enum class State {
        text,
        open,
        bang,
        element_name,
        tag,
        empty_mark,
        attribute_name,
        before_equals,
        before_value,
        in_double,
        in_single,
        end_tag,
        instruction,
        instruction_mark,
        comment,
        comment_dash,
        comment_dashes,
        cdata,
        cdata_bracket,
        cdata_brackets
    };
    using Trouble = std::optional<Stop>;  ///< fits in a register: it is asked for at every octet

    /// Notes what the sentence about it names.
    [[nodiscard]] Trouble stop(Stop why, std::string what) {
        what_ = std::move(what);
        return why;
    }
    [[nodiscard]] Trouble stop(Stop why, std::uint64_t limit) { return stop(why, std::to_string(limit)); }
    [[nodiscard]] Trouble look_at(char c);
    [[nodiscard]] Trouble in_text(char c);
    [[nodiscard]] Trouble after_open(char c);
    [[nodiscard]] Trouble after_bang(char c);
    [[nodiscard]] Trouble in_name(char c);
    [[nodiscard]] Trouble in_tag(char c);
    [[nodiscard]] Trouble in_value(char c);
    [[nodiscard]] Trouble in_instruction(char c);
    [[nodiscard]] Trouble in_comment(char c);
    [[nodiscard]] Trouble in_cdata(char c);
    [[nodiscard]] Trouble end_of_start_tag(bool empty);
    [[nodiscard]] Trouble begin_attribute(char c);
    [[nodiscard]] Trouble end_of_attribute_name();
    void close_element();
    void spell(char c);
    [[nodiscard]] Trouble count_reference();
    [[nodiscard]] Trouble count_run(std::uint64_t bytes, std::uint64_t most);
    [[nodiscard]] Trouble check_declaration();
    [[nodiscard]] Trouble pass_run(std::string_view piece, std::size_t& at);
    [[nodiscard]] Trouble pass_name(std::string_view piece, std::size_t& at);
    [[nodiscard]] bool pass_usual_tag(std::string_view piece, std::size_t& at);
    void advance(std::string_view bytes);

    Limits limits_;
    std::uint64_t token_bytes_max_;  ///< for a comment, a CDATA section or a processing instruction
    Position position_;
    std::uint64_t passed_ = 0;       ///< octets of the pieces before
    std::uint64_t here_ = 0;         ///< offset of the octet that look_at() sees
    std::uint64_t end_tag_ = 0;      ///< where the last end tag begins
    std::optional<TagPlace> root_end_tag_;
    State state_ = State::text;
    bool saw_something_ = false;
    bool in_declaration_ = false;
    std::string what_;               ///< the number or the word of the trouble, if there is one
    std::string bang_;               ///< what follows "<!", until we know what it is
    std::string declaration_;        ///< the XML declaration
    int depth_ = 0;
    int attributes_ = 0;
    std::string_view expected_;      ///< what is left of "xmlns" as long as the name at hand begins like it
    bool declares_ = false;          ///< the attribute at hand declares a namespace
    std::vector<int> declared_;      ///< namespaces declared by each open element and, last, by the tag at hand
    int in_scope_ = 0;               ///< their sum
    std::uint64_t elements_ = 0;
    std::uint64_t references_ = 0;
    std::uint64_t run_ = 0;          ///< bytes of the uninterrupted text, comment or instruction at hand
    std::uint64_t name_ = 0;
    std::uint64_t value_ = 0;
    std::uint64_t tag_ = 0;          ///< bytes of all values of the tag at hand
};

}  // namespace wetbode::xml
