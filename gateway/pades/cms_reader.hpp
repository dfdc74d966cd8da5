// SPDX-License-Identifier: EUPL-1.2
// Reads the CMS message in /Contents of a signature from others. OpenSSL takes it apart and checks the signature value;
// what PAdES asks of it is checked here. Private to this folder; one thread per object.
#pragma once

#include "gateway/pades/pdf_signatures.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::pades {

/// SHA-2 over the signed ranges, with the algorithm that the message asks for.
using DigestOfRanges = std::function<std::string(HashAlgorithm)>;

/// `baseline`: PAdES (ETSI.CAdES.detached), which is stricter than what ISO 32000-1 allows. `contents` may end in the
/// zeros that filled up its place. What is not as it must be is added to `flaws`. Empty if it is no message with exactly
/// one signer.
[[nodiscard]] std::optional<ReadCms> read_cms(std::string_view contents, bool baseline, DigestOfRanges const& digest,
                                              std::vector<PdfFlaw>& flaws);

/// `contents` without the zeros behind the one DER element it begins with; empty if there is none, or something else
/// than zeros behind it.
[[nodiscard]] std::string_view without_filling(std::string_view contents);

}  // namespace wetbode::pades
