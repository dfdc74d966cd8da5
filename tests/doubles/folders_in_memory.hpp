// SPDX-License-Identifier: EUPL-1.2
// For a test that makes hundreds of ledgers and needs no real disk: while it lives, temporary folders lie in memory if
// the machine has such a place. One at a time, while no other thread reads the environment.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <string>

namespace wetbode {

class FoldersInMemory {
public:
    FoldersInMemory() {
        if (auto const* const usual = std::getenv("TMPDIR")) usual_ = usual;
        if (::access("/dev/shm", W_OK) == 0) ::setenv("TMPDIR", "/dev/shm", 1);
    }
    FoldersInMemory(FoldersInMemory const&) = delete;
    FoldersInMemory& operator=(FoldersInMemory const&) = delete;
    ~FoldersInMemory() {
        if (usual_.empty()) ::unsetenv("TMPDIR");
        else ::setenv("TMPDIR", usual_.c_str(), 1);
    }

private:
    std::string usual_;
};

}  // namespace wetbode
