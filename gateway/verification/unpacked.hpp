// SPDX-License-Identifier: EUPL-1.2
// The octets of one ZIP entry, unpacked as they come, and whether the entry held them and nothing else. One entry per
// object, one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace wetbode {

enum class Packing { stored, deflated };

class Unpacked {
public:
    /// `bytes`: how many octets there must be in the end. `take` gets them in pieces.
    Unpacked(Packing packing, std::uint64_t bytes, std::function<void(std::string_view)> const& take);
    Unpacked(Unpacked const&) = delete;
    Unpacked& operator=(Unpacked const&) = delete;
    ~Unpacked();

    /// False if these octets are not packed as they should be, hold more than was declared, or come behind the end.
    [[nodiscard]] bool feed(std::string_view packed);
    /// All octets are there, with this CRC-32, and the packed text has ended.
    [[nodiscard]] bool is_whole(std::uint32_t crc) const;

private:
    [[nodiscard]] bool hand_out(std::string_view octets);

    struct Inflation;
    std::unique_ptr<Inflation> inflation_;  ///< null if it is stored
    std::function<void(std::string_view)> const& take_;
    std::uint64_t left_;
    std::uint32_t crc_;
    bool ended_;
};

}  // namespace wetbode
