// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/pdf_input.hpp"

#include "gateway/files/pdf_source.hpp"

namespace wetbode::files {

PdfInput::PdfInput(Bytes const& bytes, Budget& budget, std::uint64_t step_bytes, std::uint64_t end)
    : source_(std::make_shared<PdfSource>(bytes, budget, step_bytes, end)) {}

void PdfInput::allow(std::uint64_t bytes) { source_->allow(bytes); }

std::shared_ptr<InputSource> PdfInput::source() const { return source_; }

}  // namespace wetbode::files
