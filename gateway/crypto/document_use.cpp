// SPDX-License-Identifier: EUPL-1.2
#include "gateway/crypto/document_use.hpp"

#include "gateway/crypto/handle.hpp"
#include "gateway/crypto/read_certificate.hpp"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <utility>

namespace wetbode {

namespace {

using Usages = Handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;

/// serverAuth, codeSigning, IPsec (three of old, and IKE), timeStamping, OCSPSigning.
constexpr std::array others{NID_server_auth, NID_code_sign, NID_ipsecEndSystem, NID_ipsecTunnel,
                            NID_ipsecUser,   NID_ipsec_IKE, NID_time_stamp,     NID_OCSP_sign};

struct Found {
    Usages usages;
    bool unbounded;  ///< a certificate without the extension
};

Found usages_of(std::string_view der) {
    auto const certificate = read_certificate(der);
    int found = 0;  // -1: there is none
    Usages usages(certificate == nullptr ? nullptr
                                         : static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(
                                               certificate.get(), NID_ext_key_usage, &found, nullptr)));
    ERR_clear_error();
    return {std::move(usages), certificate != nullptr && found == -1};
}

}  // namespace

bool may_serve_documents(std::string_view certificate_der) {
    auto const [usages, unbounded] = usages_of(certificate_der);
    if (usages == nullptr) return unbounded;
    bool server = false;
    bool client = false;
    bool serves = false;
    for (int i = 0; i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
        auto const purpose = OBJ_obj2nid(sk_ASN1_OBJECT_value(usages.get(), i));
        server = server || purpose == NID_server_auth;
        client = client || purpose == NID_client_auth;
        serves = serves || (purpose != NID_client_auth && std::ranges::find(others, purpose) == others.end());
    }
    return serves || (client && !server);
}

bool may_lead_to_time_stamps(std::string_view certificate_der) {
    auto const [usages, unbounded] = usages_of(certificate_der);
    if (usages == nullptr) return unbounded;
    for (int i = 0; i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
        auto const purpose = OBJ_obj2nid(sk_ASN1_OBJECT_value(usages.get(), i));
        if (purpose == NID_time_stamp || purpose == NID_anyExtendedKeyUsage) return true;
    }
    return false;
}

}  // namespace wetbode
