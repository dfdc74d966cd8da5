// SPDX-License-Identifier: EUPL-1.2
#include "simulation/power_cut_disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <new>
#include <stdexcept>

namespace wetbode {

/// An open file: SQLite allocates the bytes, the real one lies behind this.
struct DiskFile {
    sqlite3_file base;
    PowerCutDisk* disk;
    std::string* path;

    static DiskFile& of(sqlite3_file* file) { return *reinterpret_cast<DiskFile*>(file); }
    static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(&of(file) + 1); }

    static int close(sqlite3_file* file) {
        delete of(file).path;
        of(file).path = nullptr;
        return real(file)->pMethods->xClose(real(file));
    }

    static int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
        return real(file)->pMethods->xRead(real(file), to, amount, offset);
    }

    static int write(sqlite3_file* file, void const* from, int amount, sqlite3_int64 offset) {
        auto& disk = *of(file).disk;
        if (!disk.may_write()) return SQLITE_IOERR_WRITE;
        PowerCutDisk::Write write;
        write.offset = offset;
        write.bytes.assign(static_cast<char const*>(from), static_cast<std::size_t>(amount));
        size(file, &write.size_before);
        write.before = part(file, offset, std::min<sqlite3_int64>(amount, write.size_before - offset));
        disk.note(*of(file).path, std::move(write));
        return real(file)->pMethods->xWrite(real(file), from, amount, offset);
    }

    static int truncate(sqlite3_file* file, sqlite3_int64 length) {
        auto& disk = *of(file).disk;
        if (!disk.may_write()) return SQLITE_IOERR_TRUNCATE;
        PowerCutDisk::Write write;
        write.offset = length;
        write.truncates = true;
        size(file, &write.size_before);
        write.before = part(file, length, write.size_before - length);
        disk.note(*of(file).path, std::move(write));
        return real(file)->pMethods->xTruncate(real(file), length);
    }

    static int sync(sqlite3_file* file, int) {
        return of(file).disk->fsynced(*of(file).path) ? SQLITE_OK : SQLITE_IOERR_FSYNC;
    }

    static int size(sqlite3_file* file, sqlite3_int64* bytes) {
        return real(file)->pMethods->xFileSize(real(file), bytes);
    }

    static std::string part(sqlite3_file* file, std::int64_t offset, std::int64_t amount) {
        std::string bytes(static_cast<std::size_t>(std::max<std::int64_t>(0, amount)), '\0');
        if (!bytes.empty()) read(file, bytes.data(), static_cast<int>(bytes.size()), offset);
        return bytes;
    }

    static int lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
    static int unlock(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
    static int reserved(sqlite3_file* file, int* held) {
        return real(file)->pMethods->xCheckReservedLock(real(file), held);
    }
    static int control(sqlite3_file* file, int operation, void* argument) {
        return real(file)->pMethods->xFileControl(real(file), operation, argument);
    }
    static int sector(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
    static int traits(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
    static int map(sqlite3_file* file, int page, int bytes, int extend, void volatile** memory) {
        return real(file)->pMethods->xShmMap(real(file), page, bytes, extend, memory);
    }
    static int lock_map(sqlite3_file* file, int offset, int count, int flags) {
        return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
    }
    static void barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
    static int unmap(sqlite3_file* file, int remove) {
        return real(file)->pMethods->xShmUnmap(real(file), remove);
    }

    /// Version 2: no memory-mapped reading, so that every byte passes here.
    static constexpr sqlite3_io_methods methods{2,       close,    read,   write,     truncate, sync,     size,
                                                lock,    unlock,   reserved, control, sector,   traits,   map,
                                                lock_map, barrier, unmap,  nullptr,   nullptr};
};

namespace {

PowerCutDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<PowerCutDisk*>(vfs->pAppData); }

/// What becomes of a file of which some writes are lost, with plain calls of the operating system.
class Repaired {
public:
    explicit Repaired(std::string const& path) : descriptor_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {}
    Repaired(Repaired const&) = delete;
    Repaired& operator=(Repaired const&) = delete;
    ~Repaired() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    [[nodiscard]] bool exists() const { return descriptor_ >= 0; }
    void put(std::int64_t offset, std::string const& bytes) {
        if (::pwrite(descriptor_, bytes.data(), bytes.size(), offset) != static_cast<ssize_t>(bytes.size()))
            throw std::runtime_error("the simulated disk cannot be written");
    }
    void cut(std::int64_t length) {
        if (::ftruncate(descriptor_, length) != 0) throw std::runtime_error("the simulated disk cannot be cut");
    }

private:
    int descriptor_;
};

}  // namespace

PowerCutDisk::PowerCutDisk(std::uint64_t seed) : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_), chance_(seed) {
    vfs_.szOsFile = static_cast<int>(sizeof(DiskFile)) + real_->szOsFile;
    vfs_.zName = "power-cut";
    vfs_.pNext = nullptr;
    vfs_.pAppData = this;
    vfs_.xOpen = open;
    vfs_.xDelete = remove;
    // The others look at pAppData of their own, which only the real one's open() and full path need.
    vfs_.xAccess = [](sqlite3_vfs* vfs, char const* path, int flags, int* answer) {
        return disk_of(vfs).real_->xAccess(disk_of(vfs).real_, path, flags, answer);
    };
    vfs_.xFullPathname = [](sqlite3_vfs* vfs, char const* path, int room, char* whole) {
        return disk_of(vfs).real_->xFullPathname(disk_of(vfs).real_, path, room, whole);
    };
    sqlite3_vfs_register(&vfs_, 1);
}

