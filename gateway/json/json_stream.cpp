// SPDX-License-Identifier: EUPL-1.2
#include "gateway/json/json_stream.hpp"

#include "gateway/refusal.hpp"

#include <algorithm>
#include <tuple>

namespace wetbode::json {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

/// Length of the character that begins with this octet; 0 if none does (RFC 3629).
std::size_t length_of(char c) {
    auto const octet = static_cast<unsigned char>(c);
    if (octet < 0x80) return 1;
    if (octet >= 0xC2 && octet <= 0xDF) return 2;
    if (octet >= 0xE0 && octet <= 0xEF) return 3;
    if (octet >= 0xF0 && octet <= 0xF4) return 4;
    return 0;
}

/// Is this a whole character? Overlong forms, surrogates and what lies above U+10FFFF are not.
bool is_character(std::string_view octets) {
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(octets[i]); };
    for (std::size_t i = 1; i < octets.size(); ++i)
        if ((at(i) & 0xC0U) != 0x80U) return false;
    if (octets.size() == 3) return !(at(0) == 0xE0 && at(1) < 0xA0) && !(at(0) == 0xED && at(1) > 0x9F);
    if (octets.size() == 4) return !(at(0) == 0xF0 && at(1) < 0x90) && !(at(0) == 0xF4 && at(1) > 0x8F);
    return true;
}

/// RFC 8259 section 6.
bool is_number(std::string_view text) {
    std::size_t i = 0;
    auto const digits = [&] {
        auto const first = i;
        while (i < text.size() && is_digit(text[i])) ++i;
        return i - first;
    };
    if (i < text.size() && text[i] == '-') ++i;
    auto const whole = i;
    auto const count = digits();
    if (count == 0 || (count > 1 && text[whole] == '0')) return false;
    if (i < text.size() && text[i] == '.' && (++i, digits() == 0)) return false;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
        if (digits() == 0) return false;
    }
    return i == text.size();
}

/// Octets of a string that need no look: printable ASCII but the quote and the backslash.
std::size_t plain_run(std::string_view bytes) {
    auto const special = [](char c) {
        auto const octet = static_cast<unsigned char>(c);
        return octet < 0x20 || octet >= 0x80 || c == '"' || c == '\\';
    };
    return static_cast<std::size_t>(std::find_if(bytes.begin(), bytes.end(), special) - bytes.begin());
}

}  // namespace

std::optional<StreamFault> const& JsonStream::feed(std::string_view bytes) {
    while (!bytes.empty() && !fault_) take(bytes);
    return fault_;
}

std::optional<StreamFault> const& JsonStream::finish() {
    if (fault_) return fault_;
    if (state_ == State::number) {
        std::string_view nothing;
        take_number(nothing);
    }
    if (!fault_ && state_ != State::done) fail("het JSON is afgebroken", "the JSON is cut off");
    return fault_;
}

void JsonStream::begin_again(std::string_view around) {
    auto const place = std::tuple(offset_, line_, line_began_);
    fault_.reset();
    state_ = State::value;
    open_.clear();
    token_.clear();
    escape_ = Escape::none;
    hex_digits_ = 0;
    surrogate_pending_ = false;
    character_have_ = 0;
    character_want_ = 0;
    ensure(!feed(around), "what is read on from is JSON");
    std::tie(offset_, line_, line_began_) = place;
}

void JsonStream::pass_over(std::string_view bytes) {
    for (auto const c : bytes) {
        ++offset_;
        if (c != '\n') continue;
        ++line_;
        line_began_ = offset_;
    }
}

void JsonStream::take(std::string_view& bytes) {
    if (state_ == State::text) return take_text(bytes);
    if (state_ == State::number) return take_number(bytes);
    auto const c = bytes.front();
    if (state_ == State::literal) {
        take_literal(c);
    } else if (!is_space(c)) {
        take_punctuation(c);
    }
    // A number begins with the octet that is looked at: take_number() keeps it.
    if (fault_ || state_ == State::number) return;
    step(bytes, 1);
    if (c == '\n') {
        ++line_;
        line_began_ = offset_;
    }
}

