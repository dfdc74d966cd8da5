// SPDX-License-Identifier: EUPL-1.2
// A house that seals at every level: keys under test authorities, a time authority, revocation values, and the judges
// that know nothing of our code: xmlsec1, openssl, libxml2.
#pragma once

#include "adapters/trust/authority.hpp"
#include "adapters/trust/in_process.hpp"
#include "gateway/sealing/raiser.hpp"
#include "gateway/sealing/sealer.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/unit/sealing/workshop.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace wetbode::test {

/// What keys a house may have. The signer is OpenSSL's EVP, without any of our code.
struct KeyChoice {
    char const* name;
    trust::KeyKind kind;
    SignatureAlgorithm algorithm;
};
inline constexpr KeyChoice p256{"P-256", trust::KeyKind::p256, {SignatureScheme::ecdsa, HashAlgorithm::sha256}};
inline constexpr KeyChoice p384{"P-384", trust::KeyKind::p384, {SignatureScheme::ecdsa, HashAlgorithm::sha384}};
inline constexpr KeyChoice rsa{"RSA", trust::KeyKind::rsa3072, {SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256}};
inline constexpr KeyChoice pss{"RSA-PSS", trust::KeyKind::rsa3072, {SignatureScheme::rsa_pss, HashAlgorithm::sha256}};

struct House {
    explicit House(KeyChoice const& key = p256);

    [[nodiscard]] SealPorts ports() const;
    [[nodiscard]] Sealer sealer() const { return {*signer, folder.path(), ports()}; }
    [[nodiscard]] Raiser raiser() const { return {signer->chain().front(), folder.path(), ports()}; }
    /// Two files, sealed.
    [[nodiscard]] Seal decree(SealLevel level) const;
    /// A document of several kilobytes with namespaces, comments and instructions, sealed inside.
    [[nodiscard]] Seal act(SealLevel level) const;
    [[nodiscard]] static std::string act_text();

    Folder folder;
    FakeClock clock{noon()};
    mutable trust::Authority authority;
    std::unique_ptr<TimeAuthority> time;
    std::unique_ptr<RevocationSource> revocation;
    std::unique_ptr<Signer> signer;
};

[[nodiscard]] std::string octets_in(Content const& content);

/// xmlsec1's verdict on a container (unpacked in a folder) or a document.
[[nodiscard]] Ran xmlsec_on_container(House const& house, std::string const& container);
[[nodiscard]] Ran xmlsec_on_document(House const& house, std::string const& document);

/// What openssl ts says of the token over this digest, at the instant of the clock.
[[nodiscard]] Ran openssl_on_token(House const& house, std::string const& token_base64, std::string const& digest_hex);

/// Imprints made by libxml2 alone, hexadecimal SHA-256. `files`: octets of the files that the references name.
[[nodiscard]] std::string signature_imprint(std::string const& xml);
[[nodiscard]] std::string archive_imprint(std::string const& xml, std::string const& files, std::size_t which = 1);

}  // namespace wetbode::test
