// SPDX-License-Identifier: EUPL-1.2
// ZIP files octet by octet, honest or not: no library would write most of these.
#pragma once

#include "tests/unit/sealing/workshop.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::test {

struct RawEntry {
    std::string name;
    std::string data{};  ///< as it is packed
    unsigned method = 0;
    std::optional<std::uint32_t> bytes{};  ///< unpacked; else the length of the data
    std::optional<std::uint32_t> crc{};    ///< else of the data
    unsigned flags = 0;
    unsigned made_by = 3U << 8U | 20U;  ///< Unix
    std::uint32_t attributes = 0;
    unsigned internal = 0;  ///< attributes
    unsigned version = 20;  ///< needed to unpack it
    unsigned time = 0;
    std::optional<unsigned> central_time{};
    std::string extra{};    ///< in both headers
    std::string comment{};
    std::string behind{};  ///< the data: a descriptor
};

[[nodiscard]] std::string raw_zip(std::vector<RawEntry> const& entries, std::string const& comment = {});
[[nodiscard]] std::string deflated(std::string_view text);
[[nodiscard]] std::uint32_t crc_of(std::string_view text);

}  // namespace wetbode::test
