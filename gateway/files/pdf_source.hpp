// SPDX-License-Identifier: EUPL-1.2
// How qpdf reads a file that may be hostile: from where it lies, in blocks, and only as much as one step may cost.
// Private to this folder; one thread.
#pragma once

#include "gateway/files/budget.hpp"
#include "gateway/files/bytes.hpp"

// qpdf 11 asks which of its pointer types we use: none of the old ones.
#define POINTERHOLDER_TRANSITION 4
#include <qpdf/InputSource.hh>

namespace wetbode::files {

class PdfSource final : public InputSource {
public:
    PdfSource(Bytes const& bytes, Budget& budget, std::uint64_t step_bytes)
        : PdfSource(bytes, budget, step_bytes, bytes.size()) {}
    /// Only the first `end` octets: an earlier revision of the document.
    PdfSource(Bytes const& bytes, Budget& budget, std::uint64_t step_bytes, std::uint64_t end);

    /// A new step begins: `bytes` may be read for it.
    void allow(std::uint64_t bytes) { left_ = bytes; }

    qpdf_offset_t findAndSkipNextEOL() override;
    std::string const& getName() const override { return name_; }
    qpdf_offset_t tell() override { return static_cast<qpdf_offset_t>(at_); }
    void seek(qpdf_offset_t offset, int whence) override;
    void rewind() override { at_ = 0; }
    std::size_t read(char* target, std::size_t length) override;
    void unreadCh(char) override {
        if (at_ > 0) --at_;
    }

private:
    void fetch_block(std::uint64_t start);

    Bytes const& bytes_;
    Budget& budget_;
    std::uint64_t left_;
    std::uint64_t end_;
    std::uint64_t at_ = 0;
    std::string block_;
    std::uint64_t block_start_ = 0;
    std::string name_ = "PDF";
};

}  // namespace wetbode::files
