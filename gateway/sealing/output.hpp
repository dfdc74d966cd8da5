// SPDX-License-Identifier: EUPL-1.2
// A content while it is written: in memory as long as it is small, then in a spool file. One thread.
#pragma once

#include "gateway/base/files.hpp"
#include "gateway/content.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

/// Up to this length a sealed content comes back in memory.
inline constexpr std::uint64_t sealed_memory_bytes_max = 64U << 10U;

class Output {
public:
    /// `spool`: an existing folder; touched only by what is longer than sealed_memory_bytes_max.
    explicit Output(std::filesystem::path spool) : spool_(std::move(spool)) {}

    /// Throws Outage("content").
    void write(std::string_view octets);
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
    /// The whole; a file is readable by the owner only and fsynced, and whoever calls removes or moves it.
    [[nodiscard]] Content finish();

private:
    std::filesystem::path spool_;
    std::string memory_;
    std::optional<SpoolFile> file_;
    std::uint64_t bytes_ = 0;
};

}  // namespace wetbode
