// SPDX-License-Identifier: EUPL-1.2
// Files that must survive a crash: write, fsync, rename, fsync the folder. All functions throw Outage("content").
#pragma once

#include "gateway/content.hpp"
#include "gateway/base/sha256.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace wetbode {

/// A file being written and hashed; removed again unless it is kept. One thread at a time.
class SpoolFile {
public:
    /// Creates a new file in `folder` (which must exist), readable by the owner only.
    explicit SpoolFile(std::filesystem::path const& folder);
    SpoolFile(SpoolFile&&) noexcept;
    SpoolFile& operator=(SpoolFile&&) noexcept;
    ~SpoolFile();

    void write(std::string_view bytes);
    /// Writes bytes of which the caller works out the digest: a file is written with one or the other.
    void write_unhashed(std::string_view bytes);
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    /// Ends the writing (fsync) and hands the file over: the caller removes it or moves it into the content store.
    [[nodiscard]] Content keep();
    /// The same, with the digest of everything that was written unhashed.
    [[nodiscard]] Content keep(Digest const& whole);

private:
    int descriptor_ = -1;
    std::filesystem::path path_;
    std::uint64_t bytes_ = 0;
    Sha256 hash_;
};

/// Replaces `path` by `bytes` so that after a crash either the old or the new text is there.
void write_durably(std::filesystem::path const& path, std::string_view bytes);
void fsync_folder(std::filesystem::path const& folder);
void fsync_file(std::filesystem::path const& path);
/// The whole file. Throws Outage if it is longer than `bytes_max`.
[[nodiscard]] std::string read_file(std::filesystem::path const& path, std::uint64_t bytes_max);

}  // namespace wetbode
