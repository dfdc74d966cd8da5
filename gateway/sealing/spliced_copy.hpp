// SPDX-License-Identifier: EUPL-1.2
// A document that is read once and copied meanwhile, into which something is put when it is known what and where: the
// seal, before the end tag of the root. Memory stays flat. One thread.
#pragma once

#include "gateway/base/files.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/content.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// Reads the original, held against its digest like open_checked(), and keeps a copy: the last octets in memory, the
/// rest in the spool folder. What is not finished leaves nothing behind.
class SplicedCopy final : public ContentReader {
public:
    /// `spool`: an existing folder; touched only if the original is long. The original must outlive the object.
    SplicedCopy(Content const& original, std::filesystem::path spool);

    /// Throws Outage("content") if the disk fails, or with the last octets if they are not those of the digest.
    std::size_t read(std::span<char> buffer) override;
    /// The original with `insertion` before its octet `at`; no other octet is touched. Call it once, after read() has
    /// come to the end. A file is readable by the owner only and fsynced, and whoever calls removes or moves it. A
    /// place far from the end costs a second reading. Throws Outage("content").
    [[nodiscard]] Content finish(std::uint64_t at, std::string_view insertion);

private:
    /// The digest of the first octets: that of the whole goes on from there, so that nothing is hashed twice.
    struct Known {
        std::uint64_t bytes = 0;
        Sha256 hash;
    };

    void take(std::string_view piece);
    void check_end();
    [[noreturn]] void differs() const;
    void write_out();

    Content const& original_;
    std::filesystem::path spool_;
    std::unique_ptr<ContentReader> reader_;
    Sha256 hash_;               ///< of all octets read
    std::uint64_t bytes_ = 0;   ///< octets read
    bool ended_ = false;
    std::string held_;          ///< the octets from written_ on
    std::uint64_t written_ = 0;
    std::vector<Known> known_;  ///< ascending; the first is that of the octets written
    std::optional<SpoolFile> file_;
};

}  // namespace wetbode