PowerCutDisk::~PowerCutDisk() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_, 1);
}

int PowerCutDisk::open(sqlite3_vfs* vfs, char const* path, sqlite3_file* file, int flags, int* opened) {
    auto& disk = disk_of(vfs);
    auto* const made = new (file) DiskFile{{nullptr}, &disk, nullptr};
    int const code = disk.real_->xOpen(disk.real_, path, DiskFile::real(file), flags, opened);
    if (DiskFile::real(file)->pMethods == nullptr) return code;
    made->path = new std::string(path == nullptr ? "" : path);
    made->base.pMethods = &DiskFile::methods;
    return code;
}

int PowerCutDisk::remove(sqlite3_vfs* vfs, char const* path, int) {
    auto& disk = disk_of(vfs);
    if (!disk.may_write()) return SQLITE_IOERR_DELETE;
    disk.forget(path);
    return disk.real_->xDelete(disk.real_, path, 0);
}

void PowerCutDisk::go_at_fsync(std::int64_t n) {
    std::scoped_lock const lock(mutex_);
    fsyncs_left_ = n;
}

void PowerCutDisk::power_goes() {
    std::scoped_lock const lock(mutex_);
    off_ = true;
}

bool PowerCutDisk::is_off() const {
    std::scoped_lock const lock(mutex_);
    return off_;
}

bool PowerCutDisk::may_write() const { return !is_off(); }

void PowerCutDisk::note(std::string const& path, Write write) {
    std::scoped_lock const lock(mutex_);
    unsynced_[path].push_back(std::move(write));
}

void PowerCutDisk::forget(std::string const& path) {
    std::scoped_lock const lock(mutex_);
    unsynced_.erase(path);
}

bool PowerCutDisk::fsynced(std::string const& path) {
    std::scoped_lock const lock(mutex_);
    if (fsyncs_left_ > 0 && --fsyncs_left_ == 0) off_ = true;
    if (off_) return false;
    unsynced_.erase(path);
    return true;
}

void PowerCutDisk::power_returns(Loss loss) {
    std::scoped_lock const lock(mutex_);
    if (loss != Loss::none)
        for (auto const& [path, writes] : unsynced_) lose(path, writes, loss);
    unsynced_.clear();
    off_ = false;
}

/// Back to the last fsync, and then forward again over the writes that reached the disk.
void PowerCutDisk::lose(std::string const& path, std::vector<Write> const& writes, Loss loss) {
    Repaired file(path);
    if (!file.exists()) return;
    for (auto write = writes.rbegin(); write != writes.rend(); ++write) {
        file.put(write->offset, write->before);
        file.cut(write->size_before);
    }
    if (loss == Loss::all) return;
    for (auto const& write : writes) {
        if (chance_() % 2 == 0) continue;
        if (write.truncates) file.cut(write.offset);
        else file.put(write.offset, write.bytes);
    }
}

}  // namespace wetbode
