// SPDX-License-Identifier: EUPL-1.2
// For tests that attack sealed PDFs: further revisions, octet by octet, and what the report says of them.
#pragma once

#include "tests/unit/pades/house.hpp"

#include "gateway/verification/expected_signers.hpp"
#include "gateway/verification/verification.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace wetbode::test {

using Objects = std::map<int, std::string>;  ///< body by number; an empty body frees its object

[[nodiscard]] std::size_t last_xref(std::string const& pdf);
/// A further revision with these objects. `trailer`: more entries of its trailer, "/Info 9 0 R".
[[nodiscard]] std::string with_revision(std::string const& pdf, Objects const& objects,
                                        std::string const& root = "1 0 R", std::string const& trailer = {});
/// `text` with the first `old` replaced, which must be there.
[[nodiscard]] std::string with(std::string text, std::string_view old, std::string_view other);
/// The same, as long as it was: `other` is filled up with blanks.
[[nodiscard]] std::string in_place(std::string text, std::string_view old, std::string other);
/// The body of an object as it is now.
[[nodiscard]] std::string object(std::string const& pdf, int id);

[[nodiscard]] bool changed(ReadPdf const& pdf, PdfChangeKind kind);
/// Revocation is not asked for.
[[nodiscard]] VerificationReport verified(House const& house, std::string const& pdf,
                                          ExpectedSigners const& expected = {});
[[nodiscard]] bool has(VerificationReport const& report, std::string_view code);
/// Findings, and warnings in brackets, in English.
[[nodiscard]] std::string words_of(VerificationReport const& report);

/// A PDF with the message that `make` builds out of the digest of the document, and these entries in its dictionary.
[[nodiscard]] std::string with_message(House& house, std::function<std::string(std::string const& digest)> make,
                                       std::string const& more_entries = {}, std::string const& pdf = plain_pdf());
/// With a message of the house's usual signer.
[[nodiscard]] std::string signed_with(House& house, std::string const& attributes);
/// Sealed in the house's name; `entries` of its dictionary, such as a certification.
[[nodiscard]] std::string certified(House& house, std::string const& pdf, std::string const& entries);
/// DocMDP
[[nodiscard]] std::string permits(int what);

}  // namespace wetbode::test
