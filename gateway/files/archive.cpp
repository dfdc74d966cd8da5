// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/archive.hpp"

#include "gateway/files/compound.hpp"
#include "gateway/files/office.hpp"
#include "gateway/files/zip_directory.hpp"

#include <zip.h>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace wetbode::files {

namespace {

struct Discard {
    void operator()(zip_t* zip) const { zip_discard(zip); }
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Zip = std::unique_ptr<zip_t, Discard>;
using ZipFile = std::unique_ptr<zip_file_t, Discard>;

Zip opened(Bytes const& bytes) {
    if (bytes.descriptor() >= 0) {
        // libzip closes what it is given.
        int const own = ::dup(bytes.descriptor());
        if (own < 0) throw Outage("content", std::string("cannot read an archive: ") + std::strerror(errno));
        int code = 0;
        Zip zip(zip_fdopen(own, 0, &code));
        if (zip == nullptr) ::close(own);
        return zip;
    }
    zip_error_t error;
    zip_error_init(&error);
    auto* const source = zip_source_buffer_create(bytes.view().data(), bytes.view().size(), 0, &error);
    if (source == nullptr) throw std::bad_alloc();
    Zip zip(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (zip == nullptr) zip_source_free(source);
    zip_error_fini(&error);
    return zip;
}

/// One run over an archive and those in it.
class Unpacking {
public:
    Unpacking(Budget& budget, Report& report) : budget_(budget), report_(report), limits_(report.policy().limits) {}

    void run(Bytes const& bytes, AllowedFileType const* expected, std::string const& place, std::uint64_t depth) {
        auto const members = zip_directory(bytes, limits_, budget_);
        if (!members) return tell(members.error(), place);
        entries_ += members->size();
        if (entries_ > limits_.entries_max)
            return tell({FileRule::archive_bomb, "", {"te veel onderdelen", "too many entries"}}, place);
        if (!check_declared(*members, place)) return;
        auto const zip = opened(bytes);
        if (zip == nullptr || !sees_the_same(zip.get(), *members))
            return tell({FileRule::archive_broken, "", {"het is niet leesbaar", "it cannot be read"}}, place);
        OfficeParts parts;
        for (std::size_t i = 0; i < members->size(); ++i) {
            auto const& member = (*members)[i];
            parts.names.push_back(member.name);
            if (member.is_folder()) continue;
            auto kept = unpacked(zip.get(), i, member, place);
            if (!kept) return;
            look_into(member.name, *kept, place, depth);
            if (is_office_part(member.name)) parts.read.emplace(member.name, std::move(*kept));
        }
        check_office(parts, expected, place, report_);
    }

private:
    static std::string within(std::string const& place, std::string const& name) {
        return place.empty() ? name : name.empty() ? place : place + " > " + name;
    }

    void tell(ZipDistrust const& distrust, std::string const& place) {
        auto const where = within(place, distrust.place);
        auto const told = where.empty() ? Text{} : Text{" (" + tamed(where) + ")", " (" + tamed(where) + ")"};
        report_.add(distrust.rule, where,
                    {"Het archief is niet te vertrouwen: " + distrust.why.nl + told.nl + ". Maak het bestand opnieuw.",
                     "The archive is not to be trusted: " + distrust.why.en + told.en + ". Make the file anew."});
    }

    static bool sees_the_same(zip_t* zip, std::vector<ZipMember> const& members) {
        if (zip_get_num_entries(zip, ZIP_FL_UNCHANGED) != static_cast<zip_int64_t>(members.size())) return false;
        for (std::size_t i = 0; i < members.size(); ++i) {
            char const* const name = zip_get_name(zip, i, ZIP_FL_ENC_RAW);
            if (name == nullptr || members[i].name != name) return false;
        }
        return true;
    }

    /// What the directory says, before anything is unpacked.
    bool check_declared(std::vector<ZipMember> const& members, std::string const& place) {
        std::uint64_t together = 0;
        bool fine = true;
        auto const refuse = [&](FileRule rule, std::string const& name, Text why) {
            tell({rule, name, std::move(why)}, place);
            fine = false;
        };
        for (auto const& member : members) {
            if (!is_harmless_path(member.name))
                refuse(FileRule::archive_path, member.name,
                       {"een naam leidt buiten de map waarin wordt uitgepakt",
                        "a name leads out of the folder that it is unpacked to"});
            if (member.encrypted)
                refuse(FileRule::archive_encrypted, member.name,
                       {"een onderdeel is versleuteld", "an entry is encrypted"});
            if (member.bytes > limits_.ratio_from && member.bytes / limits_.ratio_max > member.packed)
                refuse(FileRule::archive_bomb, member.name,
                       {"een onderdeel is verdacht sterk samengeperst", "an entry is compressed beyond belief"});
            if (__builtin_add_overflow(together, member.bytes, &together)) together = ~std::uint64_t{0};
        }
        if (together > budget_.unpacked_left())
            refuse(FileRule::archive_bomb, "", {"uitgepakt is het te groot", "it unpacks to too much"});
        return fine;
    }

    /// All octets pass; those of a part that must be looked into are given back, of others only the first few. Empty
    /// if the entry is damaged, which is told.
    std::optional<std::string> unpacked(zip_t* zip, std::size_t index, ZipMember const& member,
                                        std::string const& place) {
        auto const damaged = [&](Text why) {
            tell({FileRule::archive_broken, member.name, std::move(why)}, place);
            return std::nullopt;
        };
        ZipFile const file(zip_fopen_index(zip, index, ZIP_FL_UNCHANGED));
        if (file == nullptr) return damaged({"een onderdeel is niet uit te pakken", "an entry cannot be unpacked"});
        std::string kept;
        std::uint64_t count = 0;
        bool whole = is_office_part(member.name);
        std::array<char, 64 * 1024> buffer;
        while (true) {
            auto const got = zip_fread(file.get(), buffer.data(), buffer.size());
            if (got < 0) return damaged({"een onderdeel is beschadigd", "an entry is damaged"});
            if (got == 0) break;
            auto const bytes = std::string_view(buffer.data(), static_cast<std::size_t>(got));
            if (count == 0) whole = whole || bytes.starts_with(zip_magic) || bytes.starts_with(ole_magic);
            budget_.pay_unpacked(bytes.size());
            count += bytes.size();
            if (count > member.bytes)
                return damaged({"een onderdeel is langer dan opgegeven", "an entry is longer than declared"});
            if (!whole) continue;
            if (count > (is_office_part(member.name) ? office_part_max : limits_.nested_bytes_max)) {
                tell({FileRule::archive_bomb, member.name,
                      {"een onderdeel is te groot om in te kijken", "an entry is too large to look into"}},
                     place);
                return std::nullopt;
            }
            kept.append(bytes);
        }
        if (count != member.bytes) return damaged({"een onderdeel is te kort", "an entry is too short"});
        return kept;
    }

    void look_into(std::string const& name, std::string const& octets, std::string const& place, std::uint64_t depth) {
        auto const here = within(place, name);
        if (octets.starts_with(ole_magic)) {
            tell_ole(ole_facts(Bytes(std::string_view(octets)), budget_), here, report_);
        } else if (octets.starts_with(zip_magic)) {
            if (depth == limits_.nesting_max)
                return tell({FileRule::archive_bomb, "", {"archieven in archieven", "archives in archives"}}, here);
            run(Bytes(std::string_view(octets)), nullptr, here, depth + 1);
        }
    }

    Budget& budget_;
    Report& report_;
    FileLimits const& limits_;
    std::uint64_t entries_ = 0;
};

}  // namespace

void check_archive(Bytes const& bytes, AllowedFileType const* expected, Budget& budget, Report& report) {
    try {
        Unpacking(budget, report).run(bytes, expected, "", 0);
    } catch (Exhausted const& limit) {
        report.add(FileRule::archive_bomb, "",
                   {"Het archief is te groot of te ingewikkeld om uit te pakken. Maak het kleiner of splits het.",
                    "The archive is too large or too intricate to unpack. Make it smaller, or split it."},
                   limit.what());
    }
}

}  // namespace wetbode::files
