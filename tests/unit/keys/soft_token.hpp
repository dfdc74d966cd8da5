// SPDX-License-Identifier: EUPL-1.2
// A real PKCS#11 token for the tests: SoftHSM2 in a folder of its own. SoftHSM reads SOFTHSM2_CONF when it is
// initialised, so one such token at a time per process.
#pragma once

#include "tests/unit/keys/authority.hpp"

#include "gateway/keys/token_signer.hpp"

#include <string>

namespace wetbode::test {

class SoftToken {
public:
    /// Makes the token "zegel" with the PIN 1234 and writes the PIN to pin.txt.
    SoftToken();
    SoftToken(SoftToken const&) = delete;
    SoftToken& operator=(SoftToken const&) = delete;
    ~SoftToken();

    /// Makes NAME.key outside, certifies it and puts it into the token under that label and `id`.
    void import(std::string const& name, std::string const& algorithm, std::string const& id) const;
    /// Puts NAME.pem into the token.
    void import_certificate(std::string const& name, std::string const& id) const;
    /// Runs pkcs11-tool, logged in; the test ends if it fails.
    void tool(std::string const& arguments) const;
    void command(std::string const& line) const;
    /// Throws all tokens away, as if the device was pulled out; and puts them back.
    void pull_out() const;
    void plug_in() const;
    void make_token() const;
    /// How often a PIN was wrong since the last right one, as far as the token tells: "user PIN count low".
    [[nodiscard]] bool pin_count_low() const;

    /// The key NAME, with the chain in NAME-chain.pem.
    [[nodiscard]] TokenKey key(std::string const& name) const;
    [[nodiscard]] std::unique_ptr<Signer> load(std::string const& name) const {
        return signer_from_token(key(name), today());
    }

    Folder folder;
    Authority authority{folder.path()};
};

}  // namespace wetbode::test
