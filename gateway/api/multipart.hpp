// SPDX-License-Identifier: EUPL-1.2
// multipart/form-data (RFC 7578) read as it comes in: nothing is kept but an unfinished line. Pushed by one exchange.
#pragma once

#include "gateway/refusal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode::api {

struct PartHead {
    std::string name;
    std::optional<std::string> file_name;   ///< of filename* (RFC 5987) if given, else of filename
    std::string media_type = "text/plain";  ///< lower-case, without parameters
};

/// Takes the parts in the order in which they come. A refusal ends the reading.
class PartSink {
public:
    virtual ~PartSink() = default;
    [[nodiscard]] virtual std::optional<Refusal> begin_part(PartHead head) = 0;
    [[nodiscard]] virtual std::optional<Refusal> part_bytes(std::string_view bytes) = 0;
    [[nodiscard]] virtual std::optional<Refusal> end_part() = 0;
};

struct MultipartLimits {
    std::size_t part_head_bytes_max = 8 * 1024;
    std::size_t preamble_bytes_max = 64 * 1024;
};

/// The boundary that a Content-Type names; refusal MEDIA_TYPE or MULTIPART_INVALID.
[[nodiscard]] Result<std::string> boundary_of(std::string_view content_type);

class MultipartReader {
public:
    MultipartReader(std::string boundary, MultipartLimits limits, PartSink& sink);

    /// The next bytes, however they were cut.
    [[nodiscard]] std::optional<Refusal> feed(std::string_view bytes);
    /// Refuses if the last boundary did not come.
    [[nodiscard]] std::optional<Refusal> finish() const;

private:
    enum class State { preamble, head, body, epilogue };
    enum class Step { done, more, refused };
    /// What follows a delimiter: another part, the end, plain data, or not enough bytes to tell.
    enum class Tail { next_part, last, not_a_delimiter, unknown };

    [[nodiscard]] Step step();
    [[nodiscard]] Step to_delimiter();
    [[nodiscard]] Step read_head();
    [[nodiscard]] Tail tail_at(std::size_t position, std::size_t& after) const;
    [[nodiscard]] bool give(std::size_t end);
    [[nodiscard]] Step refused_by(std::optional<Refusal> refusal);

    std::string delimiter_;  ///< CRLF, two hyphens and the boundary
    MultipartLimits limits_;
    PartSink& sink_;
    State state_ = State::preamble;
    std::string pending_ = "\r\n";  ///< as if a line had ended: then the first delimiter looks like all others
    std::size_t at_ = 0;            ///< consumed part of pending_
    std::size_t preamble_bytes_ = 0;
    std::optional<Refusal> refusal_;
};

/// One part's header block, without the empty line.
[[nodiscard]] Result<PartHead> read_part_head(std::string_view block);

}  // namespace wetbode::api
