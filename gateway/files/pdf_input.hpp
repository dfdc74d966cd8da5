// SPDX-License-Identifier: EUPL-1.2
// A PDF that may be hostile, as qpdf takes it, for rooms that use qpdf themselves: from where it lies, in blocks, and
// only as much as one step may cost. One thread.
#pragma once

#include "gateway/files/budget.hpp"
#include "gateway/files/bytes.hpp"

#include <cstdint>
#include <memory>

class InputSource;  // qpdf's

namespace wetbode::files {

class PdfSource;

class PdfInput {
public:
    /// The first `end` octets: an earlier revision of the document, or all of it. `step_bytes` may be read at first.
    PdfInput(Bytes const& bytes, Budget& budget, std::uint64_t step_bytes, std::uint64_t end);

    /// A new step begins: `bytes` may be read for it.
    void allow(std::uint64_t bytes);
    [[nodiscard]] std::shared_ptr<InputSource> source() const;

private:
    std::shared_ptr<PdfSource> source_;  ///< shared: qpdf holds it, too
};

}  // namespace wetbode::files
