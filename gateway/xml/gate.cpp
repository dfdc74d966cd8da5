// SPDX-License-Identifier: EUPL-1.2
#include "gateway/xml/gate.hpp"

#include "gateway/xml/octets.hpp"
#include "gateway/xml/usual_tag.hpp"

#include <algorithm>
#include <utility>

namespace wetbode::xml {

namespace {

/// libxml2 refuses a longer comment, section, instruction or value (XML_MAX_TEXT_LENGTH); we stop before, in our words.
constexpr std::uint64_t parser_token_bytes_max = 9'000'000;
constexpr std::uint64_t parser_name_bytes_max = 40'000;  // XML_MAX_NAME_LENGTH is 50 000
constexpr std::uint64_t declaration_bytes_max = 256;
/// All values of one tag together, as a multiple of the limit of one: the parser holds a whole tag in memory.
constexpr std::uint64_t values_per_tag = 4;

constexpr std::string_view declaring_name = "xmlns";

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr bool is_forbidden(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && !is_space(c));
}

/// What may end a text, a value in such quotes, a comment, a section or an instruction, or counts in them.
using TextStops = Stops<true, '<', '&'>;
using DoubleQuotedStops = Stops<true, '"', '&'>;
using SingleQuotedStops = Stops<true, '\'', '&'>;
using CommentStops = Stops<true, '-'>;
using SectionStops = Stops<true, ']'>;
using InstructionStops = Stops<true, '?'>;

bool equal_ignoring_case(std::string_view text, std::string_view lower) {
    return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
    });
}

/// Value of a pseudo-attribute of the XML declaration; empty if it is not there.
std::string_view pseudo_attribute(std::string_view declaration, std::string_view name) {
    auto const at = declaration.find(name);
    if (at == std::string_view::npos) return {};
    auto rest = declaration.substr(at + name.size());
    auto const quote = rest.find_first_of("\"'");
    if (quote == std::string_view::npos) return {};
    auto const end = rest.find(rest[quote], quote + 1);
    if (end == std::string_view::npos) return {};
    return rest.substr(quote + 1, end - quote - 1);
}

}  // namespace

Gate::Gate(Limits const& limits)
    : limits_(limits), token_bytes_max_(std::min(limits.text_bytes_max, parser_token_bytes_max)) {
    limits_.attribute_bytes_max = std::min(limits.attribute_bytes_max, parser_token_bytes_max);
    limits_.name_bytes_max = std::min(limits.name_bytes_max, parser_name_bytes_max);
}

std::optional<Fault> Gate::pass(std::string_view piece) {
    std::size_t at = 0;
    while (at < piece.size()) {
        if (state_ == State::text && saw_something_) {
            // What the next step would do, without its questions: texts and usual tags are nearly all there is.
            do {
                auto const end = TextStops::find(piece, at);
                if (end - at > limits_.text_bytes_max - run_) break;
                run_ += end - std::exchange(at, end);
            } while (pass_usual_tag(piece, at));
        }
        auto trouble = pass_run(piece, at);
        if (!trouble && at < piece.size()) {
            auto const c = piece[at];
            here_ = passed_ + at;
            trouble = is_forbidden(c) ? stop(Stop::control_character, static_cast<unsigned char>(c)) : look_at(c);
            if (!trouble) ++at;
        }
        if (trouble) {
            advance(piece.substr(0, at));
            return fault_of(*trouble, position_, what_);
        }
    }
    advance(piece);
    passed_ += piece.size();
    return std::nullopt;
}

/// Moves `at` behind the run of bytes that cannot change the state, and counts them.
Gate::Trouble Gate::pass_run(std::string_view piece, std::size_t& at) {
    if (in_declaration_ || !saw_something_) return std::nullopt;
    auto const pass_to = [&](std::size_t end, std::uint64_t most) {
        auto const run = end - std::exchange(at, end);
        return run == 0 ? std::nullopt : count_run(run, most);
    };
    switch (state_) {
        case State::text: return pass_to(TextStops::find(piece, at), limits_.text_bytes_max);
        case State::in_double: return pass_to(DoubleQuotedStops::find(piece, at), limits_.attribute_bytes_max);
        case State::in_single: return pass_to(SingleQuotedStops::find(piece, at), limits_.attribute_bytes_max);
        case State::cdata: return pass_to(SectionStops::find(piece, at), token_bytes_max_);
        case State::comment: return pass_to(CommentStops::find(piece, at), token_bytes_max_);
        case State::instruction: return pass_to(InstructionStops::find(piece, at), token_bytes_max_);
        case State::element_name:
        case State::attribute_name:
        case State::end_tag: return pass_name(piece, at);
        default: return std::nullopt;
    }
}

Gate::Trouble Gate::pass_name(std::string_view piece, std::size_t& at) {
    auto const run = name_run(piece, at);
    if (state_ == State::attribute_name)  // what declares a namespace shows in the first letters
        for (char const c : piece.substr(at, std::min(run, declaring_name.size() + 1))) spell(c);
    auto const room = limits_.name_bytes_max - std::min(name_, limits_.name_bytes_max);
    at += std::min<std::uint64_t>(run, room);
    name_ += run;
    if (run <= room) return std::nullopt;
    return stop(Stop::name_too_long, limits_.name_bytes_max);
}

