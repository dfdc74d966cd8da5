// SPDX-License-Identifier: EUPL-1.2
// What can be done with a Content (see include/gateway/content.hpp): open it, hash it, read it whole.
#pragma once

#include "gateway/base/sha256.hpp"
#include "gateway/content.hpp"

#include <string>

namespace wetbode {

/// Reads the bytes as they are. Throws Outage("content") if the file cannot be opened or read.
[[nodiscard]] std::unique_ptr<ContentReader> open(Content const& content);

/// Reads and hashes; throws Outage("content") at the end if the digest or the length is not the recorded one, so that
/// a changed file never leaves the house unnoticed.
[[nodiscard]] std::unique_ptr<ContentReader> open_checked(Content const& content);

/// Reads a file whose digest nobody knows yet and learns it meanwhile: a file that is read anyway need not be read
/// before, only to be hashed. One thread.
class LearningReader final : public ContentReader {
public:
    /// Throws Outage("content") if the file cannot be opened.
    explicit LearningReader(std::filesystem::path path);

    std::size_t read(std::span<char> buffer) override;
    /// What was read, as a content: the whole file once read() has answered 0. Call it once.
    [[nodiscard]] Content learnt();

private:
    std::filesystem::path path_;
    std::unique_ptr<ContentReader> reader_;
    Sha256 hash_;
    std::uint64_t bytes_ = 0;
};

/// A content that lives in memory. Its digest is computed.
[[nodiscard]] Content content_of(std::string bytes);

/// A content in the file `path`, hashed by reading it once.
[[nodiscard]] Content content_of_file(std::filesystem::path path);

/// The bytes in one string, checked against the digest. Throws Outage("content") if it is longer than `bytes_max`.
[[nodiscard]] std::string read_whole(Content const& content, std::uint64_t bytes_max);

}  // namespace wetbode
