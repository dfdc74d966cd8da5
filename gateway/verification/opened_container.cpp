// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/opened_container.hpp"

#include "gateway/refusal.hpp"
#include "gateway/crypto/handle.hpp"

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

OpenedContainer::OpenedContainer(std::unique_ptr<Archive> archive, std::vector<ZipEntry> entries)
    : archive_(std::move(archive)), entries_(std::move(entries)) {}
OpenedContainer::OpenedContainer(OpenedContainer&&) noexcept = default;
OpenedContainer::~OpenedContainer() = default;

tl::expected<OpenedContainer, Text> OpenedContainer::open(std::filesystem::path const& file) {
    Descriptor descriptor(file);
    auto entries = zip_layout(descriptor.number());
    if (!entries) return tl::unexpected(entries.error());
    auto archive = std::make_unique<Archive>();
    int code = 0;
    // The same descriptor, so that the file cannot be exchanged between the two readings.
    archive->zip.reset(zip_fdopen(descriptor.number(), 0, &code));
    if (archive->zip != nullptr) descriptor.release();
    if (archive->zip == nullptr || !sees_the_same(archive->zip.get(), *entries))
        return tl::unexpected(Text{"Het ZIP-bestand is niet leesbaar.", "The ZIP file cannot be read."});
    return OpenedContainer(std::move(archive), std::move(*entries));
}

Wholeness OpenedContainer::read(std::size_t index, std::function<void(std::string_view)> const& take) const {
    Handle<zip_file_t, close_file> const file(zip_fopen_index(archive_->zip.get(), index, ZIP_FL_UNCHANGED));
    if (file == nullptr) return Wholeness::damaged;
    std::array<char, 64 * 1024> buffer;
    auto left = entries_.at(index).bytes;
    while (true) {
        auto const count = zip_fread(file.get(), buffer.data(), buffer.size());
        if (count < 0) return Wholeness::damaged;
        if (count == 0) return left == 0 ? Wholeness::whole : Wholeness::damaged;
        auto const bytes = static_cast<std::size_t>(count);
        if (bytes > left) return Wholeness::damaged;
        left -= bytes;
        take({buffer.data(), bytes});
    }
}

}  // namespace wetbode
