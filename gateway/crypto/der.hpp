// SPDX-License-Identifier: EUPL-1.2
// Writes ASN.1 in its distinguished encoding (DER, ITU-T X.690) for the few structures that OpenSSL does not write as
// the standards of ETSI want them. Reading is OpenSSL's. Pure.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::der {

/// Tag, length, content. Any length.
[[nodiscard]] std::string tlv(unsigned char tag, std::string_view content);
[[nodiscard]] std::string sequence(std::initializer_list<std::string_view> parts);
/// SET OF: the parts are put in ascending order of their octets, as DER asks.
[[nodiscard]] std::string set_of(std::vector<std::string> parts);
/// OBJECT IDENTIFIER from its dotted form, "1.2.840.113549.1.7.2".
[[nodiscard]] std::string oid(std::string_view dotted);
[[nodiscard]] std::string octet_string(std::string_view octets);
/// A number that is not negative.
[[nodiscard]] std::string integer(std::uint64_t number);
[[nodiscard]] std::string null();

}  // namespace wetbode::der
