// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/opened_container.hpp"

#include "gateway/refusal.hpp"
#include "gateway/crypto/handle.hpp"
#include "gateway/verification/unpacked.hpp"

#include <zip.h>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace wetbode {

struct OpenedContainer::Archive {
    Handle<zip_t, zip_discard> zip;
};

namespace {

class Descriptor {
public:
    explicit Descriptor(std::filesystem::path const& file) : number_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (number_ < 0) throw Outage("content", "cannot open " + file.string() + ": " + std::strerror(errno));
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }

    [[nodiscard]] int number() const { return number_; }
    void release() { number_ = -1; }

private:
    int number_;
};

void close_file(zip_file_t* file) { zip_fclose(file); }

/// libzip must see exactly what the strict layout saw.
bool sees_the_same(zip_t* zip, std::vector<ZipEntry> const& entries) {
    if (zip_get_num_entries(zip, ZIP_FL_UNCHANGED) != static_cast<zip_int64_t>(entries.size())) return false;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        char const* const name = zip_get_name(zip, i, ZIP_FL_ENC_RAW);
        if (name == nullptr || entries[i].name != name) return false;
    }
    return true;
}

}  // namespace

OpenedContainer::OpenedContainer(std::unique_ptr<Archive> archive, ZipLayout layout)
    : archive_(std::move(archive)), layout_(std::move(layout)) {}
OpenedContainer::OpenedContainer(OpenedContainer&&) noexcept = default;
OpenedContainer::~OpenedContainer() = default;

tl::expected<OpenedContainer, Text> OpenedContainer::open(std::filesystem::path const& file) {
    Descriptor descriptor(file);
    auto layout = zip_layout(descriptor.number());
    if (!layout) return tl::unexpected(layout.error());
    auto archive = std::make_unique<Archive>();
    int code = 0;
    // The same descriptor, so that the file cannot be exchanged between the two readings.
    archive->zip.reset(zip_fdopen(descriptor.number(), 0, &code));
    if (archive->zip != nullptr) descriptor.release();
    if (archive->zip == nullptr || !sees_the_same(archive->zip.get(), layout->entries))
        return tl::unexpected(Text{"Het ZIP-bestand is niet leesbaar.", "The ZIP file cannot be read."});
    return OpenedContainer(std::move(archive), std::move(*layout));
}

/// libzip hands out what is packed; it would stop where the packed text ends, and say nothing of octets behind it.
Wholeness OpenedContainer::read(std::size_t index, std::function<void(std::string_view)> const& take) const {
    auto const& entry = layout_.entries.at(index);
    constexpr zip_flags_t packed = ZIP_FL_UNCHANGED | ZIP_FL_COMPRESSED;
    Handle<zip_file_t, close_file> const file(zip_fopen_index(archive_->zip.get(), index, packed));
    if (file == nullptr) return Wholeness::damaged;
    Unpacked unpacked(entry.stored ? Packing::stored : Packing::deflated, entry.bytes, take);
    std::array<char, 64 * 1024> buffer;
    auto left = entry.packed;
    while (true) {
        auto const count = zip_fread(file.get(), buffer.data(), buffer.size());
        if (count < 0) return Wholeness::damaged;
        if (count == 0) break;
        auto const bytes = static_cast<std::size_t>(count);
        if (bytes > left || !unpacked.feed({buffer.data(), bytes})) return Wholeness::damaged;
        left -= bytes;
    }
    return left == 0 && unpacked.is_whole(entry.crc) ? Wholeness::whole : Wholeness::damaged;
}

}  // namespace wetbode