void JsonStream::take_punctuation(char c) {
    switch (state_) {
        case State::first_value:
            if (c == ']') return close(false);
            return begin_value(c);
        case State::value: return begin_value(c);
        case State::first_key:
            if (c == '}') return close(true);
            [[fallthrough]];
        case State::key:
            if (c != '"') return fail("hier hoort een naam tussen aanhalingstekens", "a name in quotes belongs here");
            string_is_key_ = true;
            token_.clear();
            state_ = State::text;
            return;
        case State::colon:
            if (c != ':') return fail("hier hoort een dubbele punt", "a colon belongs here");
            state_ = State::value;
            return;
        case State::comma:
            if (c == ',') {
                state_ = open_.back() ? State::key : State::value;
                return;
            }
            if (c == '}' || c == ']') return close(c == '}');
            return fail("hier hoort een komma of het einde", "a comma or the end belongs here");
        default: return fail("na het einde van het JSON volgt nog iets", "something follows the end of the JSON");
    }
}

void JsonStream::begin_value(char c) {
    auto const expect = [this](std::string_view word) {
        literal_ = word;
        token_.clear();
        state_ = State::literal;
    };
    if (c == '{' || c == '[') return open(c == '{');
    if (c == '"') {
        string_is_key_ = false;
        state_ = State::text;
        return sink_.begin_text();
    }
    if (c == '-' || is_digit(c)) {
        token_.clear();
        state_ = State::number;
        return;
    }
    if (c == 't') expect("true");
    else if (c == 'f') expect("false");
    else if (c == 'n') expect("null");
    else return fail("hier hoort een waarde", "a value belongs here");
    take_literal(c);
}

void JsonStream::open(bool object) {
    if (open_.size() >= depth_max) return fail("het JSON is te diep genest", "the JSON is nested too deeply");
    open_.push_back(object);
    if (object) sink_.begin_object();
    else sink_.begin_array();
    state_ = object ? State::first_key : State::first_value;
}

void JsonStream::close(bool object) {
    if (open_.back() != object) return fail("het verkeerde haakje sluit", "the wrong bracket closes");
    open_.pop_back();
    if (object) sink_.end_object();
    else sink_.end_array();
    after_value();
}

void JsonStream::after_value() { state_ = open_.empty() ? State::done : State::comma; }

void JsonStream::take_literal(char c) {
    if (token_.size() >= literal_.size() || c != literal_[token_.size()])
        return fail("dit is geen waarde van JSON", "this is not a value of JSON");
    token_ += c;
    if (token_.size() < literal_.size()) return;
    if (literal_ == "null") sink_.null();
    else sink_.boolean(literal_ == "true");
    after_value();
}

void JsonStream::take_number(std::string_view& bytes) {
    auto const belongs = [](char c) {
        return is_digit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    };
    auto const end = std::find_if_not(bytes.begin(), bytes.end(), belongs);
    auto const count = static_cast<std::size_t>(end - bytes.begin());
    if (token_.size() + count > number_bytes_max) return fail("een getal is te lang", "a number is too long");
    token_.append(bytes.substr(0, count));
    bool const more = count == bytes.size() && count > 0;
    step(bytes, count);
    if (more) return;
    if (!is_number(token_)) return fail("dit is geen getal van JSON", "this is not a number of JSON");
    sink_.number(token_);
    after_value();
}

