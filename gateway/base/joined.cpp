// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/joined.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"

#include <algorithm>
#include <cstring>

namespace wetbode {

namespace {

/// A multiple of three, so that only the last group of a content is padded.
constexpr std::size_t octets_per_step = std::size_t{3} * 64 * 1024;

class JoinedReader final : public ContentReader {
public:
    explicit JoinedReader(std::vector<JoinedPart> parts) : parts_(std::move(parts)) {}

    std::size_t read(std::span<char> buffer) override {
        while (ready_at_ == ready_.size())
            if (!more()) return 0;
        auto const count = std::min(buffer.size(), ready_.size() - ready_at_);
        std::memcpy(buffer.data(), ready_.data() + ready_at_, count);
        ready_at_ += count;
        return count;
    }

private:
    bool more() {
        ready_at_ = 0;
        ready_.clear();
        if (part_ == parts_.size()) return false;
        if (auto* const text = std::get_if<std::string>(&parts_[part_])) {
            ready_.swap(*text);
            ++part_;
        } else {
            encode_more(std::get<Content>(parts_[part_]));
        }
        return true;
    }

    void encode_more(Content const& content) {
        if (!reader_) reader_ = open_checked(content);
        room_.resize(octets_per_step);
        std::size_t filled = 0;
        while (filled < room_.size()) {
            auto const count = reader_->read({room_.data() + filled, room_.size() - filled});
            if (count == 0) break;
            filled += count;
        }
        ready_ = base64({room_.data(), filled});
        if (filled == room_.size()) return;
        reader_.reset();
        ++part_;
    }

    std::vector<JoinedPart> parts_;
    std::size_t part_ = 0;
    std::unique_ptr<ContentReader> reader_;
    std::string room_;
    std::string ready_;
    std::size_t ready_at_ = 0;
};

}  // namespace

std::uint64_t length_of(std::vector<JoinedPart> const& parts) {
    std::uint64_t length = 0;
    for (auto const& part : parts) {
        auto const* const text = std::get_if<std::string>(&part);
        length += text != nullptr ? text->size() : (std::get<Content>(part).bytes + 2) / 3 * 4;
    }
    return length;
}

std::unique_ptr<ContentReader> open_joined(std::vector<JoinedPart> parts) {
    return std::make_unique<JoinedReader>(std::move(parts));
}

}  // namespace wetbode
