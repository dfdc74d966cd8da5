// SPDX-License-Identifier: EUPL-1.2
// A sealed container opened for reading: its files by name, their octets in pieces. Only a container whose layout is
// beyond doubt (zip_layout.hpp) opens at all. One thread at a time.
#pragma once

#include "gateway/verification/zip_layout.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

enum class Wholeness { whole, damaged };

class OpenedContainer {
public:
    /// Throws Outage("content") if there is no such file or the disk fails.
    [[nodiscard]] static tl::expected<OpenedContainer, Text> open(std::filesystem::path const& file);
    OpenedContainer(OpenedContainer&&) noexcept;
    ~OpenedContainer();

    [[nodiscard]] std::vector<ZipEntry> const& entries() const { return layout_.entries; }
    [[nodiscard]] bool commented() const { return layout_.commented; }
    /// Hands out the octets of entry `index`; damaged if they do not fit their check sum or their declared length,
    /// cannot be unpacked, or if there is more in the entry than what was unpacked. What came before the damage has
    /// been handed out.
    [[nodiscard]] Wholeness read(std::size_t index, std::function<void(std::string_view)> const& take) const;

private:
    struct Archive;
    OpenedContainer(std::unique_ptr<Archive> archive, ZipLayout layout);

    std::unique_ptr<Archive> archive_;
    ZipLayout layout_;
};

}  // namespace wetbode
