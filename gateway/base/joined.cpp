// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/joined.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/refusal.hpp"

#include <algorithm>
#include <cstring>

namespace wetbode {

namespace {

/// A multiple of three, so that only the last group of a file is padded.
constexpr std::size_t octets_per_step = std::size_t{3} * 16 * 1024;

std::uint64_t in_base64(std::uint64_t octets) { return (octets + 2) / 3 * 4; }

}  // namespace

std::uint64_t length_of(std::vector<JoinedPart> const& parts) {
    std::uint64_t length = 0;
    for (auto const& part : parts) {
        if (auto const* const text = std::get_if<std::string>(&part)) length += text->size();
        else if (auto const* const raw = std::get_if<RawFile>(&part)) length += raw->content.bytes;
        else if (auto const* const file = std::get_if<Base64File>(&part)) length += in_base64(file->content.bytes);
        else length += in_base64(std::get<Octets>(part).bytes);
    }
    return length;
}

std::size_t JoinedReader::read(std::span<char> buffer) {
    std::size_t filled = 0;
    while (filled < buffer.size() && part_ < parts_.size()) {
        if (!opened_) open_part();
        auto const count = read_part(buffer.subspan(filled));
        filled += count;
        if (count > 0) continue;
        reader_.reset();
        opened_ = false;
        ++part_;
    }
    return filled;
}

void JoinedReader::open_part() {
    opened_ = true;
    ready_.clear();
    ready_at_ = 0;
    encode_ = true;
    auto& part = parts_[part_];
    if (auto* const text = std::get_if<std::string>(&part)) {
        ready_.swap(*text);  // each part is read once
        encode_ = false;
    } else if (auto const* const raw = std::get_if<RawFile>(&part)) {
        reader_ = open_checked(raw->content);
        encode_ = false;
    } else if (auto const* const file = std::get_if<Base64File>(&part)) {
        reader_ = open_checked(file->content);
        left_ = file->content.bytes;
    } else {
        auto const& octets = std::get<Octets>(part);
        reader_ = octets.open();
        left_ = octets.bytes;
    }
}

std::size_t JoinedReader::read_part(std::span<char> buffer) {
    if (reader_ && !encode_) return reader_->read(buffer);
    if (encode_ && ready_at_ == ready_.size()) encode_more();
    auto const count = std::min(buffer.size(), ready_.size() - ready_at_);
    std::memcpy(buffer.data(), ready_.data() + ready_at_, count);
    ready_at_ += count;
    return count;
}

void JoinedReader::encode_more() {
    octets_.resize(octets_per_step);
    std::size_t filled = 0;
    while (filled < octets_.size()) {
        auto const count = reader_->read(std::span<char>(octets_).subspan(filled));
        if (count == 0) break;
        filled += count;
    }
    if (filled > left_) throw Outage("content", "a file grew while it was sent");
    left_ -= filled;
    if (filled < octets_.size() && left_ > 0) throw Outage("content", "a file shrank while it was sent");
    ready_ = base64({octets_.data(), filled});
    ready_at_ = 0;
}

}  // namespace wetbode
