// SPDX-License-Identifier: EUPL-1.2
// Certificates for the tests of this room, made with the openssl program: a root, an authority under it, and what they
// sign. openssl dates them by the clock, so tests judge them at today().
#pragma once

#include "gateway/time.hpp"
#include "tests/unit/sealing/workshop.hpp"

#include <string>

namespace wetbode::test {

/// The instant at which certificates of openssl are judged: the clock's, since openssl dates them so.
[[nodiscard]] Instant today();

/// root.pem, authority.pem (signed by the root) and their keys in the folder.
class Authority {
public:
    explicit Authority(std::filesystem::path folder);

    /// Writes NAME.pem: a certificate over the public key of NAME.key, or of NAME.pub, signed by the authority; and
    /// NAME-chain.pem with authority and root behind it. `usage` is the value of keyUsage.
    void certify(std::string const& name, std::string const& usage = "critical,digitalSignature,nonRepudiation",
                 int days = 730) const;
    /// Makes NAME.key with `algorithm` as openssl genpkey spells it, and certifies it.
    void issue(std::string const& name, std::string const& algorithm) const;

private:
    std::filesystem::path folder_;
};

inline constexpr auto p256 = "EC -pkeyopt ec_paramgen_curve:P-256";
inline constexpr auto p384 = "EC -pkeyopt ec_paramgen_curve:P-384";
inline constexpr auto rsa3072 = "RSA -pkeyopt rsa_keygen_bits:3072";

}  // namespace wetbode::test
