// SPDX-License-Identifier: EUPL-1.2
// Texts and files, raw or in base 64, read one behind another: a dossier of a gigabyte costs one buffer. What is sent
// to counterparts and what is answered to clients is made so.
#pragma once

#include "gateway/content.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace wetbode {

struct RawFile { Content content; };     ///< the bytes as they are, digest checked while they are read
struct Base64File { Content content; };  ///< the same in base 64 (RFC 4648, padded, without line breaks)

/// Octets of a known number, read or made anew each time they are opened. As a part: in base 64.
struct Octets {
    std::uint64_t bytes = 0;
    std::function<std::unique_ptr<ContentReader>()> open;
};

using JoinedPart = std::variant<std::string, RawFile, Base64File, Octets>;

/// Bytes that reading gives: the length of the base 64 form where a part is one.
[[nodiscard]] std::uint64_t length_of(std::vector<JoinedPart> const& parts);

/// One thread at a time.
class JoinedReader final : public ContentReader {
public:
    explicit JoinedReader(std::vector<JoinedPart> parts) : parts_(std::move(parts)) {}
    /// Fills as much of `buffer` as it can. Throws Outage("content") if a file cannot be read or has changed, at the
    /// latest at its end.
    std::size_t read(std::span<char> buffer) override;

private:
    void open_part();
    std::size_t read_part(std::span<char> buffer);
    void encode_more();

    std::vector<JoinedPart> parts_;
    std::size_t part_ = 0;
    bool opened_ = false;
    std::unique_ptr<ContentReader> reader_;  ///< of a part that is no text
    bool encode_ = false;
    std::uint64_t left_ = 0;                 ///< of octets that are encoded
    std::string octets_;                     ///< room for those that are encoded next
    std::string ready_;                      ///< bytes waiting to be read
    std::size_t ready_at_ = 0;
};

}  // namespace wetbode
