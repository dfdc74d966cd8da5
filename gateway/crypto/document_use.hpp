// SPDX-License-Identifier: EUPL-1.2
// Whether a certificate may stand for a signature on a document, as its extended key usage says. Pure; any thread.
#pragma once

#include <string_view>

namespace wetbode {

/// False if it holds an extended key usage (RFC 5280 section 4.2.1.12) in which every purpose is another than signing
/// documents: web servers (and clients, beside servers), program code, time stamps, OCSP, IPsec. True without the
/// extension, or with any other purpose in it: document signing (RFC 9336, and those of Adobe and Microsoft), e-mail,
/// signing of trust lists, clients alone (identity cards and seals of several countries), or one that is not known
/// here. False for octets that are no certificate, and for an extension that cannot be read or comes twice.
[[nodiscard]] bool may_serve_documents(std::string_view certificate_der);

/// For an authority above a time authority: without the extension, or with timeStamping or any purpose in it.
[[nodiscard]] bool may_lead_to_time_stamps(std::string_view certificate_der);

}  // namespace wetbode
