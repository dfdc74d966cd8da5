// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/zip_layout.hpp"

#include "gateway/refusal.hpp"
#include "gateway/sealing/names.hpp"
#include "gateway/verification/zip_names.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
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
constexpr std::uint64_t comment_bytes_trusted = 1024;  ///< makers write their names there
constexpr std::uint64_t zip64_mark = 0xFFFFFFFFULL;
constexpr std::uint64_t local_bytes = 30;
constexpr std::uint64_t central_bytes = 46;
constexpr unsigned flag_descriptor = 1U << 3U;
constexpr unsigned flag_utf8 = 1U << 11U;
constexpr unsigned flags_encrypted = 1U | 1U << 6U | 1U << 13U;
constexpr unsigned flags_known = 1U << 1U | 1U << 2U | flag_descriptor | flag_utf8;
/// NTFS times, Unix times, owners in two forms, the mark of Java: nothing that is shown.
constexpr std::array<unsigned, 6> extras_known{0x000A, 0x5455, 0x5855, 0x7855, 0x7875, 0xCAFE};
constexpr std::size_t extra_bytes_max = 36;  ///< of one of them: times of NTFS are the longest
constexpr unsigned version_max = 63;         ///< APPNOTE section 4.4.3.2: none is higher
constexpr unsigned system_max = 30;          ///< section 4.4.2, and AtheOS
constexpr unsigned internal_known = 1;       ///< text or not, section 4.4.14
constexpr std::string_view deflated_nothing("\x03\x00", 2);

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
    bool commented;
};

/// What a program may show beside the files. A terminal obeys control characters.
bool comment_is_harmless(std::string_view comment) {
    return comment.size() <= comment_bytes_trusted && std::ranges::all_of(comment, [](char c) {
               return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) || c == '\t' || c == '\n' || c == '\r';
           });
}

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
    if (!comment_is_harmless(end.substr(end_bytes)))
        return malformed("de opmerking erbij is te lang of gevaarlijk", "its comment is too long or dangerous");
    Directory const directory{u32(end.substr(16)), u32(end.substr(12)), u16(end.substr(10)), end.size() > end_bytes};
    if (directory.entries > entries_max) return malformed("meer dan 10 000 bestanden", "more than 10 000 files");
    if (directory.bytes > directory_bytes_max) return malformed("te lange inhoudsopgave", "its directory is too long");
    if (directory.offset + directory.bytes != file_bytes - tail_bytes + at)
        return malformed("de inhoudsopgave ligt verkeerd of het is ZIP64", "its directory is misplaced or it is ZIP64");
    return directory;
}

/// The octets of one central header that its local header must repeat.
struct Central {
    ZipEntry entry;
    std::string repeated;  ///< version, flags, method, time and date
    unsigned flags = 0;
    unsigned method = 0;
    unsigned version = 0;   ///< needed to unpack it
    unsigned system = 0;    ///< on which it was made
    unsigned internal = 0;  ///< attributes
    bool commented = false;
};

/// Extra fields may hold times and rights, but no second size (ZIP64), no second name and no target of a link.
bool extra_is_harmless(std::string_view extra) {
    while (extra.size() >= 4) {
        auto const length = u16(extra.substr(2));
        bool const known = std::ranges::find(extras_known, u16(extra)) != extras_known.end();
        if (!known || length > extra_bytes_max || extra.size() - 4 < length) return false;
        extra.remove_prefix(4 + length);
    }
    return extra.empty();
}

/// A file or a folder that everybody sees, as its name says, whatever system wrote it: no link, device, or label of a
/// disk, nothing that Windows hides, reparses or decrypts, no program that runs as somebody else.
bool is_what_its_name_says(ZipEntry const& entry, std::uint64_t attributes) {
    constexpr std::uint64_t folder = 0x10;
    constexpr std::uint64_t usual = 0x01 | folder | 0x20 | 0x80 | 0x200 | 0x800 | 0x2000 | 0x8000;
    constexpr std::uint64_t other_user = S_ISUID | S_ISGID | S_ISVTX;
    auto const type = attributes >> 16U & S_IFMT;
    if ((attributes & 0xFFFFU & ~usual) != 0 || (!entry.is_folder() && (attributes & folder) != 0)) return false;
    if (!entry.is_folder() && (attributes >> 16U & other_user) != 0) return false;
    return type == 0 || type == (entry.is_folder() ? S_IFDIR : S_IFREG);
}

