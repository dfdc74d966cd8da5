// SPDX-License-Identifier: EUPL-1.2
#include "gateway/content/store.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/refusal.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace wetbode {

namespace {

[[noreturn]] void fail(char const* what, std::filesystem::path const& path, int error) {
    throw Outage("content", std::string("cannot ") + what + " " + path.string() + ": " + std::strerror(error));
}

void make_private_folder(std::filesystem::path const& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) fail("make the folder", path, error.value());
    if (::chmod(path.c_str(), 0700) != 0) fail("protect the folder", path, errno);
}

/// A path under which nothing is left behind if an exception passes.
class Removed {
public:
    explicit Removed(std::filesystem::path path) : path_(std::move(path)) {}
    Removed(Removed const&) = delete;
    Removed& operator=(Removed const&) = delete;
    ~Removed() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    void keep() { path_.clear(); }

private:
    std::filesystem::path path_;
};

}  // namespace

std::filesystem::path spool_folder(std::filesystem::path const& data) { return data / "spool"; }

ContentStore::ContentStore(std::filesystem::path const& data, Hook before_operation)
    : root_(data / "content"), spool_(spool_folder(data)), before_operation_(std::move(before_operation)) {
    make_private_folder(root_);
    make_private_folder(spool_);
    std::error_code error;
    for (auto const& entry : std::filesystem::directory_iterator(spool_, error)) {
        std::error_code ignored;
        std::filesystem::remove_all(entry.path(), ignored);
        if (ignored) fail("empty the spool folder of", entry.path(), ignored.value());
    }
    if (error) fail("list", spool_, error.value());
    fsync_folder(data);
}

std::filesystem::path ContentStore::path_of(Digest const& digest) const {
    auto const hex = digest.hex();
    return root_ / hex.substr(0, 2) / hex.substr(2, 2) / hex;
}

Holds::Hold ContentStore::hold(std::vector<Digest> digests) const {
    return holds_->hold(std::move(digests), [this] { before("wait for the sweep"); });
}

Content ContentStore::keep(Holds::Hold const& held, Content content) const {
    ensure(held.covers(content.digest), "a content is held while it is kept");
    auto const target = path_of(content.digest);
    auto const* const given = std::get_if<std::filesystem::path>(&content.where);
    if (given != nullptr && *given == target) return find(content.digest, content.bytes);
    if (holds(target, content.bytes)) {
        if (given != nullptr) ::unlink(given->c_str());
        return {content.digest, content.bytes, target};
    }
    before("make content folders");
    make_folders(target.parent_path());
    if (given != nullptr && moved_in(*given, target, content.bytes)) return {content.digest, content.bytes, target};
    auto const copy = copied_to_spool(content);
    Removed guard(copy);
    if (!moved_in(copy, target, content.bytes))
        throw Outage("content", spool_.string() + " and " + root_.string() + " must be on one file system");
    guard.keep();
    if (given != nullptr) ::unlink(given->c_str());
    return {content.digest, content.bytes, target};
}

Content ContentStore::find(Digest const& digest, std::uint64_t bytes) const {
    auto const path = path_of(digest);
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) fail("find the kept content", path, errno);
    if (static_cast<std::uint64_t>(status.st_size) != bytes)
        throw Outage("content", path.string() + " has another length than the ledger says");
    return {digest, bytes, path};
}

void ContentStore::before(char const* operation) const {
    if (before_operation_) before_operation_(operation);
}

bool ContentStore::moved_in(std::filesystem::path const& from, std::filesystem::path const& target,
                            std::uint64_t bytes) const {
    struct stat status {};
    if (::stat(from.c_str(), &status) != 0) fail("find", from, errno);
    if (static_cast<std::uint64_t>(status.st_size) != bytes)
        throw Outage("content", from.string() + " has another length than was received");
    before("fsync content");
    if (::chmod(from.c_str(), 0400) != 0) fail("protect", from, errno);
    fsync_file(from);
    before("rename content");
    if (::rename(from.c_str(), target.c_str()) != 0) {
        if (errno == EXDEV) return false;
        fail("move into the store", from, errno);
    }
    before("fsync content folder");
    fsync_folder(target.parent_path());
    return true;
}

bool ContentStore::holds(std::filesystem::path const& path, std::uint64_t bytes) const {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return false;
    if (static_cast<std::uint64_t>(status.st_size) != bytes)
        throw Outage("content", path.string() + " has another length than the content of that digest");
    // Another thread may have renamed it a moment ago: it is kept only when its folder is on disk too.
    fsync_folder(path.parent_path());
    return true;
}

void ContentStore::make_folders(std::filesystem::path const& leaf) const {
    for (auto const& folder : {leaf.parent_path(), leaf}) {
        if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) fail("make the folder", folder, errno);
        // Also when it existed: the thread that made it may not have come to its fsync yet.
        fsync_folder(folder.parent_path());
    }
}

std::filesystem::path ContentStore::copied_to_spool(Content const& content) const {
    before("write content");
    SpoolFile spool(spool_);
    auto const reader = open(content);
    std::array<char, 64 * 1024> buffer;
    while (auto const count = reader->read(buffer)) spool.write({buffer.data(), count});
    auto kept = spool.keep();
    Removed guard(std::get<std::filesystem::path>(kept.where));
    if (kept.digest != content.digest || kept.bytes != content.bytes)
        throw Outage("content", "the bytes to keep are not those of " + content.digest.hex());
    guard.keep();
    return std::get<std::filesystem::path>(kept.where);
}

}  // namespace wetbode
