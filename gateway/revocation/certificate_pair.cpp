// SPDX-License-Identifier: EUPL-1.2
#include "gateway/revocation/certificate_pair.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>

namespace wetbode::revocation {

namespace {

constexpr std::size_t certificate_bytes_max = 64U << 10U;

bool allowed_digest(int nid) { return nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512; }

}  // namespace

Certificate certificate_in(std::string_view der) {
    if (der.empty() || der.size() > certificate_bytes_max) return nullptr;
    auto const* at = octets_of(der);
    Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (at != octets_of(der) + der.size()) return nullptr;
    return certificate;
}

std::optional<Instant> instant_of(ASN1_TIME const* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return Instant{std::chrono::seconds{::timegm(&parts)}};
}

std::optional<Pair> pair_of(std::string_view certificate_der, std::string_view issuer_der) {
    Pair pair{certificate_in(certificate_der), certificate_in(issuer_der), {}, {}};
    if (pair.certificate == nullptr || pair.issuer == nullptr) return std::nullopt;
    bool const issued = X509_check_issued(pair.issuer.get(), pair.certificate.get()) == X509_V_OK &&
                        X509_check_ca(pair.issuer.get()) > 0 &&
                        X509_verify(pair.certificate.get(), X509_get0_pubkey(pair.issuer.get())) == 1;
    ERR_clear_error();
    auto const begins = instant_of(X509_get0_notBefore(pair.certificate.get()));
    auto const ends = instant_of(X509_get0_notAfter(pair.certificate.get()));
    if (!issued || !begins || !ends) return std::nullopt;
    pair.begins = *begins;
    pair.ends = *ends;
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
