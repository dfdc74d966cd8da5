// SPDX-License-Identifier: EUPL-1.2
// A secret from a file, wiped when it is not needed any more. For this folder; an object belongs to one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace wetbode {

/// A secret that does not stay behind in freed memory.
class Secret {
public:
    Secret() = default;
    /// The text given is wiped, too: a short string is copied, not moved.
    explicit Secret(std::string&& text);
    Secret(Secret const&) = delete;
    Secret& operator=(Secret const&) = delete;
    ~Secret();

    [[nodiscard]] std::string& text() { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }

private:
    std::string text_;
};

/// The file as it is. Throws Outage("keys") if it cannot be read or is longer than `bytes_max`.
[[nodiscard]] std::string read_key_material(std::filesystem::path const& file, std::uint64_t bytes_max);

/// A pass phrase or PIN: the file without the ends of line behind it, at most 4096 octets. Empty for an empty path.
[[nodiscard]] std::string read_phrase(std::filesystem::path const& file);

}  // namespace wetbode
