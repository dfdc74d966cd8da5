// SPDX-License-Identifier: EUPL-1.2
// ZIP files for the tests, header by header, so that they can lie.
#pragma once

#include <zip.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wetbode::made {

inline void put16(std::string& out, std::uint64_t value) {
    out += static_cast<char>(value & 0xFFU);
    out += static_cast<char>(value >> 8U & 0xFFU);
}
inline void put32(std::string& out, std::uint64_t value) {
    put16(out, value & 0xFFFFU);
    put16(out, value >> 16U);
}

inline std::uint32_t crc32_of(std::string const& bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (unsigned char const c : bytes) {
        crc ^= c;
        for (int i = 0; i < 8; ++i) crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xEDB88320U : crc >> 1U;
    }
    return ~crc;
}

struct ZipPart {
    std::string name;
    std::string data;
    std::optional<std::uint32_t> declared_bytes = {};  ///< a lie
    std::optional<std::size_t> lies_on = {};           ///< the central header points to the local header of this part
    unsigned flags = 0;
};

/// Stored, one after the other.
inline std::string stored_zip(std::vector<ZipPart> const& parts) {
    std::string out;
    std::vector<std::size_t> offsets;
    auto const common = [](std::string& to, ZipPart const& part) {
        put16(to, 20);
        put16(to, part.flags);
        put16(to, 0);
        put32(to, 0x00210000);
        put32(to, crc32_of(part.data));
        put32(to, part.data.size());
        put32(to, part.declared_bytes.value_or(static_cast<std::uint32_t>(part.data.size())));
        put16(to, part.name.size());
        put16(to, 0);
    };
    for (auto const& part : parts) {
        offsets.push_back(part.lies_on ? offsets[*part.lies_on] : out.size());
        if (part.lies_on) continue;
        out += "PK\x03\x04";
        common(out, part);
        out += part.name + part.data;
    }
    auto const start = out.size();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        out += "PK\x01\x02";
        put16(out, 20);
        common(out, parts[i]);
        out += std::string(10, '\0');  // comment, disk, attributes
        put32(out, offsets[i]);
        out += parts[i].name;
    }
    auto const length = out.size() - start;
    out += "PK\x05\x06";
    put32(out, 0);
    put16(out, parts.size());
    put16(out, parts.size());
    put32(out, length);
    put32(out, start);
    put16(out, 0);
    return out;
}

/// Deflated by libzip.
inline std::string packed_zip(std::vector<ZipPart> const& parts) {
    zip_error_t error;
    zip_error_init(&error);
    auto* const target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(target);
    auto* const archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    for (auto const& part : parts)
        zip_file_add(archive, part.name.c_str(), zip_source_buffer(archive, part.data.data(), part.data.size(), 0),
                     ZIP_FL_ENC_UTF_8);
    zip_close(archive);
    zip_source_open(target);
    zip_source_seek(target, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(zip_source_tell(target)), '\0');
    zip_source_seek(target, 0, SEEK_SET);
    zip_source_read(target, bytes.data(), bytes.size());
    zip_source_close(target);
    zip_source_free(target);
    return bytes;
}

/// A zlib stream, cut out of such an archive.
inline std::string deflated(std::string const& plain) {
    auto const archive = packed_zip({{"x", plain}});
    auto const at = [&](std::size_t place) { return static_cast<unsigned char>(archive[place]); };
    std::size_t const data = 30 + at(26) + at(28);
    auto const end = archive.find("PK\x01\x02");
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (unsigned char const c : plain) {
        a = (a + c) % 65521;
        b = (b + a) % 65521;
    }
    std::string out = "\x78\x9C" + archive.substr(data, end - data);
    for (auto const value : {b, a}) {
        out += static_cast<char>(value >> 8U);
        out += static_cast<char>(value & 0xFFU);
    }
    return out;
}

/// An OLE2 compound file of 512-octet sectors: header, one table, a directory, then the streams.
struct OleStream {
    std::string name;
    std::string data;
    bool storage = false;
};
inline std::string ole(std::vector<OleStream> const& streams) {
    auto const sectors = [](std::size_t bytes) { return (bytes + 511) / 512; };
    auto const directory = sectors((streams.size() + 1) * 128);
    std::vector<std::uint32_t> table{0xFFFFFFFD};
    auto const chain = [&](std::size_t count) {
        auto const first = static_cast<std::uint32_t>(table.size());
        for (std::size_t i = 0; i < count; ++i)
            table.push_back(i + 1 == count ? 0xFFFFFFFE : static_cast<std::uint32_t>(table.size() + 1));
        return first;
    };
    auto const directory_at = chain(directory);
    std::string entries;
    std::string bodies;
    auto const entry = [&](OleStream const& one, unsigned type, std::uint32_t at) {
        std::string raw;
        for (auto const c : one.name) put16(raw, static_cast<unsigned char>(c));
        raw.resize(64, '\0');
        put16(raw, (one.name.size() + 1) * 2);
        raw += static_cast<char>(type);
        raw += '\x01';
        for (int i = 0; i < 3; ++i) put32(raw, 0xFFFFFFFF);
        raw.resize(116, '\0');
        put32(raw, at);
        put32(raw, one.data.size());
        put32(raw, 0);
        entries += raw;
    };
    entry({"Root Entry", ""}, 5, 0xFFFFFFFE);
    for (auto const& one : streams) {
        auto const count = one.storage ? 0 : sectors(std::max<std::size_t>(one.data.size(), 4096));
        entry(one, one.storage ? 1 : 2, count == 0 ? 0 : chain(count));
        bodies += one.data;
        bodies.resize((bodies.size() + count * 512 - one.data.size()), '\0');
    }
    entries.resize(directory * 512, '\0');
    std::string out = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    out.resize(24, '\0');
    for (auto const value : {0x3EU, 3U, 0xFFFEU, 9U, 6U}) put16(out, value);
    out.resize(44, '\0');
    put32(out, 1);
    put32(out, directory_at);
    put32(out, 0);
    put32(out, 4096);
    put32(out, 0xFFFFFFFE);
    put32(out, 0);
    put32(out, 0xFFFFFFFE);
    put32(out, 0);
    put32(out, 0);
    while (out.size() < 512) put32(out, 0xFFFFFFFF);
    for (auto const next : table) put32(out, next);
    while (out.size() < 1024) put32(out, 0xFFFFFFFF);
    return out + entries + bodies;
}

}  // namespace wetbode::made
