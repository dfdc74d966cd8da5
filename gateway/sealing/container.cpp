// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/container.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/refusal.hpp"
#include "gateway/crypto/handle.hpp"
#include "gateway/sealing/names.hpp"
#include "gateway/sealing/xades_names.hpp"

#include <zip.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <exception>
#include <memory>

namespace wetbode {

namespace {

constexpr std::uint64_t memory_bytes_max = 64U << 10U;
constexpr std::uint64_t container_bytes_max = 0xFFFFFFFFULL;
constexpr std::size_t entries_max = 9'990;  // the verifier takes 10 000, the container's own files included

using Archive = Handle<zip_t, zip_discard>;

[[noreturn]] void fail(std::string const& what) { throw Outage("content", "cannot build the container: " + what); }

/// What libzip asks while it writes: it pulls each entry through this. An Outage below cannot pass through C, so it
/// waits here until libzip has given up.
struct EntrySource {
    Content const* content;
    std::time_t time;
    std::exception_ptr* failure;
    std::unique_ptr<ContentReader> reader;
    zip_error_t error{};

    zip_int64_t stat(zip_stat_t* answer) const {
        zip_stat_init(answer);
        answer->valid = ZIP_STAT_SIZE | ZIP_STAT_MTIME;
        answer->size = content->bytes;
        answer->mtime = time;
        return sizeof(*answer);
    }
    zip_int64_t begin() {
        reader = open_checked(*content);
        return 0;
    }
    zip_int64_t read(void* buffer, zip_uint64_t length) const {
        return static_cast<zip_int64_t>(reader->read({static_cast<char*>(buffer), static_cast<std::size_t>(length)}));
    }
};

zip_int64_t answer(EntrySource& source, void* data, zip_uint64_t length, zip_source_cmd_t command) {
    switch (command) {
        case ZIP_SOURCE_OPEN: return source.begin();
        case ZIP_SOURCE_READ: return source.read(data, length);
        case ZIP_SOURCE_CLOSE: source.reader.reset(); return 0;
        case ZIP_SOURCE_STAT: return source.stat(static_cast<zip_stat_t*>(data));
        case ZIP_SOURCE_ERROR: return zip_error_to_data(&source.error, data, length);
        case ZIP_SOURCE_FREE: return 0;
        case ZIP_SOURCE_SUPPORTS:
            return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                                  ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
        default: zip_error_set(&source.error, ZIP_ER_OPNOTSUPP, 0); return -1;
    }
}

zip_int64_t answer_c(void* state, void* data, zip_uint64_t length, zip_source_cmd_t command) {
    auto& source = *static_cast<EntrySource*>(state);
    try {
        return answer(source, data, length, command);
    } catch (std::exception const&) {
        *source.failure = std::current_exception();
        zip_error_set(&source.error, ZIP_ER_READ, EIO);
        return -1;
    }
}

struct DosTime {
    zip_uint16_t time;
    zip_uint16_t date;
};

/// In UTC: libzip's own conversion would write the local time of the machine.
DosTime dos_time(Instant at) {
    auto const day = std::chrono::floor<std::chrono::days>(at);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<std::chrono::seconds>(at - day)};
    auto const year = std::clamp(static_cast<int>(date.year()), 1980, 2107) - 1980;
    auto const date_bits = static_cast<unsigned>(year) << 9U | static_cast<unsigned>(date.month()) << 5U |
                           static_cast<unsigned>(date.day());
    auto const time_bits = static_cast<unsigned>(time.hours().count()) << 11U |
                           static_cast<unsigned>(time.minutes().count()) << 5U |
                           static_cast<unsigned>(time.seconds().count()) / 2U;
    return {static_cast<zip_uint16_t>(time_bits), static_cast<zip_uint16_t>(date_bits)};
}

/// Exact size of a ZIP file in which everything is stored: two headers per entry and one at the end.
std::uint64_t size_of(std::vector<ContainerEntry> const& entries) {
    std::uint64_t bytes = 22;
    for (auto const& entry : entries) bytes += 30 + 46 + 2 * entry.name.size() + entry.content->bytes;
    return bytes;
}

class Packing {
public:
    Packing(std::vector<ContainerEntry> const& entries, Instant at) : entries_(entries), at_(at) {
        sources_.reserve(entries.size());
    }

