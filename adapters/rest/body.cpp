// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/body.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"

#include <algorithm>
#include <cstring>

namespace wetbode::rest {

namespace {

/// A multiple of three, so that only the last group of a file is padded.
constexpr std::size_t octets_per_step = 3 * 16 * 1024;

}  // namespace

std::uint64_t wire_bytes(BodyPart const& part) {
    if (auto const* text = std::get_if<std::string>(&part)) return text->size();
    if (auto const* file = std::get_if<RawFile>(&part)) return file->content.bytes;
    return (std::get<Base64File>(part).content.bytes + 2) / 3 * 4;
}

std::uint64_t wire_bytes(std::vector<BodyPart> const& parts) {
    std::uint64_t sum = 0;
    for (auto const& part : parts) sum += wire_bytes(part);
    return sum;
}

BodyReader::BodyReader(std::vector<BodyPart> const& parts) : parts_(parts) {}

std::size_t BodyReader::read(std::span<char> buffer) {
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

void BodyReader::open_part() {
    opened_ = true;
    ready_.clear();
    ready_at_ = 0;
    encode_ = false;
    auto const& part = parts_[part_];
    if (auto const* text = std::get_if<std::string>(&part)) {
        ready_ = *text;
    } else if (auto const* file = std::get_if<RawFile>(&part)) {
        reader_ = open_checked(file->content);
    } else {
        reader_ = open_checked(std::get<Base64File>(part).content);
        encode_ = true;
    }
}

std::size_t BodyReader::read_part(std::span<char> buffer) {
    if (reader_ && !encode_) return reader_->read(buffer);
    if (encode_ && ready_at_ == ready_.size()) encode_more();
    auto const count = std::min(buffer.size(), ready_.size() - ready_at_);
    std::memcpy(buffer.data(), ready_.data() + ready_at_, count);
    ready_at_ += count;
    return count;
}

void BodyReader::encode_more() {
    octets_.resize(octets_per_step);
    std::size_t filled = 0;
    while (filled < octets_.size()) {
        auto const count = reader_->read(std::span<char>(octets_).subspan(filled));
        if (count == 0) break;
        filled += count;
    }
    ready_ = base64({octets_.data(), filled});
    ready_at_ = 0;
}

}  // namespace wetbode::rest
