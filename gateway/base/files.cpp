// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/files.hpp"

#include "gateway/base/content.hpp"
#include "gateway/refusal.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace wetbode {

namespace {

[[noreturn]] void fail(char const* what, std::filesystem::path const& path) {
    throw Outage("content", std::string("cannot ") + what + " " + path.string() + ": " + std::strerror(errno));
}

void write_all(int descriptor, std::string_view bytes, std::filesystem::path const& path) {
    while (!bytes.empty()) {
        auto const count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("write", path);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void fsync_opened(std::filesystem::path const& path, int flags) {
    int const descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) fail("open", path);
    int const result = ::fsync(descriptor);
    int const error = errno;
    ::close(descriptor);
    errno = error;
    if (result != 0) fail("fsync", path);
}

}  // namespace

SpoolFile::SpoolFile(std::filesystem::path const& folder) {
    std::string name = (folder / "spool-XXXXXX").string();
    descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor_ < 0) fail("create a file in", folder);
    path_ = name;
}

SpoolFile::SpoolFile(SpoolFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::exchange(other.path_, {})),
      bytes_(other.bytes_),
      hash_(std::move(other.hash_)) {}

SpoolFile& SpoolFile::operator=(SpoolFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(path_, other.path_);
    std::swap(bytes_, other.bytes_);
    std::swap(hash_, other.hash_);
    return *this;
}

SpoolFile::~SpoolFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(path_.c_str());
}

void SpoolFile::write(std::string_view bytes) {
    write_unhashed(bytes);
    hash_.update(bytes);
}

void SpoolFile::write_unhashed(std::string_view bytes) {
    write_all(descriptor_, bytes, path_);
    bytes_ += bytes.size();
}

Content SpoolFile::keep() { return keep(hash_.finish()); }

Content SpoolFile::keep(Digest const& whole) {
    if (::fsync(descriptor_) != 0) fail("fsync", path_);
    ::close(std::exchange(descriptor_, -1));
    return {whole, bytes_, path_};
}

void write_durably(std::filesystem::path const& path, std::string_view bytes) {
    auto const folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    SpoolFile spool(folder);
    spool.write(bytes);
    auto const kept = spool.keep();
    auto const& from = std::get<std::filesystem::path>(kept.where);
    if (::rename(from.c_str(), path.c_str()) != 0) {
        int const error = errno;
        ::unlink(from.c_str());
        errno = error;
        fail("rename to", path);
    }
    fsync_folder(folder);
}

void fsync_folder(std::filesystem::path const& folder) { fsync_opened(folder, O_RDONLY | O_DIRECTORY); }

void fsync_file(std::filesystem::path const& path) { fsync_opened(path, O_RDONLY); }

std::string read_file(std::filesystem::path const& path, std::uint64_t bytes_max) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) fail("read", path);
    if (static_cast<std::uint64_t>(status.st_size) > bytes_max)
        throw Outage("content", path.string() + " is longer than " + std::to_string(bytes_max) + " bytes");
    Content const content{{}, static_cast<std::uint64_t>(status.st_size), path};
    auto const reader = open(content);
    std::string bytes;
    std::string buffer(64 * 1024, '\0');
    while (auto const count = reader->read(buffer)) {
        bytes.append(buffer, 0, count);
        if (bytes.size() > bytes_max) throw Outage("content", path.string() + " grew while it was read");
    }
    return bytes;
}

}  // namespace wetbode
