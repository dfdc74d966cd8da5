// SPDX-License-Identifier: EUPL-1.2
// Reads JSON of any length piece by piece and replaces the base 64 of each "content" member by its digest, so that the
// small rest can be parsed whole. For the twins; one thread at a time.
#pragma once

#include "gateway/base/base64_stream.hpp"
#include "gateway/base/sha256.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace wetbode::twin {

/// Decodes base 64 (RFC 4648, padded, no line breaks) as it comes and hashes what it decodes.
class Base64Hash {
public:
    void update(std::string_view text);
    /// "sha256:<hex>:<bytes>", or "broken" if it was not base 64; ready for the next content.
    [[nodiscard]] std::string finish();

private:
    Base64Stream stream_{Base64Space::refuse};
    Sha256 hash_;
    std::string octets_;
    std::uint64_t bytes_ = 0;
};

class JsonFilter {
public:
    /// `rest_bytes_max` bounds what stays in memory.
    explicit JsonFilter(std::size_t rest_bytes_max) : rest_bytes_max_(rest_bytes_max) {}

    void update(std::string_view bytes);
    [[nodiscard]] bool too_long() const { return rest_.size() > rest_bytes_max_; }
    /// The document with digests instead of contents.
    [[nodiscard]] std::string const& rest() const { return rest_; }

private:
    enum class Place { outside, text, content };

    std::size_t take_content(std::string_view bytes);
    void take_outside(char c);
    void take_text(char c);

    std::size_t rest_bytes_max_;
    std::string rest_;
    Place place_ = Place::outside;
    bool escaped_ = false;
    std::string last_text_;         ///< first characters of the last string: the name of a member, perhaps
    bool content_follows_ = false;  ///< a colon came after the name "content"
    Base64Hash hash_;
};

}  // namespace wetbode::twin
