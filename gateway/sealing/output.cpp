// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/output.hpp"

#include "gateway/base/content.hpp"
#include "gateway/refusal.hpp"

#include <vector>

namespace wetbode {

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

}  // namespace

void Output::write(std::string_view octets) {
    bytes_ += octets.size();
    if (!file_ && bytes_ > sealed_memory_bytes_max) {
        file_.emplace(spool_);
        file_->write(memory_);
        memory_ = {};
    }
    if (file_) file_->write(octets);
    else memory_ += octets;
}

Content Output::finish() { return file_ ? file_->keep() : content_of(std::move(memory_)); }

Content spliced(Content const& original, std::uint64_t at, std::string_view insertion,
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

}  // namespace wetbode
