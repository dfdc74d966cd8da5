// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/unpacked.hpp"

#include "gateway/refusal.hpp"

#define ZLIB_CONST
#include <zlib.h>

#include <array>

namespace wetbode {

namespace {

Bytef const* octets_in(std::string_view text) { return reinterpret_cast<Bytef const*>(text.data()); }

}  // namespace

struct Unpacked::Inflation {
    z_stream stream{};
    std::array<char, 64 * 1024> out;

    Inflation() { ensure(inflateInit2(&stream, -MAX_WBITS) == Z_OK, "zlib can inflate"); }  // raw: RFC 1951 alone
    Inflation(Inflation const&) = delete;
    Inflation& operator=(Inflation const&) = delete;
    ~Inflation() { inflateEnd(&stream); }
};

Unpacked::Unpacked(Packing packing, std::uint64_t bytes, std::function<void(std::string_view)> const& take)
    : inflation_(packing == Packing::deflated ? std::make_unique<Inflation>() : nullptr),
      take_(take),
      left_(bytes),
      crc_(static_cast<std::uint32_t>(crc32(0, nullptr, 0))),
      ended_(packing == Packing::stored) {}

Unpacked::~Unpacked() = default;

bool Unpacked::feed(std::string_view packed) {
    if (inflation_ == nullptr) return hand_out(packed);
    auto& stream = inflation_->stream;
    stream.next_in = octets_in(packed);
    stream.avail_in = static_cast<uInt>(packed.size());
    do {
        if (ended_) return stream.avail_in == 0;
        auto& out = inflation_->out;
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        auto const state = inflate(&stream, Z_NO_FLUSH);
        // Z_BUF_ERROR: nothing could be done with what is there; more input may follow.
        if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) return false;
        ended_ = state == Z_STREAM_END;
        if (!hand_out({out.data(), out.size() - stream.avail_out})) return false;
    } while (stream.avail_in > 0 || stream.avail_out == 0);
    return true;
}

bool Unpacked::hand_out(std::string_view octets) {
    if (octets.size() > left_) return false;
    left_ -= octets.size();
    crc_ = static_cast<std::uint32_t>(crc32(crc_, octets_in(octets), static_cast<uInt>(octets.size())));
    if (!octets.empty()) take_(octets);
    return true;
}

bool Unpacked::is_whole(std::uint32_t crc) const { return ended_ && left_ == 0 && crc_ == crc; }

}  // namespace wetbode
