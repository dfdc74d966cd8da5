// SPDX-License-Identifier: EUPL-1.2
#include "adapters/trust/making.hpp"

#include "gateway/refusal.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace wetbode::trust {

void must(bool good, char const* what) {
    if (!good) throw Outage("trust", std::string(what) + ": " + last_openssl_reason());
}

std::string der_of(X509* certificate) {
    return der_of<X509>(certificate, i2d_X509);
}

Certificate certificate_of(std::string_view der) {
    auto const* at = octets_of(der);
    Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    must(certificate != nullptr, "certificate");
    return certificate;
}

Key new_key(KeyKind kind) {
    Key key;
    switch (kind) {
        case KeyKind::p256: key.reset(EVP_EC_gen("P-256")); break;
        case KeyKind::p384: key.reset(EVP_EC_gen("P-384")); break;
        case KeyKind::rsa3072: key.reset(EVP_RSA_gen(3072)); break;
    }
    must(key != nullptr, "key");
    return key;
}

Key key_in(std::string_view pem) {
    Handle<BIO, BIO_free_all> const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    must(key != nullptr, "private key");
    return key;
}

Extensions extensions_for(Purpose purpose) {
    Extensions all{{NID_basic_constraints, "critical,CA:FALSE"},
                   {NID_subject_key_identifier, "hash"},
                   {NID_authority_key_identifier, "keyid:always"}};
    auto const usage = [&](char const* words) { all.emplace_back(NID_key_usage, words); };
    auto const extended = [&](char const* words) { all.emplace_back(NID_ext_key_usage, words); };
    switch (purpose) {
        case Purpose::seal: usage("critical,digitalSignature,nonRepudiation"); break;
        case Purpose::person: usage("critical,nonRepudiation"); break;
        case Purpose::time_stamping: usage("critical,digitalSignature"), extended("critical,timeStamping"); break;
        case Purpose::time_not_critical: usage("critical,digitalSignature"), extended("timeStamping"); break;
        case Purpose::time_and_more:
            usage("critical,digitalSignature"), extended("critical,timeStamping,emailProtection");
            break;
        case Purpose::ocsp_signing:
            usage("critical,digitalSignature"), extended("OCSPSigning");
            all.emplace_back(NID_id_pkix_OCSP_noCheck, "");
            break;
        case Purpose::ocsp_to_check: usage("critical,digitalSignature"), extended("OCSPSigning"); break;
        case Purpose::no_usage: usage("critical,digitalSignature"); break;
        case Purpose::key_agreement: usage("critical,keyAgreement"); break;
        case Purpose::web_server: usage("critical,digitalSignature"), extended("serverAuth,clientAuth"); break;
        case Purpose::code_signing: usage("critical,digitalSignature"), extended("codeSigning"); break;
        case Purpose::client: usage("critical,digitalSignature"), extended("clientAuth"); break;
        case Purpose::documents:
            usage("critical,digitalSignature"), extended("timeStamping,1.3.6.1.5.5.7.3.36");
            break;
    }
    return all;
}

}  // namespace wetbode::trust
