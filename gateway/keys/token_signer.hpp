// SPDX-License-Identifier: EUPL-1.2
// The seal's private key in a token or a hardware security module, reached over PKCS#11. Made once at start; signs
// from any thread. One per module and process: to get a lost token back the module is begun anew.
#pragma once

#include "gateway/keys/seal_chain.hpp"
#include "gateway/keys/signer.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace wetbode {

/// Where the key is. The PIN is read from its file at each login and forgotten.
struct TokenKey {
    std::filesystem::path module;        ///< the maker's library
    std::string token;                   ///< its label, or "serial:..." or "slot:..." (the number of the slot)
    std::string label;                   ///< CKA_LABEL of the private key; empty: any
    std::string id;                      ///< CKA_ID of it, hexadecimal; empty: any. One of both must be given.
    std::filesystem::path pin_file;
    std::filesystem::path certificates;  ///< PEM chain; empty: the certificates in the token
    RsaPadding rsa = RsaPadding::pss;
    int sessions_max = 4;
    Milliseconds patience{std::chrono::seconds{30}};  ///< longest wait for a free session
};

/// Opens the token, checks the chain as it stands at `now` and proves key and chain by a signature. Throws
/// Outage("keys") with a sentence that tells what to do. Only a token that is away while the chain comes from a
/// file is no reason to fail: then trouble() tells it, and the token is opened when the first signature is wanted.
///
/// A session, login or token that is lost is opened anew once per signature; sign() throws if that does not help. A
/// PIN that was not accepted is never given again in the life of the signer, nor at a start while the token says
/// that the last one was wrong.
[[nodiscard]] std::unique_ptr<Signer> signer_from_token(TokenKey const& place, Instant now);

}  // namespace wetbode
