// SPDX-License-Identifier: EUPL-1.2
#include "gateway/revocation/certificate_pair.hpp"

#include "gateway/crypto/hashing.hpp"
#include "gateway/crypto/read_certificate.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>

namespace wetbode::revocation {

namespace {

bool allowed_digest(int nid) { return nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512; }

}  // namespace

std::optional<Instant> instant_of(ASN1_TIME const* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return Instant{std::chrono::seconds{::timegm(&parts)}};
}

std::optional<Pair> pair_of(std::string_view certificate_der, std::string_view issuer_der) {
    Pair pair{read_certificate(certificate_der), read_certificate(issuer_der), {}, {}, {}};
    if (pair.certificate == nullptr || pair.issuer == nullptr) return std::nullopt;
    auto const begins = instant_of(X509_get0_notBefore(pair.certificate.get()));
    auto const ends = instant_of(X509_get0_notAfter(pair.certificate.get()));
    if (!begins || !ends || !was_issued_by(certificate_der, issuer_der)) return std::nullopt;
    pair.begins = *begins;
    pair.ends = *ends;
    pair.fingerprint =
        hash_of(HashAlgorithm::sha256, certificate_der) + hash_of(HashAlgorithm::sha256, issuer_der);
    return pair;
}

bool allowed_signature(X509_ALGOR const* algorithm) {
    ASN1_OBJECT const* name = nullptr;
    X509_ALGOR_get0(&name, nullptr, nullptr, algorithm);
    auto const nid = OBJ_obj2nid(name);
    if (nid == NID_rsassaPss) {
        Handle<RSA_PSS_PARAMS, RSA_PSS_PARAMS_free> const parameters(static_cast<RSA_PSS_PARAMS*>(
            ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(RSA_PSS_PARAMS), algorithm->parameter)));
        if (parameters == nullptr || parameters->hashAlgorithm == nullptr) return false;  // SHA-1, unless it is said
        return allowed_digest(OBJ_obj2nid(parameters->hashAlgorithm->algorithm));
    }
    int digest = NID_undef;
    return OBJ_find_sigid_algs(nid, &digest, nullptr) == 1 && allowed_digest(digest);
}

std::string reason_words(long reason) {
    constexpr std::array<char const*, 11> words{
        "unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation",
        "certificateHold", "unspecified", "removeFromCRL", "privilegeWithdrawn", "aACompromise"};
    return reason >= 0 && reason < static_cast<long>(words.size()) ? words[static_cast<std::size_t>(reason)]
                                                                   : "unspecified";
}

}  // namespace wetbode::revocation
