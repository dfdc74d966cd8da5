// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/zip_directory.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace wetbode::files {

namespace {

constexpr std::uint64_t end_bytes = 22;
constexpr std::uint64_t comment_bytes_max = 65535;
constexpr std::uint64_t directory_bytes_max = 16ULL << 20U;
constexpr std::size_t local_bytes = 30;
constexpr std::size_t central_bytes = 46;
constexpr std::uint64_t in_zip64 = 0xFFFFFFFF;

using Distrust = tl::unexpected<ZipDistrust>;

Distrust broken(Text why, std::string place = {}) {
    return Distrust({FileRule::archive_broken, std::move(place), std::move(why)});
}
Distrust bomb(Text why, std::string place = {}) {
    return Distrust({FileRule::archive_bomb, std::move(place), std::move(why)});
}

struct Directory {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t end = 0;  ///< what comes behind it begins here
};

/// ZIP64 (APPNOTE 4.3.14): a locator just before the end record leads to a longer record.
std::optional<Directory> zip64_directory(Bytes const& bytes, std::uint64_t end_at) {
    if (end_at < 20) return std::nullopt;
    auto const locator = bytes.slice(end_at - 20, 20);
    if (!locator.starts_with("PK\x06\x07")) return std::nullopt;
    auto const at = u64(std::string_view(locator).substr(8));
    auto const record = bytes.slice(at, 56);
    if (record.size() < 56 || !record.starts_with("PK\x06\x06")) return std::nullopt;
    auto const view = std::string_view(record);
    return Directory{u64(view.substr(48)), u64(view.substr(40)), at};
}

tl::expected<Directory, ZipDistrust> find_directory(Bytes const& bytes) {
    auto const tail_bytes = std::min(bytes.size(), end_bytes + comment_bytes_max);
    auto const tail_at = bytes.size() - tail_bytes;
    auto const tail = bytes.slice(tail_at, static_cast<std::size_t>(tail_bytes));
    auto const at = tail.rfind("PK\x05\x06");
    if (at == std::string::npos || tail.size() - at < end_bytes)
        return broken({"er is geen inhoudsopgave; het bestand is wellicht afgebroken",
                       "there is no directory; the file was perhaps cut off"});
    auto const end = std::string_view(tail).substr(at);
    if (u16(end.substr(20)) != end.size() - end_bytes)
        return broken({"er staan gegevens na het einde", "there is data behind its end"});
    if (u16(end.substr(4)) != 0 && u16(end.substr(4)) != 0xFFFF)
        return broken({"het bestaat uit delen", "it is split into parts"});
    auto directory = zip64_directory(bytes, tail_at + at)
                         .value_or(Directory{u32(end.substr(16)), u32(end.substr(12)), tail_at + at});
    if (directory.bytes > directory.end || directory.offset > directory.end - directory.bytes)
        return broken({"de inhoudsopgave ligt buiten het bestand", "its directory lies outside the file"});
    if (directory.bytes > directory_bytes_max)
        return bomb({"de inhoudsopgave is te lang", "its directory is too long"});
    return directory;
}

/// Sizes that do not fit in 32 bits stand in an extra field, in this order, each only if it is needed.
bool take_zip64(std::string_view extra, ZipMember& member) {
    while (extra.size() >= 4) {
        auto const id = u16(extra);
        std::size_t const length = u16(extra.substr(2));
        extra.remove_prefix(4);
        if (extra.size() < length) return false;
        if (id == 0x0001) {
            auto field = extra.substr(0, length);
            for (auto* const number : {&member.bytes, &member.packed, &member.offset}) {
                if (*number != in_zip64) continue;
                if (field.size() < 8) return false;
                *number = u64(field);
                field.remove_prefix(8);
            }
            return true;
        }
        extra.remove_prefix(length);
    }
    return true;
}

tl::expected<ZipMember, ZipDistrust> read_member(std::string_view& rest) {
    Text const damaged{"de inhoudsopgave is beschadigd", "its directory is damaged"};
    if (rest.size() < central_bytes || !rest.starts_with("PK\x01\x02")) return broken(damaged);
    std::size_t const name_bytes = u16(rest.substr(28));
    std::size_t const extra_bytes = u16(rest.substr(30));
    auto const whole = central_bytes + name_bytes + extra_bytes + u16(rest.substr(32));
    if (rest.size() < whole) return broken(damaged);
    ZipMember member{.name = std::string(rest.substr(central_bytes, name_bytes)),
                     .packed = u32(rest.substr(20)),
                     .bytes = u32(rest.substr(24)),
                     .offset = u32(rest.substr(42)),
                     .encrypted = (u16(rest.substr(8)) & 1U) != 0};
    if (!take_zip64(rest.substr(central_bytes + name_bytes, extra_bytes), member)) return broken(damaged, member.name);
    rest.remove_prefix(whole);
    return member;
}

struct Extent {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::string_view name;
};

tl::expected<Extent, ZipDistrust> extent_of(Bytes const& bytes, ZipMember const& member, std::uint64_t directory_at) {
    auto const header = bytes.slice(member.offset, local_bytes + member.name.size());
    auto const view = std::string_view(header);
    if (view.size() != local_bytes + member.name.size() || !view.starts_with("PK\x03\x04") ||
        u16(view.substr(26)) != member.name.size() || view.substr(local_bytes) != member.name)
        return broken({"een onderdeel wordt op twee plaatsen anders beschreven",
                       "an entry is described differently in two places"},
                      member.name);
    auto const data = member.offset + header.size() + u16(view.substr(28));
    if (data > directory_at || member.packed > directory_at - data)
        return broken({"een onderdeel ligt buiten het bestand", "an entry lies outside the file"}, member.name);
    return Extent{member.offset, data + member.packed, member.name};
}

tl::expected<void, ZipDistrust> check_places(Bytes const& bytes, std::vector<ZipMember> const& members,
                                             std::uint64_t directory_at, Budget& budget) {
    std::vector<Extent> extents;
    std::set<std::string_view> names;
    for (auto const& member : members) {
        budget.pay_time();
        if (!names.insert(member.name).second)
            return broken({"een naam komt tweemaal voor", "a name comes twice"}, member.name);
        auto const extent = extent_of(bytes, member, directory_at);
        if (!extent) return Distrust(extent.error());
        extents.push_back(*extent);
    }
    std::sort(extents.begin(), extents.end(), [](auto const& a, auto const& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < extents.size(); ++i)
        if (extents[i].begin < extents[i - 1].end)
            return bomb({"onderdelen liggen op dezelfde plaats", "entries lie in the same place"},
                        std::string(extents[i].name));
    return {};
}

}  // namespace

tl::expected<std::vector<ZipMember>, ZipDistrust> zip_directory(Bytes const& bytes, FileLimits const& limits,
                                                                Budget& budget) {
    auto const directory = find_directory(bytes);
    if (!directory) return Distrust(directory.error());
    auto const text = bytes.slice(directory->offset, static_cast<std::size_t>(directory->bytes));
    std::string_view rest(text);
    std::vector<ZipMember> members;
    while (!rest.empty()) {
        budget.pay_time();
        if (members.size() == limits.entries_max)
            return bomb({"meer dan " + std::to_string(limits.entries_max) + " onderdelen",
                         "more than " + std::to_string(limits.entries_max) + " entries"});
        auto member = read_member(rest);
        if (!member) return Distrust(member.error());
        members.push_back(std::move(*member));
    }
    if (auto const placed = check_places(bytes, members, directory->offset, budget); !placed)
        return Distrust(placed.error());
    return members;
}

bool is_harmless_path(std::string_view name) {
    auto const odd = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\' || c == ':'; };
    if (name.empty() || name.front() == '/' || std::any_of(name.begin(), name.end(), odd)) return false;
    while (!name.empty()) {
        auto const end = name.find('/');
        if (name.substr(0, end) == "..") return false;
        if (end == std::string_view::npos) break;
        name.remove_prefix(end + 1);
    }
    return true;
}

}  // namespace wetbode::files
