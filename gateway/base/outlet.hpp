// SPDX-License-Identifier: EUPL-1.2
// Where a document that is being made goes: memory while it is small, a spool file from then on. One thread.
#pragma once

#include "gateway/base/files.hpp"
#include "gateway/content.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

class Outlet {
public:
    explicit Outlet(std::filesystem::path spool) : folder_(std::move(spool)) {}

    /// Throws Outage("content") if the disk fails.
    void write(std::string_view bytes);
    /// All that was written. A file of it belongs to the caller.
    [[nodiscard]] Content finish();

private:
    std::filesystem::path folder_;
    std::string memory_;
    std::optional<SpoolFile> file_;
};

}  // namespace wetbode
