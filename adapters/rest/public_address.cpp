// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/public_address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace wetbode::rest {

namespace {

struct Block {
    std::uint32_t network;
    unsigned bits;
};

/// What the IANA registry of special-purpose IPv4 addresses does not call globally reachable, and multicast.
/// One address of a cloud's own platform lies amid public ones.
constexpr std::array<Block, 16> closed_blocks{{
    {0x00000000, 8},   // this network
    {0x0A000000, 8},   // private
    {0x64400000, 10},  // shared (RFC 6598)
    {0x7F000000, 8},   // loopback
    {0xA9FE0000, 16},  // link-local
    {0xAC100000, 12},  // private
    {0xC0000000, 24},  // protocol assignments
    {0xC0000200, 24},  // documentation
    {0xC0586300, 24},  // 6to4 relays, deprecated
    {0xC0A80000, 16},  // private
    {0xC6120000, 15},  // benchmarking
    {0xC6336400, 24},  // documentation
    {0xCB007100, 24},  // documentation
    {0xE0000000, 4},   // multicast
    {0xF0000000, 4},   // reserved, broadcast
    {0xA83F8110, 32},  // the platform of Azure, 168.63.129.16
}};

bool is_public(std::uint32_t address) {
    return std::ranges::none_of(closed_blocks, [address](Block const& block) {
        return address >> (32U - block.bits) == block.network >> (32U - block.bits);
    });
}

using Octets = std::array<std::uint8_t, 16>;

std::uint32_t four_at(Octets const& octets, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8U | octets.at(at + i);
    return value;
}

bool begins(Octets const& octets, std::initializer_list<int> with) {
    return std::equal(with.begin(), with.end(), octets.begin(),
                      [](int wanted, std::uint8_t is) { return wanted == is; });
}

bool is_public(Octets const& octets) {
    if (begins(octets, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF})) return is_public(four_at(octets, 12));
    if (begins(octets, {0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0})) return is_public(four_at(octets, 12));
    if (begins(octets, {0x20, 0x02})) return is_public(four_at(octets, 2));
    // Teredo and other assignments of protocols, documentation: nobody who answers for a certificate lives there.
    if (begins(octets, {0x20, 0x01}) && octets[2] < 2) return false;
    if (begins(octets, {0x20, 0x01, 0x0D, 0xB8}) || begins(octets, {0x3F, 0xFF})) return false;
    return octets[0] >> 5U == 1;  // 2000::/3, all that is given out
}

}  // namespace

std::optional<std::string> numbers_of(sockaddr const& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    void const* where = nullptr;
    if (address.sa_family == AF_INET) where = &reinterpret_cast<sockaddr_in const&>(address).sin_addr;
    if (address.sa_family == AF_INET6) where = &reinterpret_cast<sockaddr_in6 const&>(address).sin6_addr;
    if (where == nullptr || inet_ntop(address.sa_family, where, text.data(), text.size()) == nullptr)
        return std::nullopt;
    return std::string(text.data());
}

bool is_public(sockaddr const& address) {
    if (address.sa_family == AF_INET)
        return is_public(ntohl(reinterpret_cast<sockaddr_in const&>(address).sin_addr.s_addr));
    if (address.sa_family != AF_INET6) return false;
    Octets octets{};
    std::memcpy(octets.data(), &reinterpret_cast<sockaddr_in6 const&>(address).sin6_addr, octets.size());
    return is_public(octets);
}

}  // namespace wetbode::rest
