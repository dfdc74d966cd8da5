// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ledger/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace wetbode {

namespace {

[[noreturn]] void fail(std::string const& what, int error) {
    throw std::runtime_error(what + ": " + std::strerror(error));
}

}  // namespace

FolderLock::FolderLock(std::filesystem::path const& folder) {
    bool const is_new = !std::filesystem::exists(folder);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) fail("cannot make the data folder " + folder.string(), error.value());
    if (is_new && ::chmod(folder.c_str(), 0700) != 0) fail("cannot protect the data folder " + folder.string(), errno);
    auto const file = folder / "lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) fail("cannot open " + file.string(), errno);
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    int const reason = errno;
    ::close(std::exchange(descriptor_, -1));
    if (reason != EWOULDBLOCK) fail("cannot lock " + file.string(), reason);
    throw std::runtime_error("another wetbode process has the data folder " + folder.string() +
                             " open: stop that one first, or give this one a folder of its own");
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace wetbode
