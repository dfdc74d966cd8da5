// SPDX-License-Identifier: EUPL-1.2
// The certificates of a seal, looked at before the first seal is made: what a verifier would complain of later
// stops the start now. Pure functions of their arguments; any thread.
#pragma once

#include "gateway/keys/signer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// How an RSA key signs; for ECDSA the curve decides alone.
enum class RsaPadding {
    pss,    ///< RSASSA-PSS with SHA-256, MGF1 and a salt of 32 octets (RFC 8017 section 8.1)
    pkcs1,  ///< RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2), for old verifiers; ends with 2028
};

/// What a seal key may be: ECDSA on P-256 or P-384, RSA from `rsa_bits_min` on.
inline constexpr int rsa_bits_min = 3072;
inline constexpr int rsa_bits_max = 8192;  ///< longer ones sign too slowly to be meant
inline constexpr std::size_t chain_certificates_max = 8;

struct SealChain {
    std::vector<std::string> certificates;  ///< DER, seal certificate first, each signed by the next
    SignatureAlgorithm algorithm;           ///< fixed by the key in the first
    int key_bits = 0;
    Instant not_after;                      ///< of the first
};

/// Throws Outage("keys") with a sentence that names `where` and what to do, if there is no certificate or too many,
/// one is not signed by the next or stands in the wrong place, one has ended or has not begun at `now`, the first
/// is not for signing (key usage digitalSignature or nonRepudiation) or its key is of no kind that may seal.
[[nodiscard]] SealChain checked_chain(std::vector<std::string> certificates, RsaPadding rsa, Instant now,
                                      std::string const& where);

/// Puts certificates that came in no order (PKCS#12, token) behind `first`, each after the one that it signed;
/// those that signed nothing of it are left out.
[[nodiscard]] std::vector<std::string> chain_in_order(std::string first, std::vector<std::string> others);

/// Signs a text of no meaning and looks whether the signature holds for the certificate: the one proof that key,
/// certificate and algorithm belong together, wherever the key is. Throws Outage("keys").
void prove(Signer const& signer, std::string const& where);

}  // namespace wetbode