/// Why the header is not to be trusted, whatever the local one says; empty if it is.
std::optional<Text> fault_in(Central const& central, std::uint64_t attributes) {
    auto const& entry = central.entry;
    auto const quoted = "\"" + entry.name + "\"";
    auto const fault = [](std::string const& nl, std::string const& en) {
        return std::optional<Text>(malformed(nl, en).value());
    };
    if ((central.flags & flags_encrypted) != 0) return fault(quoted + " is versleuteld", quoted + " is encrypted");
    bool const ascii = std::ranges::all_of(entry.name, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if ((central.flags & ~flags_known) != 0 || (!ascii && (central.flags & flag_utf8) == 0))
        return fault(quoted + " zegt niet hoe het te lezen is", quoted + " does not say how it is to be read");
    if (central.method != 0 && central.method != 8)
        return fault("onbekende compressie van " + quoted, "unknown compression of " + quoted);
    // Who reads from the beginning cannot know where it ends (APPNOTE section 4.4.4).
    if (entry.stored && (central.flags & flag_descriptor) != 0)
        return fault(quoted + " zegt niet hoe lang het is", quoted + " does not say how long it is");
    if (!is_what_its_name_says(entry, attributes))
        return fault(quoted + " is geen gewoon bestand", quoted + " is no ordinary file");
    if (central.version > version_max || central.system > system_max || (central.internal & ~internal_known) != 0)
        return fault(quoted + " is door iets onbekends gemaakt", quoted + " was made by something unknown");
    bool const sizes = (!entry.stored || entry.packed == entry.bytes) && entry.bytes != zip64_mark &&
                       entry.packed != zip64_mark && entry.offset != zip64_mark;
    bool const empty = entry.bytes == 0 && entry.crc == 0 &&
                       entry.packed == (entry.stored ? 0 : deflated_nothing.size());
    if (!sizes || (entry.is_folder() && !empty))
        return fault("de lengten van " + quoted + " kloppen niet", "the sizes of " + quoted + " do not agree");
    if (entry.bytes > ratio_from_bytes && entry.bytes / ratio_max > entry.packed)
        return fault(quoted + " is verdacht sterk samengeperst", quoted + " is compressed beyond belief");
    return std::nullopt;
}

tl::expected<Central, Text> read_central(std::string_view& rest) {
    if (rest.size() < central_bytes || !rest.starts_with("PK\x01\x02"))
        return malformed("de inhoudsopgave is beschadigd", "its directory is damaged");
    auto const name_bytes = u16(rest.substr(28));
    auto const extra_bytes = u16(rest.substr(30));
    auto const whole = central_bytes + name_bytes + extra_bytes + u16(rest.substr(32));
    if (rest.size() < whole) return malformed("de inhoudsopgave is beschadigd", "its directory is damaged");
    Central central;
    central.repeated = rest.substr(6, 10);
    central.flags = u16(rest.substr(8));
    central.method = u16(rest.substr(10));
    central.version = u16(rest.substr(6));
    central.system = u16(rest.substr(4)) >> 8U;
    central.internal = u16(rest.substr(36));
    central.commented = u16(rest.substr(32)) > 0;
    auto& entry = central.entry;
    entry.crc = static_cast<std::uint32_t>(u32(rest.substr(16)));
    entry.packed = u32(rest.substr(20));
    entry.bytes = u32(rest.substr(24));
    entry.offset = u32(rest.substr(42));
    entry.name = rest.substr(central_bytes, name_bytes);
    entry.stored = central.method == 0;
    auto const plain = entry.is_folder() ? entry.name.substr(0, entry.name.size() - 1) : entry.name;
    if (!is_safe_name(plain)) return malformed("een bestandsnaam is gevaarlijk", "a file name is dangerous");
    auto const after_name = rest.substr(central_bytes + name_bytes, extra_bytes);
    if (!extra_is_harmless(after_name) || u16(rest.substr(34)) != 0)
        return malformed("\"" + entry.name + "\" heeft een dubbele naam of lengte, of een onbekend veld",
                         "\"" + entry.name + "\" has a second name or size, or an unknown field");
    if (!comment_is_harmless(rest.substr(central_bytes + name_bytes + extra_bytes, u16(rest.substr(32)))))
        return malformed("de opmerking bij \"" + entry.name + "\" is te lang of gevaarlijk",
                         "the comment on \"" + entry.name + "\" is too long or dangerous");
    if (auto fault = fault_in(central, u32(rest.substr(38)))) return Distrust(std::move(*fault));
    rest.remove_prefix(whole);
    return central;
}

/// Length of the descriptor that may follow the data of an entry; empty if what is there is not one of it.
std::optional<std::uint64_t> descriptor_bytes(int descriptor, Central const& central, std::uint64_t at) {
    if ((central.flags & flag_descriptor) == 0) return 0;
    auto const bytes = read_at(descriptor, at, 16);
    auto const agrees = [&](std::string_view record) {
        return u32(record) == central.entry.crc && u32(record.substr(4)) == central.entry.packed &&
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
    if (view.substr(4, central.repeated.size()) != central.repeated) return differs();
    auto const agrees = [&](std::size_t at, std::uint64_t value) {
        return u32(view.substr(at)) == value || (has_descriptor && u32(view.substr(at)) == 0);
    };
    if (!agrees(14, entry.crc) || !agrees(18, entry.packed) || !agrees(22, entry.bytes)) return differs();
    if (u16(view.substr(26)) != entry.name.size() || view.substr(local_bytes) != entry.name) return differs();
    auto const extra_bytes = u16(view.substr(28));
    entry.bare = extra_bytes == 0;
    if (!extra_is_harmless(read_at(descriptor, entry.offset + header.size(), extra_bytes))) return differs();
    auto const data_end = entry.offset + header.size() + extra_bytes + entry.packed;
    // Nobody reads a folder, so it must hold nothing.
    if (entry.is_folder() && entry.packed > 0 &&
        read_at(descriptor, data_end - entry.packed, entry.packed) != deflated_nothing)
        return differs();
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

tl::expected<ZipLayout, Text> zip_layout(int descriptor) {
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
    ZipNames everywhere;
    ZipLayout layout;
    layout.commented = directory->commented;
    std::uint64_t unpacked = 0;
    for (std::size_t i = 0; i < directory->entries; ++i) {
        auto central = read_central(rest);
        if (!central) return Distrust(central.error());
        auto const& name = central->entry.name;
        if (!names.insert(name).second)
            return malformed("de naam \"" + name + "\" komt tweemaal voor", "the name \"" + name + "\" comes twice");
        if (!everywhere.take(name))
            return malformed("\"" + name + "\" valt op sommige systemen samen met een ander bestand",
                             "\"" + name + "\" is one with another file on some systems");
        layout.commented = layout.commented || central->commented;
        unpacked += central->entry.bytes;
        centrals.push_back(std::move(*central));
    }
    if (!rest.empty()) return malformed("de inhoudsopgave is beschadigd", "its directory is damaged");
    if (unpacked > unpacked_bytes_max)
        return malformed("uitgepakt is het groter dan 8 GiB", "it unpacks to more than 8 GiB");
    if (auto const tiled = check_tiling(descriptor, centrals, directory->offset); !tiled)
        return Distrust(tiled.error());

    for (auto& central : centrals) layout.entries.push_back(std::move(central.entry));
    return layout;
}

}  // namespace wetbode
