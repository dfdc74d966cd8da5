// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/spliced_copy.hpp"

#include "gateway/base/content.hpp"
#include "gateway/refusal.hpp"
#include "gateway/sealing/output.hpp"

#include <algorithm>
#include <utility>

namespace wetbode {

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;
constexpr std::size_t held_bytes_least = piece_bytes;  ///< an end tag that two pieces share is held wholly
constexpr std::size_t held_bytes_most = 4 * piece_bytes;  ///< what stays is moved to the front each time
/// The end tag of a document stands in its last octets: what is known of those before need not be hashed again.
constexpr std::size_t tail_bytes = 1024;

/// The plain way, for a place that has left the memory already: the original is read a second time.
Content spliced_again(Content const& original, std::uint64_t at, std::string_view insertion,
                      std::filesystem::path const& spool) {
    ensure(at <= original.bytes, "a place in a document lies in the document");
    Output output(spool);
    auto const reader = open_checked(original);
    std::vector<char> buffer(piece_bytes);
    std::uint64_t seen = 0;
    while (auto const count = reader->read(buffer)) {
        std::string_view const piece(buffer.data(), count);
        if (seen <= at && at < seen + count) {
            output.write(piece.substr(0, static_cast<std::size_t>(at - seen)));
            output.write(insertion);
            output.write(piece.substr(static_cast<std::size_t>(at - seen)));
        } else {
            output.write(piece);
        }
        seen += count;
    }
    ensure(output.bytes() == original.bytes + insertion.size(), "a splice adds what is inserted");
    return output.finish();
}

}  // namespace

SplicedCopy::SplicedCopy(Content const& original, std::filesystem::path spool)
    : original_(original), spool_(std::move(spool)), reader_(open(original)) {
    known_.emplace_back();
}

std::size_t SplicedCopy::read(std::span<char> buffer) {
    if (buffer.empty()) return 0;
    auto const count = reader_->read(buffer);
    if (ended_ && count > 0) differs();
    take({buffer.data(), count});
    // The last octets leave only together with the proof that they are the right ones.
    if ((count == 0 || bytes_ >= original_.bytes) && !std::exchange(ended_, true)) check_end();
    return count;
}

void SplicedCopy::take(std::string_view piece) {
    if (piece.size() > tail_bytes) {
        auto const front = piece.size() - tail_bytes;
        hash_.update(piece.substr(0, front));
        known_.push_back({bytes_ + front, hash_.fork()});
        hash_.update(piece.substr(front));
    } else {
        hash_.update(piece);
    }
    bytes_ += piece.size();
    held_ += piece;
    if (bytes_ - known_.back().bytes > piece_bytes) known_.push_back({bytes_, hash_.fork()});
    write_out();
}

void SplicedCopy::check_end() {
    if (bytes_ != original_.bytes || hash_.finish() != original_.digest) differs();
}

void SplicedCopy::differs() const {
    throw Outage("content", "the bytes kept as " + original_.digest.hex() + " are not what was taken in");
}

void SplicedCopy::write_out() {
    if (held_.size() <= held_bytes_most) return;
    auto const most = bytes_ - held_bytes_least;
    auto const behind = std::find_if(known_.begin(), known_.end(), [most](auto const& k) { return k.bytes > most; });
    auto const last = std::prev(behind);
    auto const count = static_cast<std::size_t>(last->bytes - written_);
    if (count == 0) return;  // of pieces that are no piece of a file
    if (!file_) file_.emplace(spool_);
    file_->write_unhashed(std::string_view(held_).substr(0, count));
    held_.erase(0, count);
    written_ = last->bytes;
    known_.erase(known_.begin(), last);
}

Content SplicedCopy::finish(std::uint64_t at, std::string_view insertion) {
    ensure(ended_, "a document is spliced when it has been read");
    ensure(at <= bytes_, "a place in a document lies in the document");
    if (at < written_) {
        file_.reset();
        return spliced_again(original_, at, insertion, spool_);
    }
    auto const behind = std::find_if(known_.begin(), known_.end(), [at](auto const& k) { return k.bytes > at; });
    auto& [known_bytes, hash] = *std::prev(behind);
    auto const held = std::string_view(held_);
    auto const before = held.substr(0, static_cast<std::size_t>(at - written_));
    auto const after = held.substr(before.size());
    hash.update(before.substr(static_cast<std::size_t>(known_bytes - written_)));
    hash.update(insertion);
    hash.update(after);
    auto const bytes = bytes_ + insertion.size();
    if (!file_ && bytes <= sealed_memory_bytes_max) {
        std::string whole;
        whole.reserve(bytes);
        whole.append(before).append(insertion).append(after);
        return {hash.finish(), bytes, std::move(whole)};
    }
    if (!file_) file_.emplace(spool_);
    for (auto const part : {before, insertion, after}) file_->write_unhashed(part);
    ensure(file_->bytes() == bytes, "a splice adds what is inserted");
    return file_->keep(hash.finish());
}

}  // namespace wetbode
