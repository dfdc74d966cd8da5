// SPDX-License-Identifier: EUPL-1.2
// One process per data folder: an exclusive flock on <folder>/lock. The operating system lets go of it when the process
// ends, however it ends.
#pragma once

#include <filesystem>

namespace wetbode {

class FolderLock {
public:
    /// Makes the folder if it is missing. Throws std::runtime_error if another process has it open.
    explicit FolderLock(std::filesystem::path const& folder);
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

private:
    int descriptor_ = -1;
};

}  // namespace wetbode
