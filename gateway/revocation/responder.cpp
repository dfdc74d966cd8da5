// SPDX-License-Identifier: EUPL-1.2
#include "gateway/revocation/responder.hpp"

#include "gateway/crypto/read_certificate.hpp"
#include "gateway/revocation/certificate_pair.hpp"

#include <openssl/err.h>
#include <openssl/objects.h>

#include <algorithm>
#include <array>

namespace wetbode::revocation {

namespace {

constexpr auto short_life = std::chrono::hours{24};
/// id-pkix-ocsp-nocheck, noRevAvail, ext-etsi-valassured-ST-certs.
constexpr std::array marks{"1.3.6.1.5.5.7.48.1.5", "2.5.29.56", "0.4.0.194121.2.1"};

bool has_mark(X509 const* certificate) {
    return std::ranges::any_of(marks, [certificate](char const* dotted) {
        Handle<ASN1_OBJECT, ASN1_OBJECT_free> const name(OBJ_txt2obj(dotted, 1));
        return name != nullptr && X509_get_ext_by_OBJ(certificate, name.get(), -1) >= 0;
    });
}

}  // namespace

bool needs_word_of_others(std::string_view responder_der) {
    auto const certificate = read_certificate(responder_der);
    if (certificate == nullptr) return true;
    if (has_mark(certificate.get())) return false;
    auto const begins = instant_of(X509_get0_notBefore(certificate.get()));
    auto const ends = instant_of(X509_get0_notAfter(certificate.get()));
    return !begins || !ends || *ends - *begins > short_life;
}

bool casts_doubt_on_the_past(std::string_view reason) {
    return reason != "superseded" && reason != "cessationOfOperation" && reason != "affiliationChanged";
}

}  // namespace wetbode::revocation
