// SPDX-License-Identifier: EUPL-1.2
// Reads JSON (RFC 8259) of any length as it comes and tells what is in it, so that a text of a gigabyte never stands in
// memory. Strict: UTF-8, no comments, no trailing commas, no second document behind the first. One thread at a time.
#pragma once

#include "gateway/text.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::json {

/// Hears the events in document order. A Sink may throw; the reading ends with it.
class StreamSink {
public:
    virtual ~StreamSink() = default;
    virtual void begin_object() = 0;
    virtual void end_object() = 0;
    virtual void begin_array() = 0;
    virtual void end_array() = 0;
    /// Name of the member whose value comes next.
    virtual void key(std::string_view name) = 0;
    /// A string: its octets come in pieces, escapes resolved, whole characters only.
    virtual void begin_text() = 0;
    virtual void text(std::string_view octets) = 0;
    virtual void end_text() = 0;
    virtual void number(std::string_view literal) = 0;
    virtual void boolean(bool value) = 0;
    virtual void null() = 0;
};

struct StreamFault {
    std::uint64_t offset = 0;  ///< of the octet at which it was noticed
    std::uint64_t line = 1;    ///< from 1
    std::uint64_t column = 1;  ///< from 1, in octets
    Text message;
};

class JsonStream {
public:
    static constexpr std::size_t depth_max = 64;
    static constexpr std::size_t key_bytes_max = 4096;
    static constexpr std::size_t number_bytes_max = 64;

    explicit JsonStream(StreamSink& sink) : sink_(sink) {}

    /// The first fault, from then on always the same one; what came before it has been told to the sink.
    [[nodiscard]] std::optional<StreamFault> const& feed(std::string_view bytes);
    /// The document ends here.
    [[nodiscard]] std::optional<StreamFault> const& finish();
    /// After a fault: reads on as if `around` had just been read and nothing else. The place stays what it was, so that
    /// what comes next is still told where it stands.
    void begin_again(std::string_view around);
    /// Octets that nobody reads: only the place moves on.
    void pass_over(std::string_view bytes);
    /// Where reading has come to.
    [[nodiscard]] std::uint64_t offset() const { return offset_; }
    [[nodiscard]] std::uint64_t line() const { return line_; }
    [[nodiscard]] std::uint64_t column() const { return offset_ - line_began_ + 1; }

private:
    enum class State { value, first_value, first_key, key, colon, comma, text, number, literal, done };
    enum class Escape { none, begun, hex };

    void take(std::string_view& bytes);
    void take_text(std::string_view& bytes);
    void take_escape(char c);
    void take_hex(char c);
    void take_number(std::string_view& bytes);
    void take_literal(char c);
    void take_punctuation(char c);
    void begin_value(char c);
    void open(bool object);
    void close(bool object);
    void after_value();
    void emit(std::string_view octets);
    void end_string();
    void append_code_point(std::uint32_t point);
    void step(std::string_view& bytes, std::size_t count);
    void fail(std::string nl, std::string en);

    StreamSink& sink_;
    State state_ = State::value;
    std::vector<bool> open_;        ///< true: an object
    bool string_is_key_ = false;
    std::string token_;             ///< name, number or literal so far
    std::string_view literal_;      ///< the word that is expected
    Escape escape_ = Escape::none;
    int hex_digits_ = 0;
    std::uint32_t hex_ = 0;
    std::uint32_t high_surrogate_ = 0;
    bool surrogate_pending_ = false;
    std::array<char, 4> character_{};  ///< of a character that is cut at the end of what came
    std::size_t character_have_ = 0;
    std::size_t character_want_ = 0;
    std::uint64_t offset_ = 0;
    std::uint64_t line_ = 1;
    std::uint64_t line_began_ = 0;
    std::optional<StreamFault> fault_;
};

}  // namespace wetbode::json
