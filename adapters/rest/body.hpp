// SPDX-License-Identifier: EUPL-1.2
// The body of a request as one stream of bytes, made from its parts while it is read: a dossier of a gigabyte costs
// one buffer. Owned by the call that sends it; one thread at a time.
#pragma once

#include "adapters/rest/rest_client.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace wetbode::rest {

/// Bytes on the wire: the length of the base 64 form where a part is one.
[[nodiscard]] std::uint64_t wire_bytes(BodyPart const& part);
[[nodiscard]] std::uint64_t wire_bytes(std::vector<BodyPart> const& parts);

class BodyReader final : public ContentReader {
public:
    /// `parts` must outlive the reader.
    explicit BodyReader(std::vector<BodyPart> const& parts);
    /// Fills as much of `buffer` as it can. Throws Outage("content") if a file cannot be read or has changed.
    std::size_t read(std::span<char> buffer) override;

private:
    void open_part();
    std::size_t read_part(std::span<char> buffer);
    void encode_more();

    std::vector<BodyPart> const& parts_;
    std::size_t part_ = 0;
    bool opened_ = false;
    std::unique_ptr<ContentReader> reader_;  ///< of a file part
    bool encode_ = false;
    std::string octets_;                     ///< room for the bytes that are encoded next
    std::string ready_;                      ///< bytes waiting to be read
    std::size_t ready_at_ = 0;
};

}  // namespace wetbode::rest
