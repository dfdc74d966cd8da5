// SPDX-License-Identifier: EUPL-1.2
#include "gateway/revocation/response_certificates.hpp"

#include "gateway/base/remembered.hpp"
#include "gateway/crypto/handle.hpp"
#include "gateway/crypto/hashing.hpp"
#include "gateway/crypto/openssl_octets.hpp"

#include <openssl/err.h>
#include <openssl/ocsp.h>

namespace wetbode {

namespace {

constexpr std::size_t response_bytes_max = 1U << 20U;
constexpr int certificates_max = 16;
constexpr std::size_t kept_max = 256;
constexpr std::size_t kept_bytes_max = 32U << 10U;

std::vector<std::string> found_in(std::string_view response_der) {
    std::vector<std::string> found;
    auto const* at = octets_of(response_der);
    Handle<OCSP_RESPONSE, OCSP_RESPONSE_free> const response(
        d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(response_der.size())));
    bool const answered =
        response != nullptr && OCSP_response_status(response.get()) == OCSP_RESPONSE_STATUS_SUCCESSFUL;
    Handle<OCSP_BASICRESP, OCSP_BASICRESP_free> const basic(answered ? OCSP_response_get1_basic(response.get())
                                                                     : nullptr);
    auto const* const all = basic == nullptr ? nullptr : OCSP_resp_get0_certs(basic.get());
    for (int i = 0; i < sk_X509_num(all) && i < certificates_max; ++i)
        found.push_back(der_of<X509>(sk_X509_value(all, i), i2d_X509));
    ERR_clear_error();
    return found;
}

}  // namespace

std::vector<std::string> certificates_of_response(std::string_view response_der) {
    static Remembered<std::vector<std::string>> responses(kept_max);
    if (response_der.empty() || response_der.size() > response_bytes_max) return {};
    auto const key = hash_of(HashAlgorithm::sha256, response_der);
    if (auto known = responses.find(key)) return std::move(*known);
    auto found = found_in(response_der);
    if (response_der.size() <= kept_bytes_max) responses.keep(key, found);
    return found;
}

}  // namespace wetbode
