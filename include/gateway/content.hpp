// SPDX-License-Identifier: EUPL-1.2
// Bytes of any size, read in pieces so that memory stays flat. A small content lives in memory, a large one in a
// file; readers need not know which.
#pragma once

#include "gateway/digest.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <variant>

namespace wetbode {

/// Reads one content from its first to its last byte. One thread at a time.
class ContentReader {
public:
    virtual ~ContentReader() = default;
    /// Fills the front of `buffer`, returns the number of bytes, 0 at the end. Throws Outage if the disk fails.
    virtual std::size_t read(std::span<char> buffer) = 0;
};

/// Content in hand: the bytes themselves, or the path of a file that holds exactly them.
struct Content {
    Digest digest;
    std::uint64_t bytes = 0;
    std::variant<std::string, std::filesystem::path> where;

    [[nodiscard]] bool in_memory() const { return std::holds_alternative<std::string>(where); }
};

/// Where kept content is found again. Thread safe.
class ContentShelf {
public:
    virtual ~ContentShelf() = default;
    /// The content with this digest. Throws Outage("content") if it is not there: what was admitted must be.
    [[nodiscard]] virtual Content fetch(Digest const& digest) = 0;
};

}  // namespace wetbode
