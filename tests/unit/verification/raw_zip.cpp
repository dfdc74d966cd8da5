// SPDX-License-Identifier: EUPL-1.2
#include "tests/unit/verification/raw_zip.hpp"

namespace wetbode::test {

namespace {

std::string u16(unsigned value) { return {static_cast<char>(value & 0xFFU), static_cast<char>(value >> 8U & 0xFFU)}; }
std::string u32(std::uint32_t value) { return u16(value & 0xFFFFU) + u16(value >> 16U); }

}  // namespace

std::uint32_t crc_of(std::string_view text) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (auto const c : text) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

/// RFC 1951 section 3.2.4: one block that is stored, the last one.
std::string deflated(std::string_view text) {
    auto const length = static_cast<unsigned>(text.size());
    return "\x01" + u16(length) + u16(~length & 0xFFFFU) + std::string(text);
}

std::string raw_zip(std::vector<RawEntry> const& entries, std::string const& comment) {
    std::string out;
    std::string directory;
    for (auto const& entry : entries) {
        auto const sums = u32(entry.crc.value_or(crc_of(entry.data))) +
                          u32(static_cast<std::uint32_t>(entry.data.size())) +
                          u32(entry.bytes.value_or(static_cast<std::uint32_t>(entry.data.size())));
        auto const lengths =
            u16(static_cast<unsigned>(entry.name.size())) + u16(static_cast<unsigned>(entry.extra.size()));
        auto const kind = u16(entry.version) + u16(entry.flags) + u16(entry.method);
        auto const attributes = u16(entry.internal) + u32(entry.attributes);
        directory += "PK\x01\x02" + u16(entry.made_by) + kind + u16(entry.central_time.value_or(entry.time)) +
                     u16(0x21) + sums + lengths + u16(static_cast<unsigned>(entry.comment.size())) + u16(0) +
                     attributes + u32(static_cast<std::uint32_t>(out.size())) + entry.name + entry.extra +
                     entry.comment;
        out += "PK\x03\x04" + kind + u16(entry.time) + u16(0x21) + sums + lengths + entry.name + entry.extra +
               entry.data + entry.behind;
    }
    auto const count = u16(static_cast<unsigned>(entries.size()));
    auto const end = "PK\x05\x06" + u16(0) + u16(0) + count + count +
                     u32(static_cast<std::uint32_t>(directory.size())) + u32(static_cast<std::uint32_t>(out.size())) +
                     u16(static_cast<unsigned>(comment.size())) + comment;
    return out + directory + end;
}

}  // namespace wetbode::test
