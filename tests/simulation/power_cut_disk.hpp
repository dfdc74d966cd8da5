// SPDX-License-Identifier: EUPL-1.2
// A disk whose power can go. While it lives, SQLite writes its files through it; what was written and not fsynced when
// the power goes may be gone, in part too. Files that others write stay as they are. An fsync only forgets what could
// be lost, so it costs nothing here. Owned by a test, one at a time. Thread safe.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace wetbode {

class PowerCutDisk {
public:
    /// What becomes of the writes after the last fsync: all are on the disk, none is, or any of them.
    enum class Loss { none, all, some };

    explicit PowerCutDisk(std::uint64_t seed);
    PowerCutDisk(PowerCutDisk const&) = delete;
    PowerCutDisk& operator=(PowerCutDisk const&) = delete;
    ~PowerCutDisk();

    /// The power goes when the n-th fsync from now on (from 1) is asked for. 0 = never.
    void go_at_fsync(std::int64_t n);
    /// A step on this disk that SQLite does not take; it counts as an fsync. False if the power went.
    [[nodiscard]] bool other_step() { return fsynced({}); }
    /// From now on nothing is written any more.
    void power_goes();
    [[nodiscard]] bool is_off() const;
    /// The files as a new process finds them. All files must have been closed by the old one.
    void power_returns(Loss loss);

private:
    friend struct DiskFile;
    struct Write {
        std::int64_t offset = 0;
        std::string before;             ///< what it overwrote; shorter if the file was
        std::string bytes;
        sqlite3_int64 size_before = 0;  ///< of the file
        bool truncates = false;         ///< to `offset`; `before` is what was cut off
    };

    [[nodiscard]] bool may_write() const;
    void note(std::string const& path, Write write);
    /// False if the power went.
    [[nodiscard]] bool fsynced(std::string const& path);
    void forget(std::string const& path);
    void lose(std::string const& path, std::vector<Write> const& writes, Loss loss);

    static int open(sqlite3_vfs* vfs, char const* path, sqlite3_file* file, int flags, int* opened);
    static int remove(sqlite3_vfs* vfs, char const* path, int durably);

    sqlite3_vfs* real_;
    sqlite3_vfs vfs_;
    mutable std::mutex mutex_;  ///< guards all that follows
    std::mt19937_64 chance_;
    bool off_ = false;
    std::int64_t fsyncs_left_ = 0;
    std::map<std::string, std::vector<Write>> unsynced_;  ///< by path, oldest first
};

}  // namespace wetbode
