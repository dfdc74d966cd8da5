// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/pdf_source.hpp"

#include "gateway/refusal.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace wetbode::files {

namespace {

constexpr std::size_t block_bytes = 32 * 1024;

}  // namespace

PdfSource::PdfSource(Bytes const& bytes, Budget& budget, std::uint64_t step_bytes, std::uint64_t end)
    : bytes_(bytes), budget_(budget), left_(step_bytes), end_(std::min(end, bytes.size())) {}

void PdfSource::fetch_block(std::uint64_t start) {
    budget_.pay_time();
    try {
        block_ = bytes_.slice(start, block_bytes);
    } catch (Outage const&) {
        budget_.note_outage();
        throw;
    }
    block_start_ = start;
}

std::size_t PdfSource::read(char* target, std::size_t length) {
    last_offset = static_cast<qpdf_offset_t>(at_);
    std::size_t filled = 0;
    while (filled < length && at_ < end_) {
        if (at_ < block_start_ || at_ >= block_start_ + block_.size()) fetch_block(at_ / block_bytes * block_bytes);
        if (at_ >= block_start_ + block_.size()) break;  // the file became shorter
        auto const from = static_cast<std::size_t>(at_ - block_start_);
        auto const wanted = static_cast<std::size_t>(std::min<std::uint64_t>(length - filled, end_ - at_));
        auto const count = std::min(wanted, block_.size() - from);
        if (count > left_) budget_.spend("bytes of one object");
        left_ -= count;
        std::memcpy(target + filled, block_.data() + from, count);
        filled += count;
        at_ += count;
    }
    return filled;
}

void PdfSource::seek(qpdf_offset_t offset, int whence) {
    auto const base = whence == SEEK_SET   ? 0
                      : whence == SEEK_CUR ? static_cast<qpdf_offset_t>(at_)
                                           : static_cast<qpdf_offset_t>(end_);
    qpdf_offset_t place = 0;
    if (__builtin_add_overflow(base, offset, &place) || place < 0)
        throw std::runtime_error("a place before the beginning of the file");
    at_ = static_cast<std::uint64_t>(place);
}

qpdf_offset_t PdfSource::findAndSkipNextEOL() {
    char c = 0;
    while (read(&c, 1) == 1) {
        if (c != '\r' && c != '\n') continue;
        auto const found = tell() - 1;
        while (read(&c, 1) == 1) {
            if (c == '\r' || c == '\n') continue;
            unreadCh(c);
            break;
        }
        return found;
    }
    return tell();
}

}  // namespace wetbode::files