/// Moves `at` behind a whole tag. False, and nothing has changed, if it is not of the usual form or comes to a limit:
/// then it goes octet by octet, and that says what is wrong.
bool Gate::pass_usual_tag(std::string_view piece, std::size_t& at) {
    if (at == piece.size() || piece[at] != '<') return false;
    auto const tag = usual_tag(piece, at);
    if (tag.end == 0 || tag.longest_name > limits_.name_bytes_max) return false;
    if (tag.closes) {
        if (depth_ == 0) return false;
        close_element();
        if (depth_ == 0 && !root_end_tag_) root_end_tag_ = {passed_ + at, passed_ + tag.end};
    } else {
        if (depth_ >= limits_.depth_max || elements_ >= limits_.elements_max) return false;
        if (tag.attributes > limits_.attributes_max || tag.values > limits_.attribute_bytes_max) return false;
        if (tag.references > limits_.references_max - references_) return false;
        references_ += tag.references;
        ++elements_;
        depth_ += tag.empty ? 0 : 1;
        if (!tag.empty) declared_.push_back(0);
    }
    run_ = 0;
    at = tag.end;
    return true;
}

void Gate::advance(std::string_view bytes) {
    // From line end to line end: a search that the library does for many bytes at once.
    for (auto end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
        ++position_.line;
        position_.column = 1;
        bytes.remove_prefix(end + 1);
    }
    position_.column += std::count_if(bytes.begin(), bytes.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
}

Gate::Trouble Gate::look_at(char c) {
    if (!is_space(c)) saw_something_ = true;
    switch (state_) {
        case State::text: return in_text(c);
        case State::open: return after_open(c);
        case State::bang: return after_bang(c);
        case State::element_name:
        case State::attribute_name: return in_name(c);
        case State::tag:
        case State::empty_mark:
        case State::before_equals:
        case State::before_value: return in_tag(c);
        case State::in_double:
        case State::in_single: return in_value(c);
        case State::end_tag:
            if (c == '>') {
                if (depth_ > 0) close_element();
                if (depth_ == 0 && !root_end_tag_) root_end_tag_ = {end_tag_, here_ + 1};
                state_ = State::text;
                run_ = 0;
            } else if (!is_space(c) && ++name_ > limits_.name_bytes_max) {
                return stop(Stop::name_too_long, limits_.name_bytes_max);
            }
            return std::nullopt;
        case State::instruction:
        case State::instruction_mark: return in_instruction(c);
        case State::comment:
        case State::comment_dash:
        case State::comment_dashes: return in_comment(c);
        case State::cdata:
        case State::cdata_bracket:
        case State::cdata_brackets: return in_cdata(c);
    }
    return std::nullopt;
}

Gate::Trouble Gate::count_run(std::uint64_t bytes, std::uint64_t most) {
    if (state_ == State::in_double || state_ == State::in_single) {
        value_ += bytes;
        tag_ += bytes;
        if (value_ > limits_.attribute_bytes_max)
            return stop(Stop::value_too_long, limits_.attribute_bytes_max);
        if (tag_ > values_per_tag * limits_.attribute_bytes_max)
            return stop(Stop::tag_too_long, values_per_tag * limits_.attribute_bytes_max);
        return std::nullopt;
    }
    run_ += bytes;
    if (run_ > most) return stop(Stop::text_too_long, most);
    return std::nullopt;
}

Gate::Trouble Gate::count_reference() {
    if (++references_ <= limits_.references_max) return std::nullopt;
    return stop(Stop::too_many_references, limits_.references_max);
}

Gate::Trouble Gate::in_text(char c) {
    if (c == '<') {
        state_ = State::open;
        return std::nullopt;
    }
    if (c == '&')
        if (auto trouble = count_reference()) return trouble;
    return count_run(1, limits_.text_bytes_max);
}

Gate::Trouble Gate::after_open(char c) {
    name_ = 1;
    if (c == '!') {
        bang_.clear();
        state_ = State::bang;
    } else if (c == '?') {
        // Only what stands at the very start can be the declaration; "<?xml-stylesheet" is not one.
        in_declaration_ = here_ == 1;
        run_ = 0;
        state_ = State::instruction;
    } else if (c == '/') {
        name_ = 0;
        end_tag_ = here_ - 1;
        state_ = State::end_tag;
    } else {
        run_ = 0;
        attributes_ = 0;
        tag_ = 0;
        if (depth_ >= limits_.depth_max) return stop(Stop::too_deep, limits_.depth_max);
        state_ = State::element_name;
        declared_.push_back(0);
        if (++elements_ > limits_.elements_max)
            return stop(Stop::too_many_elements, limits_.elements_max);
    }
    return std::nullopt;
}

Gate::Trouble Gate::after_bang(char c) {
    bang_ += c;
    if (bang_ == "--") {
        run_ = 0;
        state_ = State::comment;
    } else if (bang_ == "[CDATA[") {
        state_ = State::cdata;
    } else if (bang_ == "DOCTYPE") {
        return stop(Stop::doctype, "");
    } else if (bang_.size() >= 8 || c == '>' || c == '<') {
        state_ = State::text;  // nothing that XML knows: the parser says so
    }
    return std::nullopt;
}

Gate::Trouble Gate::in_name(char c) {
    if (is_space(c) || c == '/' || c == '>' || c == '=') {
        if (state_ == State::attribute_name)
            if (auto trouble = end_of_attribute_name()) return trouble;
        state_ = state_ == State::element_name ? State::tag : State::before_equals;
        return in_tag(c);
    }
    if (state_ == State::attribute_name) spell(c);
    if (++name_ > limits_.name_bytes_max) return stop(Stop::name_too_long, limits_.name_bytes_max);
    return std::nullopt;
}

Gate::Trouble Gate::begin_attribute(char c) {
    if (++attributes_ > limits_.attributes_max)
        return stop(Stop::too_many_attributes, limits_.attributes_max);
    name_ = 1;
    state_ = State::attribute_name;
    expected_ = declaring_name;
    declares_ = false;
    spell(c);
    return std::nullopt;
}

/// "xmlns" and "xmlns:..." declare a namespace.
void Gate::spell(char c) {
    if (declares_ || expected_.data() == nullptr) return;
    if (expected_.empty()) declares_ = c == ':';
    if (!expected_.empty() && expected_.front() == c) expected_.remove_prefix(1);
    else expected_ = {};
}

/// Whoever resolves a prefix looks at the declarations of all open elements, one by one: both parsers do.
Gate::Trouble Gate::end_of_attribute_name() {
    bool const whole = expected_.data() != nullptr && expected_.empty();
    if (!whole && !declares_) return std::nullopt;
    ++declared_.back();
    if (++in_scope_ <= limits_.namespaces_max) return std::nullopt;
    return stop(Stop::too_many_namespaces, limits_.namespaces_max);
}

void Gate::close_element() {
    --depth_;
    in_scope_ -= declared_.back();
    declared_.pop_back();
}

Gate::Trouble Gate::in_tag(char c) {
    if (state_ == State::before_value && (c == '"' || c == '\'')) {
        value_ = 0;
        state_ = c == '"' ? State::in_double : State::in_single;
        return std::nullopt;
    }
    if (c == '>') return end_of_start_tag(state_ == State::empty_mark);
    if (is_space(c)) return std::nullopt;
    if (c == '/') {
        state_ = State::empty_mark;
        return std::nullopt;
    }
    if (c == '=' && state_ == State::before_equals) {
        state_ = State::before_value;
        return std::nullopt;
    }
    return begin_attribute(c);
}

Gate::Trouble Gate::end_of_start_tag(bool empty) {
    ++depth_;
    if (empty) close_element();
    run_ = 0;
    state_ = State::text;
    return std::nullopt;
}

Gate::Trouble Gate::in_value(char c) {
    if ((c == '"' && state_ == State::in_double) || (c == '\'' && state_ == State::in_single)) {
        state_ = State::tag;
        return std::nullopt;
    }
    if (c == '&')
        if (auto trouble = count_reference()) return trouble;
    return count_run(1, limits_.attribute_bytes_max);
}

Gate::Trouble Gate::in_instruction(char c) {
    if (state_ == State::instruction_mark && c == '>') {
        auto const declared = in_declaration_;
        in_declaration_ = false;
        run_ = 0;
        state_ = State::text;
        return declared ? check_declaration() : std::nullopt;
    }
    state_ = c == '?' ? State::instruction_mark : State::instruction;
    if (in_declaration_) {
        declaration_ += c;
        if (declaration_.size() > declaration_bytes_max) in_declaration_ = false;  // no declaration is that long
        if (declaration_.size() == 4 && (!declaration_.starts_with("xml") || !is_space(c))) in_declaration_ = false;
    }
    return count_run(1, token_bytes_max_);
}

Gate::Trouble Gate::check_declaration() {
    auto const encoding = pseudo_attribute(declaration_, "encoding");
    if (!encoding.empty() && !equal_ignoring_case(encoding, "utf-8"))
        return stop(Stop::encoding_declared, std::string(encoding));
    auto const version = pseudo_attribute(declaration_, "version");
    if (!version.empty() && version != "1.0") return stop(Stop::version, std::string(version));
    return std::nullopt;
}

Gate::Trouble Gate::in_comment(char c) {
    if (c == '>' && state_ == State::comment_dashes) {
        state_ = State::text;
        run_ = 0;
        return std::nullopt;
    }
    if (c != '-') state_ = State::comment;
    else state_ = state_ == State::comment ? State::comment_dash : State::comment_dashes;
    return count_run(1, token_bytes_max_);
}

Gate::Trouble Gate::in_cdata(char c) {
    if (c == '>' && state_ == State::cdata_brackets) {
        state_ = State::text;
        return std::nullopt;
    }
    if (c != ']') state_ = State::cdata;
    else state_ = state_ == State::cdata ? State::cdata_bracket : State::cdata_brackets;
    return count_run(1, token_bytes_max_);
}

}  // namespace wetbode::xml
