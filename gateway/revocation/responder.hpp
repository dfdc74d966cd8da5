// SPDX-License-Identifier: EUPL-1.2
// Whether the word of an OCSP responder counts although nobody says that its own certificate was not revoked (RFC 6960
// section 4.2.2.2.1). Pure.
#pragma once

#include <string>
#include <string_view>

namespace wetbode::revocation {

/// No for a certificate with id-pkix-ocsp-nocheck or another mark that nothing will be said of its revocation (RFC
/// 9608; ETSI EN 319 412-1 section 5.2.2), and for one that lives a day at most: an authority has as long to act on a
/// request to revoke (ETSI EN 319 411-1 section 6.2.4), so a list would come too late. Yes for what is no certificate.
[[nodiscard]] bool needs_word_of_others(std::string_view responder_der);

/// Whether a revocation for this reason, in the words of reason_words(), leaves in doubt who held the key before it:
/// then what the key signed proves no date either. Only changes of use do not.
[[nodiscard]] bool casts_doubt_on_the_past(std::string_view reason);

}  // namespace wetbode::revocation
