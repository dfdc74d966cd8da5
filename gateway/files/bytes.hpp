// SPDX-License-Identifier: EUPL-1.2
// The octets of a content, or of something unpacked in memory, by place. Does not own a view's octets. One thread.
#pragma once

#include "gateway/content.hpp"

#include <string>
#include <string_view>

namespace wetbode::files {

class Bytes {
public:
    /// Throws Outage("content") if the file cannot be opened.
    explicit Bytes(Content const& content);
    explicit Bytes(std::string_view view) : view_(view), size_(view.size()) {}
    Bytes(Bytes const&) = delete;
    Bytes& operator=(Bytes const&) = delete;
    ~Bytes();

    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// Fewer only at the end. Throws Outage("content") if the disk fails.
    std::size_t read_at(std::uint64_t offset, std::span<char> buffer) const;
    [[nodiscard]] std::string slice(std::uint64_t offset, std::size_t length) const;
    /// -1 if the octets are in memory.
    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] std::string_view view() const { return view_; }

private:
    int descriptor_ = -1;
    std::string_view view_;
    std::uint64_t size_ = 0;
};

/// Little-endian numbers as ZIP and OLE spell them; `at` must lie inside.
[[nodiscard]] inline std::uint32_t u16(std::string_view at) {
    return static_cast<unsigned char>(at[0]) | static_cast<std::uint32_t>(static_cast<unsigned char>(at[1])) << 8U;
}
[[nodiscard]] inline std::uint32_t u32(std::string_view at) { return u16(at) | u16(at.substr(2)) << 16U; }
[[nodiscard]] inline std::uint64_t u64(std::string_view at) {
    return u32(at) | static_cast<std::uint64_t>(u32(at.substr(4))) << 32U;
}

}  // namespace wetbode::files
