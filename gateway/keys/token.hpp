// SPDX-License-Identifier: EUPL-1.2
// A token (PKCS#11): finding it, logging in, finding key and certificates in it. For this folder; one thread at a time
// for open_token(), since a login is of the whole process.
#pragma once

#include "gateway/keys/pkcs11_module.hpp"
#include "gateway/keys/token_signer.hpp"
#include "gateway/refusal.hpp"

#include <string>
#include <vector>

namespace wetbode {

/// The token is away, or forgot us; it may come back by itself.
class TokenAway final : public Outage {
public:
    explicit TokenAway(std::string const& what) : Outage("keys", what) {}
};

/// The PIN was not accepted. Whoever sees this never tries it again: a token locks itself after a few wrong ones.
class PinRefused final : public Outage {
public:
    explicit PinRefused(std::string const& what) : Outage("keys", what) {}
};

/// A session that is logged in, and what was found. The session is the caller's to close.
struct OpenToken {
    CK_SLOT_ID slot = 0;
    CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
    CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
    bool pin_each_time = false;  ///< the key wants the PIN for every signature (CKA_ALWAYS_AUTHENTICATE)
};

/// Throws TokenAway, PinRefused, or Outage("keys") for what a person must mend.
[[nodiscard]] OpenToken open_token(Module const& module, TokenKey const& place);

/// Another session of the same login. Throws as open_token().
[[nodiscard]] CK_SESSION_HANDLE open_session(Module const& module, CK_SLOT_ID slot);

/// Throws TokenAway if the answer may mean that, Outage for any other but CKR_OK. `act` says what was tried.
void must(CK_RV answer, std::string const& act);

/// Gives the PIN: CKU_USER for the process, CKU_CONTEXT_SPECIFIC for one signature. The PIN is in memory only
/// meanwhile.
[[nodiscard]] CK_RV give_pin(Module const& module, CK_SESSION_HANDLE session, CK_USER_TYPE user, TokenKey const& place);

/// What to tell about a PIN that was not accepted.
[[nodiscard]] std::string sentence_on_pin(CK_RV answer, TokenKey const& place);

/// The certificate with the CKA_ID of the key, and behind it its issuers as far as the token has them; DER. Throws.
[[nodiscard]] std::vector<std::string> certificates_in_token(Module const& module, OpenToken const& token);

}  // namespace wetbode
