// SPDX-License-Identifier: EUPL-1.2
#include "gateway/keys/seal_chain.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/document_use.hpp"
#include "gateway/crypto/handle.hpp"
#include "gateway/crypto/read_certificate.hpp"
#include "gateway/refusal.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

namespace wetbode {

namespace {

using Certificate = Handle<X509, X509_free>;

[[noreturn]] void fail(std::string const& sentence) {
    ERR_clear_error();
    throw Outage("keys", sentence);
}

bool signed_by(X509* certificate, X509* issuer) {
    auto* const key = X509_get0_pubkey(issuer);
    bool const yes = key != nullptr && X509_check_issued(issuer, certificate) == X509_V_OK &&
                     X509_verify(certificate, key) == 1;
    ERR_clear_error();
    return yes;
}

std::string place_of(std::size_t index) { return "certificate " + std::to_string(index + 1); }

void check_validity(CertificateFacts const& facts, std::size_t index, Instant now, std::string const& where) {
    auto const who = place_of(index) + " (" + facts.subject + ") in " + where;
    if (now < facts.not_before)
        fail(who + " is not valid before " + rfc3339(facts.not_before) +
             ": look at the clock of this machine, or wait");
    if (now > facts.not_after) {
        auto const remedy = index == 0 ? ": get a new one (gateway/keys/README.md tells how)"
                                       : ": replace it by the present one of that authority, or leave it out";
        fail(who + " ended at " + rfc3339(facts.not_after) + remedy);
    }
}

SignatureAlgorithm algorithm_of(EVP_PKEY const* key, RsaPadding rsa, std::string const& where) {
    std::array<char, 64> name{};
    auto const bits = EVP_PKEY_get_bits(key);
    if (EVP_PKEY_is_a(key, "EC") == 1 &&
        EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) == 1) {
        std::string_view const curve(name.data());
        if (curve == "prime256v1" || curve == "P-256") return {SignatureScheme::ecdsa, HashAlgorithm::sha256};
        if (curve == "secp384r1" || curve == "P-384") return {SignatureScheme::ecdsa, HashAlgorithm::sha384};
    }
    bool const for_pss_only = EVP_PKEY_is_a(key, "RSA-PSS") == 1;
    if ((EVP_PKEY_is_a(key, "RSA") == 1 || for_pss_only) && bits >= rsa_bits_min && bits <= rsa_bits_max) {
        if (rsa == RsaPadding::pss) return {SignatureScheme::rsa_pss, HashAlgorithm::sha256};
        if (for_pss_only) fail("the key in " + where + " may sign with PSS only: set sealing.rsa = \"pss\"");
        return {SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256};
    }
    fail("the key of the certificate in " + where + " cannot seal: it must be ECDSA on P-256 or P-384, or RSA of " +
         std::to_string(rsa_bits_min) + " to " + std::to_string(rsa_bits_max) + " bits");
}

}  // namespace

SealChain checked_chain(std::vector<std::string> certificates, RsaPadding rsa, Instant now, std::string const& where) {
    if (certificates.empty()) fail(where + " holds no certificate that can be read");
    if (certificates.size() > chain_certificates_max)
        fail(where + " holds more than " + std::to_string(chain_certificates_max) +
             " certificates: keep the seal certificate and its issuers");
    std::vector<Certificate> parsed;
    for (std::size_t i = 0; i < certificates.size(); ++i) {
        auto const facts = facts_of_certificate(certificates[i]);
        parsed.push_back(read_certificate(certificates[i]));
        if (!facts || parsed.back() == nullptr) fail(place_of(i) + " in " + where + " cannot be read");
        if (i > 0 && !signed_by(parsed[i - 1].get(), parsed[i].get()))
            fail(place_of(i - 1) + " in " + where + " is not signed by " + place_of(i) +
                 ": put the seal certificate first and behind each the one of its issuer");
        check_validity(*facts, i, now, where);
        if (i == 0 && !may_serve_documents(certificates[i]))
            fail("the first certificate in " + where +
                 " is not for documents: its extended key usage names other purposes only (web servers, code, time "
                 "stamps, OCSP, IPsec), so no reader would accept its seals; ask for a certificate for seals");
        if (i == 0 && !facts->may_sign)
            fail("the first certificate in " + where +
                 " is not for signing (key usage digitalSignature or nonRepudiation)");
    }
    auto const* const key = X509_get0_pubkey(parsed.front().get());
    if (key == nullptr) fail("the first certificate in " + where + " holds a key of an unknown kind");
    auto const facts = facts_of_certificate(certificates.front());
    return {std::move(certificates), algorithm_of(key, rsa, where), facts->key_bits, facts->not_after};
}

std::vector<std::string> chain_in_order(std::string first, std::vector<std::string> others) {
    std::vector<std::string> chain{std::move(first)};
    while (!others.empty() && chain.size() < chain_certificates_max) {
        auto const below = read_certificate(chain.back());
        // A root signs itself: looking for its issuer would find it again.
        if (below == nullptr || signed_by(below.get(), below.get())) break;
        auto const issuer = std::find_if(others.begin(), others.end(), [&](std::string const& der) {
            auto const candidate = read_certificate(der);
            return candidate != nullptr && signed_by(below.get(), candidate.get());
        });
        if (issuer == others.end()) break;
        chain.push_back(std::move(*issuer));
        others.erase(issuer);
    }
    return chain;
}

void prove(Signer const& signer, std::string const& where) {
    std::string const text = "wetbode: does this key fit its certificate?";
    auto const value = signer.sign(hash_of(signer.algorithm().hash, text));
    if (!signature_holds(signer.chain().front(), signer.algorithm(), text, value))
        fail("the key in " + where + " does not belong to the seal certificate");
}

}  // namespace wetbode
