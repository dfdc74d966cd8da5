// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/zip_layout.hpp"

#include "gateway/refusal.hpp"
#include "gateway/sealing/names.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <set>
#include <string_view>

namespace wetbode {

namespace {

constexpr std::size_t entries_max = 10'000;
constexpr std::uint64_t file_bytes_max = 0xFFFFFFFFULL;
constexpr std::uint64_t unpacked_bytes_max = 8ULL << 30U;
constexpr std::uint64_t directory_bytes_max = 32U << 20U;
constexpr std::uint64_t ratio_from_bytes = 1U << 20U;
constexpr std::uint64_t ratio_max = 200;
constexpr std::uint64_t end_bytes = 22;
constexpr std::uint64_t comment_bytes_max = 65535;
constexpr std::uint64_t local_bytes = 30;
constexpr std::uint64_t central_bytes = 46;
constexpr unsigned flag_descriptor = 1U << 3U;
constexpr unsigned flags_encrypted = 1U | 1U << 6U | 1U << 13U;

using Distrust = tl::unexpected<Text>;

Distrust malformed(std::string const& nl, std::string const& en) {
    return Distrust(
        {"Het ZIP-bestand is niet te vertrouwen: " + nl + ".", "The ZIP file is not to be trusted: " + en + "."});
}

unsigned u16(std::string_view at) {
    return static_cast<unsigned char>(at[0]) | static_cast<unsigned>(static_cast<unsigned char>(at[1])) << 8U;
}
std::uint64_t u32(std::string_view at) { return u16(at) | static_cast<std::uint64_t>(u16(at.substr(2))) << 16U; }

/// Exactly these octets, or fewer at the end of the file.
std::string read_at(int descriptor, std::uint64_t offset, std::uint64_t length) {
    std::string bytes(length, '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        auto const count = ::pread(descriptor, bytes.data() + filled, bytes.size() - filled,
                                   static_cast<off_t>(offset + filled));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw Outage("content", std::string("cannot read the container: ") + std::strerror(errno));
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    bytes.resize(filled);
    return bytes;
}

struct Directory {
    std::uint64_t offset;
    std::uint64_t bytes;
    std::size_t entries;
};

tl::expected<Directory, Text> find_directory(int descriptor, std::uint64_t file_bytes) {
    auto const tail_bytes = std::min(file_bytes, end_bytes + comment_bytes_max);
    auto const tail = read_at(descriptor, file_bytes - tail_bytes, tail_bytes);
    // The last mark must be the real one: then no comment can hold a second directory.
    auto const at = tail.rfind("PK\x05\x06");
    if (at == std::string::npos || tail.size() - at < end_bytes)
        return malformed("er is geen inhoudsopgave", "there is no directory");
    std::string_view const end = std::string_view(tail).substr(at);
    if (u16(end.substr(20)) != end.size() - end_bytes)
        return malformed("er staan gegevens na het einde", "there is data behind its end");
    if (u16(end.substr(4)) != 0 || u16(end.substr(6)) != 0 || u16(end.substr(8)) != u16(end.substr(10)))
        return malformed("het bestaat uit delen", "it is split into parts");
    Directory const directory{u32(end.substr(16)), u32(end.substr(12)), u16(end.substr(10))};
    if (directory.entries > entries_max) return malformed("meer dan 10 000 bestanden", "more than 10 000 files");
    if (directory.bytes > directory_bytes_max) return malformed("te lange inhoudsopgave", "its directory is too long");
    if (directory.offset + directory.bytes != file_bytes - tail_bytes + at)
        return malformed("de inhoudsopgave ligt verkeerd of het is ZIP64", "its directory is misplaced or it is ZIP64");
    return directory;
}

/// The octets of one central header that its local header must repeat.
struct Central {
    ZipEntry entry;
    std::uint64_t packed = 0;
    std::uint64_t crc = 0;
    unsigned flags = 0;
    unsigned method = 0;
};

/// Extra fields may hold times and rights, but no second size (ZIP64) and no second name.
bool extra_is_harmless(std::string_view extra) {
    while (extra.size() >= 4) {
        auto const id = u16(extra);
        auto const length = u16(extra.substr(2));
        if (id == 0x0001 || id == 0x7075 || id == 0x6375 || id == 0x9901 || extra.size() - 4 < length) return false;
        extra.remove_prefix(4 + length);
    }
    return extra.empty();
}

tl::expected<Central, Text> read_central(std::string_view& rest) {
    if (rest.size() < central_bytes || !rest.starts_with("PK\x01\x02"))
        return malformed("de inhoudsopgave is beschadigd", "its directory is damaged");
    auto const name_bytes = u16(rest.substr(28));
    auto const extra_bytes = u16(rest.substr(30));
    auto const whole = central_bytes + name_bytes + extra_bytes + u16(rest.substr(32));
    if (rest.size() < whole) return malformed("de inhoudsopgave is beschadigd", "its directory is damaged");
    Central central;
    central.flags = u16(rest.substr(8));
    central.method = u16(rest.substr(10));
    central.crc = u32(rest.substr(16));
    central.packed = u32(rest.substr(20));
    auto& entry = central.entry;
    entry.bytes = u32(rest.substr(24));
    entry.offset = u32(rest.substr(42));
    entry.name = rest.substr(central_bytes, name_bytes);
    entry.stored = central.method == 0;
    auto const plain = entry.is_folder() ? entry.name.substr(0, entry.name.size() - 1) : entry.name;
    if (!is_safe_name(plain)) return malformed("een bestandsnaam is gevaarlijk", "a file name is dangerous");
    if ((central.flags & flags_encrypted) != 0)
        return malformed("\"" + entry.name + "\" is versleuteld", "\"" + entry.name + "\" is encrypted");
    if (!extra_is_harmless(rest.substr(central_bytes + name_bytes, extra_bytes)) || u16(rest.substr(34)) != 0)
        return malformed("\"" + entry.name + "\" heeft een dubbele naam of lengte",
                         "\"" + entry.name + "\" has a second name or size");
    if (central.method != 0 && central.method != 8)
        return malformed("onbekende compressie van \"" + entry.name + "\"",
                         "unknown compression of \"" + entry.name + "\"");
    if ((entry.stored && central.packed != entry.bytes) || (entry.is_folder() && entry.bytes != 0))
        return malformed("de lengten van \"" + entry.name + "\" kloppen niet",
                         "the sizes of \"" + entry.name + "\" do not agree");
    if (entry.bytes > ratio_from_bytes && entry.bytes / ratio_max > central.packed)
        return malformed("\"" + entry.name + "\" is verdacht sterk samengeperst",
                         "\"" + entry.name + "\" is compressed beyond belief");
    rest.remove_prefix(whole);
    return central;
}

/// Length of the descriptor that may follow the data of an entry; empty if what is there is not one of it.
std::optional<std::uint64_t> descriptor_bytes(int descriptor, Central const& central, std::uint64_t at) {
    if ((central.flags & flag_descriptor) == 0) return 0;
    auto const bytes = read_at(descriptor, at, 16);
    auto const agrees = [&](std::string_view record) {
        return u32(record) == central.crc && u32(record.substr(4)) == central.packed &&
               u32(record.substr(8)) == central.entry.bytes;
    };
    std::string_view const view(bytes);
    if (view.size() == 16 && view.starts_with("PK\x07\x08") && agrees(view.substr(4))) return 16;
    if (view.size() >= 12 && agrees(view)) return 12;
    return std::nullopt;
}

/// Compares the local header with the central one; answers where the entry ends.
tl::expected<std::uint64_t, Text> end_of_entry(int descriptor, Central& central) {
    auto& entry = central.entry;
    auto const differs = [&entry] {
        return malformed("\"" + entry.name + "\" wordt op twee plaatsen anders beschreven",
                         "\"" + entry.name + "\" is described differently in two places");
    };
    auto const header = read_at(descriptor, entry.offset, local_bytes + entry.name.size());
    std::string_view const view(header);
    if (view.size() != local_bytes + entry.name.size() || !view.starts_with("PK\x03\x04")) return differs();
    bool const has_descriptor = (central.flags & flag_descriptor) != 0;
    if (u16(view.substr(6)) != central.flags || u16(view.substr(8)) != central.method) return differs();
    auto const agrees = [&](std::size_t at, std::uint64_t value) {
        return u32(view.substr(at)) == value || (has_descriptor && u32(view.substr(at)) == 0);
    };
    if (!agrees(14, central.crc) || !agrees(18, central.packed) || !agrees(22, entry.bytes)) return differs();
    if (u16(view.substr(26)) != entry.name.size() || view.substr(local_bytes) != entry.name) return differs();
    auto const extra_bytes = u16(view.substr(28));
    entry.bare = extra_bytes == 0;
    if (!extra_is_harmless(read_at(descriptor, entry.offset + header.size(), extra_bytes))) return differs();
    auto const data_end = entry.offset + header.size() + extra_bytes + central.packed;
    auto const trailer = descriptor_bytes(descriptor, central, data_end);
    if (!trailer) return differs();
    return data_end + *trailer;
}

/// Entries must lie end to end, from the first octet of the file to the directory.
tl::expected<void, Text> check_tiling(int descriptor, std::vector<Central>& centrals, std::uint64_t directory_offset) {
    std::vector<Central*> by_place;
    for (auto& central : centrals) by_place.push_back(&central);
    std::sort(by_place.begin(), by_place.end(),
              [](auto const* a, auto const* b) { return a->entry.offset < b->entry.offset; });
    std::uint64_t end = 0;
    for (auto* central : by_place) {
        if (central->entry.offset != end)
            return malformed("er ligt iets tussen of onder de bestanden", "something lies between or below its files");
        auto const next = end_of_entry(descriptor, *central);
        if (!next) return Distrust(next.error());
        end = *next;
    }
    if (end != directory_offset)
        return malformed("er ligt iets tussen of onder de bestanden", "something lies between or below its files");
    return {};
}

}  // namespace

tl::expected<std::vector<ZipEntry>, Text> zip_layout(int descriptor) {
    struct stat facts {};
    if (::fstat(descriptor, &facts) != 0) throw Outage("content", std::string("cannot read: ") + std::strerror(errno));
    auto const file_bytes = static_cast<std::uint64_t>(facts.st_size);
    if (file_bytes > file_bytes_max) return malformed("het is langer dan 4 GiB", "it is longer than 4 GiB");
    auto const directory = find_directory(descriptor, file_bytes);
    if (!directory) return Distrust(directory.error());

    auto const text = read_at(descriptor, directory->offset, directory->bytes);
    std::string_view rest(text);
    std::vector<Central> centrals;
    std::set<std::string> names;
    std::uint64_t unpacked = 0;
    for (std::size_t i = 0; i < directory->entries; ++i) {
        auto central = read_central(rest);
        if (!central) return Distrust(central.error());
        auto const& name = central->entry.name;
        if (!names.insert(name).second)
            return malformed("de naam \"" + name + "\" komt tweemaal voor", "the name \"" + name + "\" comes twice");
        unpacked += central->entry.bytes;
        centrals.push_back(std::move(*central));
    }
    if (!rest.empty()) return malformed("de inhoudsopgave is beschadigd", "its directory is damaged");
    if (unpacked > unpacked_bytes_max)
        return malformed("uitgepakt is het groter dan 8 GiB", "it unpacks to more than 8 GiB");
    if (auto const tiled = check_tiling(descriptor, centrals, directory->offset); !tiled)
        return Distrust(tiled.error());

    std::vector<ZipEntry> entries;
    for (auto& central : centrals) entries.push_back(std::move(central.entry));
    return entries;
}

}  // namespace wetbode
