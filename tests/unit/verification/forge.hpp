// SPDX-License-Identifier: EUPL-1.2
// Makes signed XML documents by hand, right or wrong in any detail, with keys of the test authority. It shares no code
// with the sealer: what it gets wrong, the verifier must find.
#pragma once

#include "adapters/trust/authority.hpp"
#include "gateway/verification/verification.hpp"
#include "tests/unit/sealing/workshop.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::test {

/// The document that most tests sign; `%SIGNATURE%` is where the signature goes.
inline constexpr std::string_view act =
    "<act xmlns=\"urn:test\" Id=\"act\"><title>Decreet</title><p>De toelage bedraagt 100 euro.</p>%SIGNATURE%</act>";
inline constexpr std::string_view signature_place = "%SIGNATURE%";

/// A signature in its parts. Whoever leaves a part empty gets the right one.
struct Recipe {
    std::string document{act};           ///< as it is signed
    std::optional<std::string> covered;  ///< canonical octets that the first reference hashes; else the document
    std::string uri = " URI=\"\"";
    std::string transforms =
        "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>"
        "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>";
    bool document_reference = true;
    bool properties_reference = true;
    std::string more_references;
    std::string digest_method = "http://www.w3.org/2001/04/xmlenc#sha256";
    std::string signature_method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    std::string id = "sig";
    std::string target = "#sig";
    std::string format_reference = "#ref";
    std::string named_certificate;  ///< DER; else that of the key
    std::string shown_certificates; ///< X509Data; else those of the key and its issuer
    std::string before_x509;        ///< in KeyInfo
    std::string before_object;      ///< in Signature
    std::string unsigned_properties;
    std::string claimed = "2026-11-23T12:00:00Z";
};

class Forge {
public:
    Forge();

    /// The document with its signature. `place` is where it goes in the end, if elsewhere than where it was signed.
    [[nodiscard]] std::string make(Recipe const& recipe) const;
    /// The ds:Signature alone.
    [[nodiscard]] std::string signature(Recipe const& recipe) const;

    /// Judged at noon under the root, without a word about revocations.
    [[nodiscard]] VerificationReport verify(std::string document) const;
    [[nodiscard]] VerificationOptions options() const;

    /// Another key from now on.
    void use(trust::Issued issued);

    trust::Authority authority;
    trust::Issued seal;
    Folder folder;

private:
    std::unique_ptr<Signer> signer_;
    std::vector<std::string> chain_;
};

/// Exclusive canonical form.
[[nodiscard]] std::string canonical(std::string const& document);
[[nodiscard]] std::string digest64(std::string_view octets);

/// An RFC 3161 token of the authority over these octets (SHA-256), DER.
[[nodiscard]] std::string token_over(trust::Authority& authority, std::string_view octets, Instant at);
/// The same over this digest (SHA-256).
[[nodiscard]] std::string token_with_imprint(trust::Authority& authority, std::string_view digest, Instant at);

}  // namespace wetbode::test
