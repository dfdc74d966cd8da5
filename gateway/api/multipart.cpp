// SPDX-License-Identifier: EUPL-1.2
// See multipart.hpp. The delimiter rules are those of RFC 2046 section 5.1.1.
#include "gateway/api/multipart.hpp"

#include "gateway/api/problem.hpp"

#include <utility>

namespace wetbode::api {
namespace {

constexpr std::size_t transport_padding_max = 128;

Refusal broken(std::string nl, std::string en) {
    return door_refusal("MULTIPART_INVALID", {std::move(nl), std::move(en)});
}

}  // namespace

MultipartReader::MultipartReader(std::string boundary, MultipartLimits limits, PartSink& sink)
    : delimiter_("\r\n--" + std::move(boundary)), limits_(limits), sink_(sink) {}

std::optional<Refusal> MultipartReader::feed(std::string_view bytes) {
    if (refusal_) return refusal_;
    if (state_ == State::epilogue) return std::nullopt;
    pending_.append(bytes);
    auto progress = Step::done;
    while (progress == Step::done && state_ != State::epilogue) progress = step();
    if (state_ == State::epilogue)
        pending_.clear();
    else
        pending_.erase(0, at_);
    at_ = 0;
    return refusal_;
}

std::optional<Refusal> MultipartReader::finish() const {
    if (refusal_) return refusal_;
    if (state_ == State::epilogue) return std::nullopt;
    return broken("het formulier is afgebroken: de laatste grens ontbreekt",
                  "the form is cut off: its last boundary is missing");
}

MultipartReader::Step MultipartReader::step() {
    return state_ == State::head ? read_head() : to_delimiter();
}

/// Preamble or body: everything before the next delimiter. As many bytes as a delimiter may have are held back.
MultipartReader::Step MultipartReader::to_delimiter() {
    auto const position = pending_.find(delimiter_, at_);
    if (position == std::string::npos) {
        auto const keep = delimiter_.size() - 1;
        auto const left = pending_.size() - at_;
        if (left > keep && !give(pending_.size() - keep)) return Step::refused;
        return Step::more;
    }
    std::size_t after = 0;
    auto const tail = tail_at(position + delimiter_.size(), after);
    if (!give(position)) return Step::refused;
    if (tail == Tail::unknown) return Step::more;
    if (tail == Tail::not_a_delimiter) return give(position + delimiter_.size()) ? Step::done : Step::refused;
    if (state_ == State::body) {
        if (auto refusal = sink_.end_part()) return refused_by(std::move(refusal));
    }
    at_ = after;
    state_ = tail == Tail::last ? State::epilogue : State::head;
    return Step::done;
}

MultipartReader::Tail MultipartReader::tail_at(std::size_t position, std::size_t& after) const {
    auto const rest = std::string_view(pending_).substr(position);
    if (rest.substr(0, 2) == "--") return Tail::last;
    if (rest == "-" || rest.empty()) return Tail::unknown;
    auto const end = rest.find_first_not_of(" \t");
    if (end == std::string_view::npos)
        return rest.size() > transport_padding_max ? Tail::not_a_delimiter : Tail::unknown;
    if (end > transport_padding_max || rest[end] != '\r') return Tail::not_a_delimiter;
    if (end + 1 == rest.size()) return Tail::unknown;
    if (rest[end + 1] != '\n') return Tail::not_a_delimiter;
    // The line end stays: it also begins the empty line of a part without any header field.
    after = position + end;
    return Tail::next_part;
}

/// Hands out pending_ up to `end`; false if the sink refused, or the preamble is too long.
bool MultipartReader::give(std::size_t end) {
    auto const bytes = std::string_view(pending_).substr(at_, end - at_);
    at_ = end;
    if (bytes.empty()) return true;
    if (state_ == State::body) return refused_by(sink_.part_bytes(bytes)) != Step::refused;
    preamble_bytes_ += bytes.size();
    if (preamble_bytes_ <= limits_.preamble_bytes_max) return true;
    refusal_ = broken("de eerste grens van het formulier komt niet", "the first boundary of the form does not come");
    return false;
}

MultipartReader::Step MultipartReader::read_head() {
    constexpr std::string_view empty_line = "\r\n\r\n";
    auto const end = pending_.find(empty_line, at_);
    auto const length = (end == std::string::npos ? pending_.size() : end) - at_;
    // What came last may be the beginning of the empty line: how the network cuts a head must not decide.
    auto const spare = end == std::string::npos ? empty_line.size() - 1 : 0;
    if (length > limits_.part_head_bytes_max + spare)
        return refused_by(broken("de kop van een deel is te lang", "the header of a part is too long"));
    if (end == std::string::npos) return Step::more;
    auto head = read_part_head(std::string_view(pending_).substr(at_, length));
    if (!head) return refused_by(std::move(head.error()));
    if (auto refusal = sink_.begin_part(std::move(*head))) return refused_by(std::move(refusal));
    at_ = end + empty_line.size();
    state_ = State::body;
    return Step::done;
}

MultipartReader::Step MultipartReader::refused_by(std::optional<Refusal> refusal) {
    if (!refusal) return Step::done;
    refusal_ = std::move(refusal);
    return Step::refused;
}

}  // namespace wetbode::api