    void run(Archive archive) {
        for (auto const& entry : entries_) add(archive.get(), entry);
        if (zip_close(archive.get()) == 0) {
            static_cast<void>(archive.release());  // zip_close has freed it
            return;
        }
        if (failure_ != nullptr) std::rethrow_exception(failure_);
        fail(zip_strerror(archive.get()));
    }

private:
    void add(zip_t* archive, ContainerEntry const& entry) {
        auto const seconds = std::chrono::floor<std::chrono::seconds>(at_.time_since_epoch()).count();
        sources_.push_back({entry.content, static_cast<std::time_t>(seconds), &failure_, nullptr, {}});
        auto* const source = zip_source_function(archive, answer_c, &sources_.back());
        if (source == nullptr) fail(zip_strerror(archive));
        auto const index = zip_file_add(archive, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(source);
            fail(entry.name + ": " + zip_strerror(archive));
        }
        auto const place = static_cast<zip_uint64_t>(index);
        auto const time = dos_time(at_);
        if (zip_set_file_compression(archive, place, ZIP_CM_STORE, 0) != 0 ||
            zip_file_set_dostime(archive, place, time.time, time.date, 0) != 0)
            fail(zip_strerror(archive));
    }

    std::vector<ContainerEntry> const& entries_;
    Instant at_;
    std::vector<EntrySource> sources_;
    std::exception_ptr failure_;
};

Content write_in_memory(std::vector<ContainerEntry> const& entries, Instant at) {
    zip_error_t error{};
    Handle<zip_source_t, zip_source_free> const target(zip_source_buffer_create(nullptr, 0, 0, &error));
    if (target == nullptr) fail(zip_error_strerror(&error));
    zip_source_keep(target.get());  // one reference for the archive, one to read the result
    Archive archive(zip_open_from_source(target.get(), ZIP_TRUNCATE, &error));
    if (archive == nullptr) {
        zip_source_free(target.get());
        fail(zip_error_strerror(&error));
    }
    Packing(entries, at).run(std::move(archive));
    zip_stat_t facts;
    if (zip_source_stat(target.get(), &facts) != 0 || zip_source_open(target.get()) != 0)
        fail(zip_error_strerror(zip_source_error(target.get())));
    std::string bytes(facts.size, '\0');
    auto const got = zip_source_read(target.get(), bytes.data(), bytes.size());
    zip_source_close(target.get());
    ensure(got == static_cast<zip_int64_t>(bytes.size()), "a buffer gives back what was written to it");
    return content_of(std::move(bytes));
}

/// A new file that is removed again unless it is kept.
class NewFile {
public:
    explicit NewFile(std::filesystem::path path) : path_(std::move(path)) {
        // libzip gives its result the rights of the file that it replaces.
        int const descriptor = ::open(path_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
        if (descriptor < 0) fail(path_.string() + ": " + std::strerror(errno));
        ::close(descriptor);
    }
    NewFile(NewFile const&) = delete;
    NewFile& operator=(NewFile const&) = delete;
    ~NewFile() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }

    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    [[nodiscard]] std::filesystem::path keep() { return std::exchange(path_, {}); }

private:
    std::filesystem::path path_;
};

Content write_in_file(std::vector<ContainerEntry> const& entries, Instant at, std::filesystem::path const& spool) {
    NewFile file(spool / ("seal-" + random_hex(16) + ".asice"));
    int code = 0;
    Archive archive(zip_open(file.path().c_str(), ZIP_TRUNCATE, &code));
    if (archive == nullptr) {
        zip_error_t error{};
        zip_error_init_with_code(&error, code);
        std::string const reason = zip_error_strerror(&error);
        zip_error_fini(&error);
        fail(file.path().string() + ": " + reason);
    }
    Packing(entries, at).run(std::move(archive));
    fsync_file(file.path());
    auto content = content_of_file(file.path());
    ignore(file.keep(), "its path is in the content");
    return content;
}

}  // namespace

std::string container_manifest(std::vector<ManifestLine> const& lines) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<manifest:manifest xmlns:manifest=\"";
    out += names::odf_manifest;
    out += "\" manifest:version=\"1.2\">";
    auto const add = [&out](std::string_view path, std::string_view type) {
        out += "<manifest:file-entry manifest:full-path=\"";
        out += xml_attribute(path);
        out += "\" manifest:media-type=\"";
        out += xml_attribute(type);
        out += "\"/>";
    };
    add("/", names::container_media_type);
    for (auto const& line : lines) add(line.name, line.media_type);
    out += "</manifest:manifest>\n";
    return out;
}

Content write_container(std::vector<ContainerEntry> const& entries, Instant at, std::filesystem::path const& spool) {
    static Content const mimetype = content_of(std::string(names::container_media_type));
    std::vector<ContainerEntry> all{{std::string(names::mimetype_entry), &mimetype}};
    all.insert(all.end(), entries.begin(), entries.end());
    auto const bytes = size_of(all);
    if (bytes > container_bytes_max) fail("it would be longer than 4 GiB");
    if (all.size() > entries_max) fail("it would hold more than " + std::to_string(entries_max) + " files");
    auto container = bytes <= memory_bytes_max ? write_in_memory(all, at) : write_in_file(all, at, spool);
    ensure(container.bytes == bytes, "the size of a container is known beforehand");
    return container;
}

}  // namespace wetbode
