// SPDX-License-Identifier: EUPL-1.2
// What can be done with a Content (see include/gateway/content.hpp): open it, hash it, read it whole.
#pragma once

#include "gateway/content.hpp"

#include <string>

namespace wetbode {

/// Reads the bytes as they are. Throws Outage("content") if the file cannot be opened or read.
[[nodiscard]] std::unique_ptr<ContentReader> open(Content const& content);

/// Reads and hashes; throws Outage("content") at the end if the digest or the length is not the recorded one, so that
/// a changed file never leaves the house unnoticed.
[[nodiscard]] std::unique_ptr<ContentReader> open_checked(Content const& content);

/// A content that lives in memory. Its digest is computed.
[[nodiscard]] Content content_of(std::string bytes);

/// A content in the file `path`, hashed by reading it once.
[[nodiscard]] Content content_of_file(std::filesystem::path path);

/// The bytes in one string, checked against the digest. Throws Outage("content") if it is longer than `bytes_max`.
[[nodiscard]] std::string read_whole(Content const& content, std::uint64_t bytes_max);

}  // namespace wetbode
