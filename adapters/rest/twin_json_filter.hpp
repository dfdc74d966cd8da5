// SPDX-License-Identifier: EUPL-1.2
// Reads JSON of any length piece by piece and replaces the base 64 of each "content" member by its digest, so that the
// small rest can be parsed whole. What was decoded can be kept on the way. For the twins; one thread at a time.
#pragma once

#include "gateway/base/base64_stream.hpp"
#include "gateway/base/sha256.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace wetbode::twin {

/// Decodes base 64 (RFC 4648, padded, no line breaks) as it comes and hashes what it decodes.
class Base64Hash {
public:
    /// Hands out what it decoded, until the next call.
    std::string_view update(std::string_view text);
    /// The last octets are in `rest`. "sha256:<hex>:<bytes>", or "broken" if it was not base 64; then ready anew.
    [[nodiscard]] std::string finish(std::string& rest);

private:
    Base64Stream stream_{Base64Space::refuse};
    Sha256 hash_;
    std::string octets_;
    std::uint64_t bytes_ = 0;
};

/// Takes the octets of content `number` (0, 1, ... as they come) as they are decoded; once without octets at its start.
using ContentTap = std::function<void(std::size_t number, std::string_view octets)>;

class JsonFilter {
public:
    /// `rest_bytes_max` bounds what stays in memory.
    explicit JsonFilter(std::size_t rest_bytes_max) : rest_bytes_max_(rest_bytes_max) {}
    /// For contents in another member than "content". With a tap, ":<number>" is added to each digest (or "broken"), so
    /// that what was kept can be found again.
    JsonFilter(std::size_t rest_bytes_max, std::string member, ContentTap tap)
        : rest_bytes_max_(rest_bytes_max), member_(std::move(member)), tap_(std::move(tap)) {}

    void update(std::string_view bytes);
    [[nodiscard]] bool too_long() const { return rest_.size() > rest_bytes_max_; }
    /// The document with digests instead of contents.
    [[nodiscard]] std::string const& rest() const { return rest_; }

private:
    enum class Place { outside, text, content };

    std::size_t take_content(std::string_view bytes);
    void take_outside(char c);
    void take_text(char c);
    void take_base64(std::string_view text);
    void begin_content();
    void end_content();

    std::size_t rest_bytes_max_;
    std::string member_ = "content";
    ContentTap tap_;
    std::size_t contents_ = 0;  ///< begun so far
    std::string rest_;
    Place place_ = Place::outside;
    bool escaped_ = false;
    std::string last_text_;         ///< first characters of the last string: the name of a member, perhaps
    bool content_follows_ = false;  ///< a colon came after the name "content"
    Base64Hash hash_;
};

}  // namespace wetbode::twin