void JsonStream::take_text(std::string_view& bytes) {
    auto const c = bytes.front();
    if (escape_ != Escape::none) {
        if (escape_ == Escape::begun) take_escape(c);
        else take_hex(c);
        if (!fault_) step(bytes, 1);
        return;
    }
    if (character_have_ > 0) {
        character_[character_have_++] = c;
        step(bytes, 1);
        if (character_have_ < character_want_) return;
        std::string_view const whole(character_.data(), character_want_);
        character_have_ = 0;
        if (!is_character(whole)) return fail("een tekst is geen UTF-8", "a text is not UTF-8");
        return emit(whole);
    }
    if (surrogate_pending_ && c != '\\') return fail("een halve surrogaat", "half a surrogate pair");
    if (auto const run = plain_run(bytes); run > 0) {
        emit(bytes.substr(0, run));
        return step(bytes, run);
    }
    if (c == '"') {
        end_string();
    } else if (c == '\\') {
        escape_ = Escape::begun;
    } else if (is_control(c)) {
        return fail("een tekst bevat een stuurteken", "a text has a control character");
    } else {
        character_want_ = length_of(c);
        if (character_want_ == 0) return fail("een tekst is geen UTF-8", "a text is not UTF-8");
        character_[0] = c;
        character_have_ = 1;
    }
    step(bytes, 1);
}

void JsonStream::take_escape(char c) {
    if (surrogate_pending_ && c != 'u') return fail("een halve surrogaat", "half a surrogate pair");
    escape_ = Escape::none;
    switch (c) {
        case '"': case '\\': case '/': return emit({&c, 1});
        case 'b': return emit("\b");
        case 'f': return emit("\f");
        case 'n': return emit("\n");
        case 'r': return emit("\r");
        case 't': return emit("\t");
        case 'u':
            escape_ = Escape::hex;
            hex_ = 0;
            hex_digits_ = 0;
            return;
        default: return fail("een onbekend teken na \\", "an unknown character after \\");
    }
}

void JsonStream::take_hex(char c) {
    std::uint32_t digit = 0;
    if (is_digit(c)) digit = static_cast<std::uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A' + 10);
    else return fail("na \\u horen vier hexadecimale cijfers", "four hexadecimal digits belong after \\u");
    hex_ = hex_ << 4U | digit;
    if (++hex_digits_ < 4) return;
    escape_ = Escape::none;
    bool const high = hex_ >= 0xD800 && hex_ <= 0xDBFF;
    bool const low = hex_ >= 0xDC00 && hex_ <= 0xDFFF;
    if (surrogate_pending_ != low) return fail("een halve surrogaat", "half a surrogate pair");
    if (high) {
        surrogate_pending_ = true;
        high_surrogate_ = hex_;
        return;
    }
    auto const point = low ? 0x10000U + ((high_surrogate_ - 0xD800U) << 10U) + (hex_ - 0xDC00U) : hex_;
    surrogate_pending_ = false;
    append_code_point(point);
}

void JsonStream::append_code_point(std::uint32_t point) {
    std::string octets;
    auto const tail = [&](unsigned shift) { octets += static_cast<char>(0x80U | (point >> shift & 0x3FU)); };
    if (point < 0x80) {
        octets += static_cast<char>(point);
    } else if (point < 0x800) {
        octets += static_cast<char>(0xC0U | point >> 6U);
        tail(0);
    } else if (point < 0x10000) {
        octets += static_cast<char>(0xE0U | point >> 12U);
        tail(6);
        tail(0);
    } else {
        octets += static_cast<char>(0xF0U | point >> 18U);
        tail(12);
        tail(6);
        tail(0);
    }
    emit(octets);
}

void JsonStream::emit(std::string_view octets) {
    if (!string_is_key_) return sink_.text(octets);
    if (token_.size() + octets.size() > key_bytes_max) return fail("een naam is te lang", "a name is too long");
    token_.append(octets);
}

void JsonStream::end_string() {
    if (string_is_key_) {
        sink_.key(token_);
        state_ = State::colon;
        return;
    }
    sink_.end_text();
    after_value();
}

void JsonStream::step(std::string_view& bytes, std::size_t count) {
    offset_ += count;
    bytes.remove_prefix(count);
}

void JsonStream::fail(std::string nl, std::string en) {
    if (!fault_) fault_ = StreamFault{offset_, line_, column(), {std::move(nl), std::move(en)}};
}

}  // namespace wetbode::json
