// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/certificate_marks.hpp"

#include "gateway/crypto/handle.hpp"
#include "gateway/crypto/read_certificate.hpp"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>

namespace wetbode {

namespace {

bool has_extension(X509 const* certificate, char const* dotted) {
    Handle<ASN1_OBJECT, ASN1_OBJECT_free> const name(OBJ_txt2obj(dotted, 1));
    return name != nullptr && X509_get_ext_by_OBJ(certificate, name.get(), -1) >= 0;
}

bool has_responder(X509 const* certificate) {
    auto* const found =
        static_cast<AUTHORITY_INFO_ACCESS*>(X509_get_ext_d2i(certificate, NID_info_access, nullptr, nullptr));
    Handle<AUTHORITY_INFO_ACCESS, AUTHORITY_INFO_ACCESS_free> const access(found);
    for (int i = 0; access != nullptr && i < sk_ACCESS_DESCRIPTION_num(access.get()); ++i)
        if (OBJ_obj2nid(sk_ACCESS_DESCRIPTION_value(access.get(), i)->method) == NID_ad_OCSP) return true;
    return false;
}

std::string key_of(X509* certificate) {
    auto const* const key = X509_get0_pubkey(certificate);
    if (key == nullptr) return {};
    if (EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1)
        return "RSA " + std::to_string(EVP_PKEY_get_bits(key));
    if (EVP_PKEY_is_a(key, "EC") != 1) return {};
    std::array<char, 64> name{};
    if (EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) != 1) return "EC";
    std::string const curve(name.data());
    if (curve == "prime256v1") return "P-256";
    if (curve == "secp384r1") return "P-384";
    return curve == "secp521r1" ? "P-521" : curve;
}

}  // namespace

CertificateMarks marks_of_certificate(std::string_view der) {
    auto const certificate = read_certificate(der);
    CertificateMarks marks;
    if (certificate != nullptr) {
        marks.names_revocation_service = X509_get_ext_by_NID(certificate.get(), NID_crl_distribution_points, -1) >= 0 ||
                                         has_responder(certificate.get());
        // RFC 9608 section 2: never on an authority, nor beside a service that tells.
        bool const never_told = has_extension(certificate.get(), "2.5.29.56") && !marks.names_revocation_service &&
                                X509_check_ca(certificate.get()) == 0;
        marks.needs_no_revocation = never_told || has_extension(certificate.get(), "0.4.0.194121.2.1");
        marks.key = key_of(certificate.get());
        if (auto* const key = X509_get0_pubkey(certificate.get())) marks.key_bits = EVP_PKEY_get_bits(key);
    }
    ERR_clear_error();
    return marks;
}

}  // namespace wetbode
