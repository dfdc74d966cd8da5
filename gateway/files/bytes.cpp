// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/bytes.hpp"

#include "gateway/refusal.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace wetbode::files {

Bytes::Bytes(Content const& content) {
    if (content.in_memory()) {
        view_ = std::get<std::string>(content.where);
        size_ = view_.size();
        return;
    }
    auto const& path = std::get<std::filesystem::path>(content.where);
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) throw Outage("content", "cannot open " + path.string() + ": " + std::strerror(errno));
    struct stat facts {};
    if (::fstat(descriptor_, &facts) != 0) {
        auto const why = std::string(std::strerror(errno));
        ::close(descriptor_);
        throw Outage("content", "cannot read " + path.string() + ": " + why);
    }
    size_ = static_cast<std::uint64_t>(facts.st_size);
}

Bytes::~Bytes() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::size_t Bytes::read_at(std::uint64_t offset, std::span<char> buffer) const {
    if (offset >= size_) return 0;
    auto const wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), size_ - offset));
    if (descriptor_ < 0) {
        std::memcpy(buffer.data(), view_.data() + offset, wanted);
        return wanted;
    }
    std::size_t filled = 0;
    while (filled < wanted) {
        auto const count = ::pread(descriptor_, buffer.data() + filled, wanted - filled,
                                   static_cast<off_t>(offset + filled));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw Outage("content", std::string("cannot read a file: ") + std::strerror(errno));
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    return filled;
}

std::string Bytes::slice(std::uint64_t offset, std::size_t length) const {
    std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(length, offset < size_ ? size_ - offset : 0)),
                      '\0');
    bytes.resize(read_at(offset, bytes));
    return bytes;
}

}  // namespace wetbode::files
