// SPDX-License-Identifier: EUPL-1.2
// Which octets a signature covers (ISO 32000-1 section 12.8.1), strictly: from the first octet of the file to the end of
// a revision, all but the hexadecimal string of its own /Contents. Private to this folder; one thread.
#pragma once

#include "gateway/pades/open_pdf.hpp"
#include "gateway/pades/pdf_signatures.hpp"

#include <optional>
#include <string>
#include <vector>

namespace wetbode::pades {

struct ByteRange {
    std::uint64_t gap = 0;      ///< offset of '<'
    std::uint64_t gap_end = 0;  ///< behind '>'
    std::uint64_t end = 0;      ///< behind the last covered octet
};

/// Of a signature dictionary. Empty with a flaw if it cannot be used at all; what else is wrong is added to `flaws`.
[[nodiscard]] std::optional<ByteRange> byte_range_of(QPDFObjectHandle dictionary, files::Bytes const& bytes,
                                                     std::vector<PdfFlaw>& flaws);

/// Read as a stream; throws files::Exhausted when the time is over.
[[nodiscard]] std::string digest_of(files::Bytes const& bytes, ByteRange const& range, HashAlgorithm algorithm,
                                    files::Budget& budget);

/// Nothing but white space lies behind.
[[nodiscard]] bool is_whole(files::Bytes const& bytes, std::uint64_t end);

}  // namespace wetbode::pades
