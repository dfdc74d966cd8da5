// SPDX-License-Identifier: EUPL-1.2
#include "gateway/revocation/services.hpp"

#include "gateway/crypto/read_certificate.hpp"
#include "gateway/revocation/certificate_pair.hpp"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

#include <algorithm>

namespace wetbode::revocation {

namespace {

constexpr std::size_t places_max = 4;

std::string_view view_of(ASN1_STRING const* text) {
    return {reinterpret_cast<char const*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

void add(GENERAL_NAME const* name, std::vector<std::string>& places) {
    int kind = 0;
    auto const* const value = static_cast<ASN1_STRING const*>(GENERAL_NAME_get0_value(name, &kind));
    if (kind != GEN_URI || places.size() >= places_max) return;
    auto const url = view_of(value);
    if (url.starts_with("http://") || url.starts_with("https://")) places.emplace_back(url);
}

std::vector<std::string> responders_of(X509* certificate) {
    Handle<AUTHORITY_INFO_ACCESS, AUTHORITY_INFO_ACCESS_free> const access(
        static_cast<AUTHORITY_INFO_ACCESS*>(X509_get_ext_d2i(certificate, NID_info_access, nullptr, nullptr)));
    std::vector<std::string> places;
    for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(access.get()); ++i) {
        auto const* const one = sk_ACCESS_DESCRIPTION_value(access.get(), i);
        if (OBJ_obj2nid(one->method) == NID_ad_OCSP) add(one->location, places);
    }
    return places;
}

std::vector<std::string> lists_of(X509* certificate) {
    Handle<CRL_DIST_POINTS, CRL_DIST_POINTS_free> const points(
        static_cast<CRL_DIST_POINTS*>(X509_get_ext_d2i(certificate, NID_crl_distribution_points, nullptr, nullptr)));
    std::vector<std::string> places;
    for (int i = 0; i < sk_DIST_POINT_num(points.get()); ++i) {
        auto const* const point = sk_DIST_POINT_value(points.get(), i);
        // A point for some reasons only, or of another issuer, is not read (list_answer.hpp).
        if (point->distpoint == nullptr || point->distpoint->type != 0) continue;
        if (point->reasons != nullptr || point->CRLissuer != nullptr) continue;
        auto const* const names = point->distpoint->name.fullname;
        for (int k = 0; k < sk_GENERAL_NAME_num(names); ++k) add(sk_GENERAL_NAME_value(names, k), places);
    }
    return places;
}

}  // namespace

Services services_of(std::string_view certificate_der) {
    auto const certificate = read_certificate(certificate_der);
    if (certificate == nullptr) return {};
    Services services{responders_of(certificate.get()), lists_of(certificate.get())};
    ERR_clear_error();
    return services;
}

std::string ocsp_request(std::string_view certificate_der, std::string_view issuer_der, std::string_view nonce) {
    auto const certificate = read_certificate(certificate_der);
    auto const issuer = read_certificate(issuer_der);
    if (certificate == nullptr || issuer == nullptr) return {};
    Handle<OCSP_REQUEST, OCSP_REQUEST_free> const request(OCSP_REQUEST_new());
    Handle<OCSP_CERTID, OCSP_CERTID_free> id(OCSP_cert_to_id(EVP_sha1(), certificate.get(), issuer.get()));
    if (request == nullptr || id == nullptr || OCSP_request_add0_id(request.get(), id.get()) == nullptr) return {};
    (void)id.release();  // the request owns it now
    std::string octets(nonce);
    auto* const start = reinterpret_cast<unsigned char*>(octets.data());
    auto const octet_count = static_cast<int>(octets.size());
    if (!nonce.empty() && OCSP_request_add1_nonce(request.get(), start, octet_count) != 1) return {};
    auto const length = i2d_OCSP_REQUEST(request.get(), nullptr);
    std::string der(static_cast<std::size_t>(std::max(length, 0)), '\0');
    auto* at = reinterpret_cast<unsigned char*>(der.data());
    i2d_OCSP_REQUEST(request.get(), &at);
    return der;
}

std::string nonce_in(std::string_view response_der) {
    auto const* at = octets_of(response_der);
    Handle<OCSP_RESPONSE, OCSP_RESPONSE_free> const response(
        d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(response_der.size())));
    Handle<OCSP_BASICRESP, OCSP_BASICRESP_free> const basic(
        response == nullptr ? nullptr : OCSP_response_get1_basic(response.get()));
    ERR_clear_error();
    if (basic == nullptr) return {};
    auto const place = OCSP_BASICRESP_get_ext_by_NID(basic.get(), NID_id_pkix_OCSP_Nonce, -1);
    if (place < 0) return {};
    auto const value = view_of(X509_EXTENSION_get_data(OCSP_BASICRESP_get_ext(basic.get(), place)));
    // The extension holds an OCTET STRING (RFC 8954); some responders leave that wrapping out.
    if (value.size() >= 2 && value[0] == 0x04 && static_cast<unsigned char>(value[1]) == value.size() - 2)
        return std::string(value.substr(2));
    return std::string(value);
}

}  // namespace wetbode::revocation
