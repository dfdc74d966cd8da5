// SPDX-License-Identifier: EUPL-1.2
// A text in base 64 that becomes a content while it comes: a small one stays in memory, a larger one goes to a spool
// folder, hashed on the way. Messages with files inside are read so. One thread at a time.
#pragma once

#include "gateway/base/base64_stream.hpp"
#include "gateway/base/files.hpp"
#include "gateway/content.hpp"
#include "gateway/refusal.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

class Base64Content {
public:
    /// `spool` must exist. `inline_max`: octets that stay in memory; `bytes_max`: of one content.
    Base64Content(std::filesystem::path spool, std::uint64_t inline_max, std::uint64_t bytes_max)
        : spool_(std::move(spool)), inline_max_(inline_max), bytes_max_(bytes_max) {}
    Base64Content(Base64Content const&) = delete;
    Base64Content& operator=(Base64Content const&) = delete;
    /// Removes every file that was not moved away.
    ~Base64Content() { clear(); }

    /// A new text begins at this column.
    void begin(std::uint64_t column);
    /// What came of it; nothing is done after a fault. Throws Outage("content") if the disk fails.
    void update(std::string_view text);
    /// The text ends: the content, unless there is a fault.
    [[nodiscard]] std::optional<Content> finish();
    /// MANIFEST.BASE64, with the column of the first wrong character, or MANIFEST.TOO_LONG (column 0); of the present
    /// text. Line and path are for the reader of the message to fill in.
    [[nodiscard]] std::optional<Fault> const& fault() const { return fault_; }
    /// Removes the files of contents that were not moved away.
    void clear();

private:
    void take_octets();

    std::filesystem::path spool_;
    std::uint64_t inline_max_;
    std::uint64_t bytes_max_;
    Base64Stream base64_{Base64Space::skip};
    std::uint64_t column_ = 0;
    std::uint64_t bytes_ = 0;
    std::string octets_;  ///< decoded and not yet kept
    std::string small_;
    std::optional<SpoolFile> large_;
    std::optional<Fault> fault_;
    std::vector<std::filesystem::path> spooled_;
};

}  // namespace wetbode
